"""From facts to words and tables: vintages, what was revised since the last report, suppression, definitions."""

from collections.abc import Sequence
from typing import Any

from egnatia.picture.indicators import get_indicator
from egnatia.reports.document import Piece, passage, table
from egnatia.reports.names import heads, series_name, source_name
from egnatia.reports.texts import PERCENT_FROM, Texts


def write_vintages(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """As of when each series is."""
    head = heads(texts, "indicator", "source", "last_period", "known_on")
    rows = [
        [texts.name("indicators", code), source_name(texts, source), texts.day(last), texts.day(known, facts["partner"])]
        for code, source, last, known in part["rows"]
    ]
    text = texts.say("sentences.vintages", vintage=_vintage(texts, facts))
    text = f"{text} {texts.say('sentences.quoted')}"
    return [passage(text), table(texts.say("titles.vintages"), head, rows)]


def write_revisions(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """Figures of the report before that are others now, as it gave them and as they are known at this one's vintage."""
    if not part["since"]:
        return [passage(texts.say("sentences.first_report"))]
    known = texts.day(part["known"], facts["partner"])
    if not part["rows"]:
        return [passage(texts.say("sentences.no_revisions", number=part["since"], known=known))]
    head = [*heads(texts, "series"), *(texts.say("labels.known_as_of", day=day) for day in (known, _vintage(texts, facts)))]
    said = texts.say("sentences.revisions", number=part["since"], known=known, total=texts.number(part["total"]))
    return [passage(said), table(texts.say("titles.revisions"), head, revision_rows(texts, part["rows"]), numbers=[1, 2])]


def revision_rows(texts: Texts, rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """A figure's name, what the report gave, what is known."""
    return [[series_name(texts, *series), texts.number(was), texts.number(now)] for *series, was, now in rows]


def _vintage(texts: Texts, facts: Piece) -> str:
    return texts.day(facts["vintage"], facts["partner"])


def write_suppression(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    said = [texts.say("sentences.suppression"), texts.say("sentences.changes", least=texts.number(PERCENT_FROM))]
    return [passage(" ".join([*said, texts.say("general.note_hidden"), texts.say("general.note_missing")]))]


def write_definitions(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """Each unit with what one of it is, and the indicators of the report that are counted in it."""
    told = [one for chapter in facts["chapters"] for one in chapter["parts"]]
    codes = [*(one["code"] for one in told if one.get("code")), *(code for one in told for code in one.get("codes", ()))]
    by_unit: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_unit.setdefault(get_indicator(code).unit, []).append(texts.name("indicators", code))
    rows = [
        [f"{texts.name('units', unit)}: {texts.name('unit_notes', unit)}", ", ".join(names)] for unit, names in by_unit.items()
    ]
    return [
        passage(texts.say("sentences.definitions")),
        table(texts.say("titles.definitions"), heads(texts, "unit", "indicator"), rows),
    ]
