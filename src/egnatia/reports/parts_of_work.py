"""From facts to words and tables: alarms, measures, register, programme, operations, commitments."""

from egnatia.reports.document import Piece, passage, table
from egnatia.reports.names import capital, heads, series_name
from egnatia.reports.texts import MISSING, Texts


def write_alarms(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    if not part["total"]:
        return [passage(texts.say("sentences.no_alarms"))]
    counts = {state: texts.number(count) for state, count in part["states"].items()}
    said = passage(texts.say("sentences.alarms", total=texts.number(part["total"]), **counts))
    head = heads(texts, "series", "since", "direction", "observed", "expected", "state")
    rows = [
        [
            series_name(texts, *row["series"]),
            texts.month(row["since"]) if row["every"] == "month" else texts.day(row["since"]),
            texts.name("directions", row["direction"]),
            texts.number(row["observed"]),
            f"{texts.number(row['range'][0])}–{texts.number(row['range'][1])}",
            texts.name("alarm_states", row["state"]),
        ]
        for row in part["rows"]
    ]
    return [said, table(texts.say("titles.alarms"), head, rows, numbers=[3, 4])] if rows else [said]


def write_recommendations(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    if not part["total"]:
        return [passage(texts.say("sentences.no_recommendations"))]
    states = [capital(texts.name("measure_states", state)) for state in part["states"]]
    levels = [[texts.name("levels", level), *map(texts.number, counts)] for level, *counts in part["table"]]
    rows = [
        [
            series_name(texts, *row["alarm"]), texts.name("measures", row["measure"]), texts.name("levels", row["level"]),
            texts.name("measure_states", row["state"]), texts.day(row["due"]), _outcome(texts, row),
        ]
        for row in part["rows"]
    ]  # fmt: skip
    return [
        passage(texts.say("sentences.recommendations", total=texts.number(part["total"]))),
        table(texts.say("titles.levels"), [texts.say("labels.level"), *states], levels, numbers=range(1, len(states) + 1)),
        table(texts.say("titles.recommendations"), heads(texts, "alarm", "measure", "level", "state", "due", "outcome"), rows),
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
            texts.name("register_kinds", kind), name, purpose, technology or MISSING, texts.name("register_states", state),
            texts.say("labels.yes" if offered else "labels.no"),
        ]
        for kind, name, purpose, technology, state, offered in part["rows"]
    ]  # fmt: skip
    head = heads(texts, "kind", "name", "purpose", "technology", "state", "offered")
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
    return [said, table(texts.say("titles.programme"), heads(texts, "name", "owner", "due", "state"), rows)]


def write_operations(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    if not part["rows"]:
        return [passage(texts.say("sentences.no_operations"))]
    rows = [[name, led_by, place, texts.day(start), texts.day(end)] for name, led_by, place, start, end in part["rows"]]
    said = passage(texts.say("sentences.operations", total=texts.number(len(rows))))
    return [said, table(texts.say("titles.operations"), heads(texts, "name", "led_by", "place", "from", "until"), rows)]


def write_commitments(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    counts = {key: texts.number(len(part[key])) for key in ("late", "met")}
    pieces = [passage(texts.say("sentences.commitments", open=texts.number(part["open"]),
                                  undated=texts.number(part["undated"]), **counts))]  # fmt: skip
    head = heads(texts, "commitment", "document", "due", "progress")
    for key, title in (("late", "titles.late"), ("due", "titles.coming")):
        rows = [[sentence, source, texts.day(due), note or MISSING] for sentence, source, due, note in part[key]]
        pieces += [table(texts.say(title), head, rows)] if rows else []
    if part["met"]:
        pieces.append(table(texts.say("titles.met"), heads(texts, "commitment", "evidence"), part["met"]))
    return pieces
