"""From facts to words, tables and figures: the parts that are counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from egnatia.picture.indicators import get_indicator
from egnatia.reports.document import Piece, bars, columns, passage, table
from egnatia.reports.names import capital, cell_name, heads, source_name
from egnatia.reports.quarters import Quarter
from egnatia.reports.queries.counted import COMPARED, OTHER, Value
from egnatia.reports.texts import MISSING, Texts

_LEAST_BARS = 3
_NAMED = 3


def write_indicator(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """Sentence, comparison, months and cells of one indicator; only the sentence where nothing was reported."""
    names = names_of(texts, facts, part)
    pieces = [passage(_sentences(texts, part, names))]
    if any(value is not None for value in part["values"][1:]):
        pieces.append(_comparison(texts, part, names))
    return [*pieces, *write_months(texts, part, names), *_drawn_cells(texts, part, names)]


def names_of(texts: Texts, facts: Piece, part: Piece) -> dict[str, str]:
    """What most texts of an indicator are filled with."""
    unit = texts.name("units", part["unit"])
    caption = texts.say("general.figure_source", unit=capital(unit), source=source_name(texts, part["source"]),
                        vintage=texts.day(part["vintage"], facts["partner"]))  # fmt: skip
    quarter = texts.quarter(quarter_of(facts))
    return {
        "name": texts.name("indicators", part["code"]), "unit": unit, "caption": caption, "quarter": quarter,
        "start": facts["quarter"],
    }  # fmt: skip


def quarter_of(facts: Piece) -> Quarter:
    return Quarter(date.fromisoformat(facts["quarter"]))


def _sentences(texts: Texts, part: Piece, names: dict[str, str]) -> str:
    is_told = part["values"][0] is not None
    said = _compared_words(texts, part, names) if is_told else _silence(texts, part, names)
    said += [_largest(texts, cut, rows) for cut, rows in part["cells"] if rows and is_told]
    if part["source"] == "frontex":
        said.append(texts.say("sentences.route_note"))
    return " ".join(one for one in said if one)


def _silence(texts: Texts, part: Piece, names: dict[str, str]) -> list[str]:
    said = [texts.say("sentences.no_data", **names)]
    return [*said, texts.say("sentences.no_module")] if _is_sparse(part) else said


def _compared_words(texts: Texts, part: Piece, names: dict[str, str]) -> list[str]:
    now, before, year = part["values"]
    if before is None and year is None:
        said = texts.say("sentences.not_compared", **names, now=texts.number(now))
    else:
        said = texts.say(
            "sentences.compared", **names, now=texts.number(now), before=texts.number(before), year=texts.number(year),
            change=texts.change(now, before), year_change=texts.change(now, year),
        )  # fmt: skip
    return [said, *_coverage(texts, part, is_sparse=_is_sparse(part))]


def _is_sparse(part: Piece) -> bool:
    indicator = get_indicator(part["code"])
    return indicator.is_counted_here and indicator.silence == "unknown"


def _coverage(texts: Texts, part: Piece, *, is_sparse: bool) -> list[str]:
    """What the figures leave out, where they do; an earlier quarter without any figure is said by its dash already.

    is_sparse   a day without a report was perhaps one on which nothing happened: its absence can't be told from silence
    """
    (days, whole), (days_before, whole_before), (days_year, whole_year) = part["reported"]
    said = []
    if days < whole:
        key = "days_with_reports" if is_sparse else "coverage"
        said.append(texts.say(f"sentences.{key}", days=texts.number(days), all=texts.number(whole)))
    is_partial = [value is not None and got < of for value, (got, of) in zip(part["values"], part["reported"], strict=True)]
    if any(is_partial[1:]) and not is_sparse:
        said.append(texts.say(
            "sentences.before_coverage", days=texts.number(days_before), all=texts.number(whole_before),
            year_days=texts.number(days_year), year_all=texts.number(whole_year),
        ))  # fmt: skip
    return said


def _largest(texts: Texts, cut: str, rows: Sequence[Sequence[Any]]) -> str:
    named = [(key, value) for key, value, *_rest in rows if isinstance(value, int) and value and key != OTHER][:_NAMED]
    if not named:
        return ""
    cells = ", ".join(f"{cell_name(texts, cut, key)} ({texts.number(value)})" for key, value in named)
    return texts.say("sentences.largest", cut=texts.name("cuts", cut), cells=cells)


def _comparison(texts: Texts, part: Piece, names: dict[str, str]) -> Piece:
    now = part["values"][0]
    quarter = Quarter(date.fromisoformat(names["start"]))
    rows = [
        [texts.quarter(quarter.earlier(months)), texts.number(value), texts.change(now, value) if months else ""]
        for months, value in zip(COMPARED, part["values"], strict=True)
    ]
    head = [texts.say("labels.quarter"), capital(names["unit"]), texts.say("labels.change")]
    return table(texts.say("titles.compared", name=names["name"]), head, rows, numbers=[1, 2])


def write_overview(texts: Texts, title: str, indicators: Sequence[Piece]) -> Piece:
    """Several indicators in one table: the quarter, the one before and the same one a year before, each with the change."""
    rows = [[_with_unit(texts, part), *_compared(texts, *part["values"])] for part in indicators]
    head = heads(texts, "indicator", "quarter", "before", "change", "year", "change")
    return table(title, head, rows, numbers=[1, 2, 3, 4, 5])


def _with_unit(texts: Texts, part: Piece) -> str:
    return f"{texts.name('indicators', part['code'])} ({texts.name('units', part['unit'])})"


def _compared(texts: Texts, now: Value, before: Value, year: Value) -> list[str]:
    told = [texts.number(now)]
    for earlier in (before, year):
        told += [texts.number(earlier), MISSING if earlier is None else texts.change(now, earlier)]
    return told


def write_months(texts: Texts, part: Piece, names: dict[str, str]) -> list[Piece]:
    """Columns by month from the first that was reported; nothing where there are too few."""
    known = [(month, value) for month, value in part["months"] if value is not None]
    if len(known) < _LEAST_BARS:
        return []
    points = [[month, value] for month, value in part["months"] if month >= known[0][0]]
    when, top = max(known, key=lambda point: point[1])
    description = texts.say("alt.months", name=names["name"], unit=names["unit"], top=texts.number(top),
                            when=texts.month(when), last=texts.number(known[-1][1]))  # fmt: skip
    return [
        columns(
            texts.say("titles.months", name=names["name"]), name=names["name"], unit=names["unit"], caption=names["caption"],
            description=description, points=points, head=[texts.say("labels.month"), capital(names["unit"])],
            rows=[[texts.month(month), texts.number(value)] for month, value in points],
        )
    ]  # fmt: skip


def write_cells(texts: Texts, part: Piece, names: dict[str, str]) -> list[Piece]:
    """Each cut of an indicator as a table with the quarters that it is compared with."""
    return [_cells(texts, names, cut, rows) for cut, rows in part["cells"] if rows]


def _drawn_cells(texts: Texts, part: Piece, names: dict[str, str]) -> list[Piece]:
    """The same with bars of the quarter before each table."""
    pieces = []
    for cut, rows in part["cells"]:
        if rows:
            pieces += [*_bars(texts, names, cut, rows), _cells(texts, names, cut, rows)]
    return pieces


def _cells(texts: Texts, names: dict[str, str], cut: str, rows: Sequence[Sequence[Any]]) -> Piece:
    cut_name = texts.name("cuts", cut)
    words = [[cell_name(texts, cut, key), *map(texts.number, values)] for key, *values in rows]
    title = texts.say("titles.cells", name=names["name"], cut=cut_name)
    return table(title, [capital(cut_name), *heads(texts, "quarter", "before", "year")], words, numbers=[1, 2, 3])


def _bars(texts: Texts, names: dict[str, str], cut: str, rows: Sequence[Sequence[Any]]) -> list[Piece]:
    """Nothing where too few cells are told. What there was none of in the quarter has no bar."""
    items = [
        [cell_name(texts, cut, key), now if isinstance(now, int) else None, texts.number(now)]
        for key, now, *_earlier in rows
        if now != 0
    ]
    told = [(label, value) for label, value, _word in items if value is not None]
    if len(told) < _LEAST_BARS:
        return []
    cut_name, (top, most) = texts.name("cuts", cut), max(told, key=lambda item: item[1])
    said = {"name": names["name"], "unit": names["unit"], "cut": cut_name}
    return [
        bars(
            texts.say("titles.cells", name=names["name"], cut=cut_name), of=capital(cut_name), unit=names["unit"],
            caption=names["caption"], items=items,
            description=texts.say("alt.cells", **said, top=top, value=texts.number(most)),
        )
    ]  # fmt: skip
