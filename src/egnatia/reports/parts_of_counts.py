"""From facts to words, tables and figures: the parts that are counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from egnatia import law
from egnatia.picture.indicators import get_indicator
from egnatia.reports.document import Piece, bars, columns, partners_map, passage, table
from egnatia.reports.quarters import Quarter
from egnatia.reports.queries.counted import COMPARED, OTHER
from egnatia.reports.texts import Texts

_LEAST_BARS = 3
_NAMED = 3


def write_indicator(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """Sentence, comparison, months and cells of one indicator; only the sentence where nothing was reported."""
    names = _names(texts, facts, part)
    pieces = [passage(_sentences(texts, part, names))]
    if any(value is not None for value in part["values"]):
        pieces.append(_comparison(texts, part, names))
    pieces += _months(texts, part, names)
    for cut, rows in part["cells"]:
        pieces += _cells(texts, part, names, cut, rows) if rows else []
    return pieces


def write_partners(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """One indicator side by side for the six."""
    name, unit = texts.name("indicators", part["code"]), texts.name("units", part["unit"])
    if all(value is None for _partner, value, *_days in part["rows"]):
        return [passage(texts.say("sentences.partners_none"))]
    areas = [
        [partner, texts.name("partners", partner), value if isinstance(value, int) else None, texts.number(value)]
        for partner, value, *_days in part["rows"]
    ]
    cells = "; ".join(f"{label} {word}" for _code, label, _value, word in areas)
    title = texts.say("titles.map", name=name)
    description = texts.say("alt.map", name=name, unit=unit, cells=cells)
    notes = [texts.say("general.note_missing"), *(f"* {note}" for note in texts.entries["footnotes"].values())]
    caption = " ".join([f"{unit.capitalize()}.", texts.quarter(_quarter(facts)).rstrip(".") + ".", *notes])
    return [
        passage(texts.say("sentences.partners_known", name=name, unit=unit)),
        partners_map(title, of=texts.say("labels.partner"), unit=unit, caption=caption, description=description, areas=areas),
        table(title, [texts.say("labels.partner"), unit, texts.say("labels.days")], _partner_rows(texts, part), numbers=[1, 2]),
    ]


def _partner_rows(texts: Texts, part: Piece) -> list[list[str]]:
    return [
        [texts.name("partners", partner), texts.number(value), f"{texts.number(days)} / {texts.number(all_days)}"]
        for partner, value, days, all_days in part["rows"]
    ]


def write_deliveries(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """Who has delivered: a partner without counts is named."""
    names = {partner: texts.name("partners", partner) for partner, *_rest in part["rows"]}
    partial = [names[partner] for partner, days, all_days, _last in part["rows"] if 0 < days < all_days]
    said = []
    if part["missing"]:
        said.append(texts.say("sentences.missing", partners=", ".join(names[partner] for partner in part["missing"])))
    elif not partial:
        said.append(texts.say("sentences.all_delivered"))
    if partial:
        said.append(texts.say("sentences.partial", partners=", ".join(partial)))
    rows = [
        [names[partner], f"{texts.number(days)} / {texts.number(all_days)}", texts.day(last)]
        for partner, days, all_days, last in part["rows"]
    ]
    head = [texts.say(f"labels.{key}") for key in ("partner", "days", "last_day")]
    return [passage(" ".join(said)), table(texts.say("titles.deliveries"), head, rows, numbers=[1])]


def write_vintages(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """As of when each series is."""
    head = [texts.say(f"labels.{key}") for key in ("indicator", "source", "last_period", "known_on")]
    rows = [
        [texts.name("indicators", code), source_name(texts, source), texts.day(last), texts.day(known, facts["partner"])]
        for code, source, last, known in part["rows"]
    ]
    text = texts.say("sentences.vintages", vintage=texts.day(facts["vintage"], facts["partner"]))
    text = f"{text} {texts.say('sentences.quoted')}"
    return [passage(text), table(texts.say("titles.vintages"), head, rows)]


def source_name(texts: Texts, source: str) -> str:
    """Whose figures, in words."""
    if source in law.partners():
        return texts.say("sources.own", partner=texts.name("partners", source))
    return texts.name("sources", source)


def cell_name(texts: Texts, cut: str, key: str) -> str:
    """One cell of a cut in the language of the report; a country that the texts don't have keeps the law's name."""
    if key == OTHER:
        return texts.say("labels.other")
    if cut == "nationality":
        known = texts.name("countries", key)
        return known if known != key else law.countries()[key].name if key in law.countries() else key
    if cut == "section":
        return _section_name(texts, key)
    if cut == "type":
        return texts.name("types", key.rpartition(".")[2])
    band, _dot, sex = key.partition(".")
    return ", ".join([texts.say("neighbours.unknown") if band == "unknown" else band, texts.name("sexes", sex)])


def _section_name(texts: Texts, key: str) -> str:
    one, dash, other = key.partition("-")
    if not dash:
        return texts.name("neighbours", key)
    there = texts.name("partners", other) if other in law.partners() else texts.name("neighbours", other)
    between = ", " if other in ("SEA", "AIR", "IN") else " – "
    return texts.name("partners", one) + between + there


def _names(texts: Texts, facts: Piece, part: Piece) -> dict[str, str]:
    """What most texts of an indicator are filled with."""
    unit = texts.name("units", part["unit"])
    caption = texts.say("general.figure_source", unit=unit.capitalize(), source=source_name(texts, part["source"]),
                        vintage=texts.day(part["vintage"], facts["partner"]))  # fmt: skip
    quarter = texts.quarter(_quarter(facts))
    return {
        "name": texts.name("indicators", part["code"]), "unit": unit, "caption": caption, "quarter": quarter,
        "start": facts["quarter"],
    }  # fmt: skip


def _quarter(facts: Piece) -> Quarter:
    return Quarter(date.fromisoformat(facts["quarter"]))


def _sentences(texts: Texts, part: Piece, names: dict[str, str]) -> str:
    now, before, year = part["values"]
    indicator = get_indicator(part["code"])
    said = []
    if now is None:
        said.append(texts.say("sentences.no_data", **names))
        if indicator.is_counted_here and indicator.silence == "unknown":
            said.append(texts.say("sentences.no_module"))
    else:
        said.append(texts.say(
            "sentences.compared", **names, now=texts.number(now), before=texts.number(before), year=texts.number(year),
            change=texts.change(now, before), year_change=texts.change(now, year),
        ))  # fmt: skip
        is_sparse = indicator.is_counted_here and indicator.silence == "unknown"
        said += _coverage(texts, part, is_sparse=is_sparse)
    said += [_largest(texts, cut, rows) for cut, rows in part["cells"] if rows and now is not None]
    if part["source"] == "frontex":
        said.append(texts.say("sentences.route_note"))
    return " ".join(one for one in said if one)


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
    head = [texts.say("labels.quarter"), names["unit"], texts.say("labels.change")]
    return table(texts.say("titles.compared", name=names["name"]), head, rows, numbers=[1, 2])


def _months(texts: Texts, part: Piece, names: dict[str, str]) -> list[Piece]:
    known = [(month, value) for month, value in part["months"] if value is not None]
    if len(known) < _LEAST_BARS:
        return []
    when, top = max(known, key=lambda point: point[1])
    description = texts.say("alt.months", name=names["name"], unit=names["unit"], top=texts.number(top),
                            when=texts.month(when), last=texts.number(known[-1][1]))  # fmt: skip
    return [
        columns(
            texts.say("titles.months", name=names["name"]), name=names["name"], unit=names["unit"], caption=names["caption"],
            description=description, points=part["months"], head=[texts.say("labels.month"), names["unit"]],
            rows=[[texts.month(month), texts.number(value)] for month, value in part["months"]],
        )
    ]  # fmt: skip


def _cells(texts: Texts, part: Piece, names: dict[str, str], cut: str, rows: Sequence[Sequence[Any]]) -> list[Piece]:
    cut_name = texts.name("cuts", cut)
    title = texts.say("titles.cells", name=names["name"], cut=cut_name)
    words = [[cell_name(texts, cut, key), *map(texts.number, values)] for key, *values in rows]
    head = [cut_name.capitalize(), *(texts.say(f"labels.{key}") for key in ("quarter", "before", "year"))]
    pieces = [table(title, head, words, numbers=[1, 2, 3])]
    values = [row[1] for row in rows]
    told = [(label, value) for (label, *_words), value in zip(words, values, strict=True) if isinstance(value, int)]
    if len(told) < _LEAST_BARS:
        return pieces
    top = max(told, key=lambda item: item[1])
    description = texts.say("alt.cells", name=names["name"], unit=names["unit"], cut=cut_name, top=top[0],
                            value=texts.number(top[1]))  # fmt: skip
    items = [
        [label, value if isinstance(value, int) else None, word]
        for (label, word, *_words), value in zip(words, values, strict=True)
    ]
    drawn = bars(
        title, of=cut_name.capitalize(), unit=names["unit"], caption=names["caption"], description=description, items=items
    )
    return [drawn, *pieces]
