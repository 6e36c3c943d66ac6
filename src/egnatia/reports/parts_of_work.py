"""From facts to words and tables: alarms, measures, register, programme, operations, commitments, and the method."""

from egnatia import law
from egnatia.picture.indicators import get_indicator
from egnatia.reports.document import Piece, passage, table
from egnatia.reports.parts_of_counts import cell_name
from egnatia.reports.texts import PERCENT_FROM, Texts


def write_alarms(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    if not part["total"]:
        return [passage(texts.say("sentences.no_alarms"))]
    counts = {state: texts.number(count) for state, count in part["states"].items()}
    said = passage(texts.say("sentences.alarms", total=texts.number(part["total"]), **counts))
    head = _heads(texts, "series", "since", "direction", "observed", "expected", "state")
    rows = [
        [
            _series(texts, *row["series"]),
            texts.month(row["since"]) if row["every"] == "month" else texts.day(row["since"]),
            texts.name("directions", row["direction"]),
            texts.number(row["observed"]),
            f"{texts.number(row['range'][0])}–{texts.number(row['range'][1])}",
            texts.name("alarm_states", row["state"]),
        ]
        for row in part["rows"]
    ]
    return [said, table(texts.say("titles.alarms"), head, rows, numbers=[3, 4])] if rows else [said]


def _series(texts: Texts, indicator: str, source: str, cut: str, key: str) -> str:
    """The series that rang, by name."""
    parts = [texts.name("indicators", indicator)]
    if source in law.partners():
        parts.append(texts.name("partners", source))
    if cut:
        parts.append(cell_name(texts, cut, key))
    return ", ".join(parts)


def write_recommendations(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    if not part["total"]:
        return [passage(texts.say("sentences.no_recommendations"))]
    states = [texts.name("measure_states", state).capitalize() for state in part["states"]]
    levels = [[texts.name("levels", level), *map(texts.number, counts)] for level, *counts in part["table"]]
    rows = [
        [
            texts.name("measures", row["measure"]), texts.name("levels", row["level"]),
            texts.name("measure_states", row["state"]), texts.day(row["due"]), _outcome(texts, row),
        ]
        for row in part["rows"]
    ]  # fmt: skip
    return [
        passage(texts.say("sentences.recommendations", total=texts.number(part["total"]))),
        table(texts.say("titles.levels"), [texts.say("labels.level"), *states], levels, numbers=range(1, len(states) + 1)),
        table(texts.say("titles.recommendations"), _heads(texts, "measure", "level", "state", "due", "outcome"), rows),
    ]


def _outcome(texts: Texts, row: Piece) -> str:
    if row["before"] is None or row["after"] is None:
        return texts.number(None)
    return f"{texts.number(row['before'])} → {texts.number(row['after'])}"


def write_register(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    if not part["rows"]:
        return [passage(texts.say("sentences.no_register"))]
    counts = {kind: texts.number(count) for kind, count in part["counts"]}
    rows = [
        [
            texts.name("register_kinds", kind), name, technology, texts.name("register_states", state),
            texts.say("labels.yes" if offered else "labels.no"),
        ]
        for kind, name, technology, state, offered in part["rows"]
    ]  # fmt: skip
    head = _heads(texts, "kind", "name", "technology", "state", "offered")
    return [passage(texts.say("sentences.register", **counts)), table(texts.say("titles.register"), head, rows)]


def write_programme(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    if not part["rows"]:
        return [passage(texts.say("sentences.no_programme"))]
    rows = [
        [
            title, texts.name("partners", owner) if owner else texts.say("labels.all_partners"), texts.day(due),
            texts.name("item_states", state),
        ]
        for title, owner, due, state in part["rows"]
    ]  # fmt: skip
    said = passage(texts.say("sentences.programme", total=texts.number(len(rows))))
    return [said, table(texts.say("titles.programme"), _heads(texts, "name", "owner", "due", "state"), rows)]


def write_operations(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    if not part["rows"]:
        return [passage(texts.say("sentences.no_operations"))]
    rows = [[name, led_by, place, texts.day(start), texts.day(end)] for name, led_by, place, start, end in part["rows"]]
    said = passage(texts.say("sentences.operations", total=texts.number(len(rows))))
    return [said, table(texts.say("titles.operations"), _heads(texts, "name", "led_by", "place", "from", "until"), rows)]


def write_commitments(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    counts = {key: texts.number(len(part[key])) for key in ("late", "met")}
    pieces = [passage(texts.say("sentences.commitments", open=texts.number(part["open"]), **counts))]
    head = _heads(texts, "commitment", "document", "due")
    for key, title in (("late", "titles.late"), ("due", "titles.coming")):
        rows = [[sentence, source, texts.day(due)] for sentence, source, due in part[key]]
        pieces += [table(texts.say(title), head, rows)] if rows else []
    if part["met"]:
        pieces.append(table(texts.say("titles.met"), _heads(texts, "commitment", "evidence"), part["met"]))
    return pieces


def write_suppression(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    said = [texts.say("sentences.suppression"), texts.say("sentences.changes", least=texts.number(PERCENT_FROM))]
    return [passage(" ".join([*said, texts.say("general.note_hidden"), texts.say("general.note_missing")]))]


def write_definitions(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """Name and unit of each indicator that the report uses, once."""
    codes = dict.fromkeys(one["code"] for chapter in facts["chapters"] for one in chapter["parts"] if one.get("code"))
    rows = [_definition(texts, code) for code in codes]
    head = _heads(texts, "indicator", "unit")
    return [passage(texts.say("sentences.definitions")), table(texts.say("titles.definitions"), head, rows)]


def _definition(texts: Texts, code: str) -> list[str]:
    indicator = get_indicator(code)
    unit = f"{texts.name('units', indicator.unit)}: {texts.name('unit_notes', indicator.unit)}"
    return [texts.name("indicators", code), unit]


def _heads(texts: Texts, *keys: str) -> list[str]:
    return [texts.say(f"labels.{key}") for key in keys]
