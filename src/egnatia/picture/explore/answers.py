"""Explore: a question about one indicator, and its answer as series, cells and figures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock
from egnatia.picture import section_maps
from egnatia.picture.indicators import Indicator, units
from egnatia.picture.late_words import expected_line, late_caption, reported_name
from egnatia.picture.places import sections
from egnatia.picture.queries.late_reports import nowcasts_of
from egnatia.picture.queries.series import Series, get_cells, get_series
from egnatia.picture.queries.spans import sources_of
from egnatia.picture.series_words import cell_name, source_name
from egnatia.ui import charts, maps
from egnatia.ui.figures import Figure

#: Dividing by whose figures they are, beside the cuts that an indicator has.
BY_SOURCE = "source"
#: Lines drawn where none was chosen: the largest cells.
_FIRST_LINES = 4
#: Bars drawn; what comes after them is one bar.
_MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; all of it stands in the page's address.

    source        whose figures, "" all together
    cut, keys     divided by what ("" not at all, or BY_SOURCE), and which cells as lines; none: the largest
    start, end    days; None: as far as figures go
    as_of         as it was known then; None: now
    """

    indicator: Indicator
    every: str
    source: str = ""
    cut: str = ""
    keys: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """lines: (name, series) in the order drawn; cells: (key, name, sum over the span), largest first, empty without a cut."""

    question: Question
    title: str
    caption: str
    lines: tuple[tuple[str, Series], ...]
    cells: tuple[tuple[str, str, int], ...]

    @property
    def is_empty(self) -> bool:
        return not any(value is not None for _name, series in self.lines for value in series.values)

    @property
    def unit(self) -> str:
        return self.question.indicator.unit_name

    @property
    def vintage(self) -> datetime:
        return max(series.vintage for _name, series in self.lines)

    @property
    def sources(self) -> list[str]:
        """Whose figures these are."""
        return sorted({one for _name, series in self.lines for one in series.source.split("+") if one})


def answer(question: Question) -> Answer:
    """Look the figures up. Without a cut there is one line; with one, a line for each chosen cell."""
    cells = tuple((key, name_of_cell(question.cut, key), value) for key, value in _cells(question).items())
    keys = question.keys or tuple(key for key, _name, value in cells[:_FIRST_LINES] if value)
    if question.cut and keys:
        lines = tuple((name_of_cell(question.cut, key), _series(question, key)) for key in keys)
    else:
        lines = ((question.indicator.name, _series(question, "")),)
    return Answer(question, _title(question), _caption(question, lines), lines, cells)


def name_of_cell(cut: str, key: str) -> str:
    return source_name(key) if cut == BY_SOURCE else cell_name(cut, key)


def cut_names() -> dict[str, str]:
    """What an indicator may be divided by."""
    return {
        "": _("nothing: one line"),
        BY_SOURCE: _("partner or source"),
        "section": _("border section or country"),
        "nationality": _("nationality"),
        "group": _("age and sex"),
        "type": _("type"),
    }


def note_of(indicator: Indicator) -> str:
    """What one of its unit is; nothing for persons of a published series, which nobody's links have told apart."""
    is_told_apart = indicator.is_counted_here or indicator.unit != "persons"
    return units()[indicator.unit].note if is_told_apart else ""


def time_figure(found: Answer) -> Figure:
    """The lines; a single one with what its newest periods will have counted, where that is known."""
    drawn = [charts.Line(name, _points(series), unit=found.unit) for name, series in found.lines]
    caption = found.caption
    if len(drawn) == 1:
        series = found.lines[0][1]
        told = nowcasts_of(series, as_of=found.question.as_of)
        expected = expected_line(_points(series), told, unit=found.unit)
        drawn = [replace(drawn[0], name=reported_name(drawn[0].name, expected)), *([expected] if expected else [])]
        caption = f"{caption} {late_caption(told, series.periods, series.every)}".strip()
    return charts.line(drawn, title=found.title, every=found.question.every, caption=caption)


def cells_figure(found: Answer) -> Figure | None:
    """The sums over the whole span, largest first; the smallest of many together. None where nothing divides."""
    known = [(name, value) for _key, name, value in found.cells]
    if not known:
        return None
    bars = [charts.Bar(name, value) for name, value in known[:_MOST_BARS]]
    if rest := known[_MOST_BARS:]:
        bars.append(charts.Bar(_("%(n)s others") % {"n": len(rest)}, sum(value for _name, value in rest)))
    of = cut_names()[found.question.cut].capitalize()
    title = _("%(title)s: the whole span") % {"title": found.title}
    return charts.bars(bars, title=title, unit=found.unit, of=of, caption=f"{_span(found)} {found.caption}")


def map_figure(found: Answer) -> Figure | None:
    """The same sums on a map, where the cells are places of the region or partners. None where they aren't."""
    values = {key: value for key, _name, value in found.cells}
    title = _("%(title)s: on the map") % {"title": found.title}
    caption = f"{_span(found)} {found.caption}"
    if found.question.cut == BY_SOURCE and set(values) & set(law.partners()):
        areas = [maps.AreaValue(code, one.name, values.get(code)) for code, one in law.partners().items()]
        return maps.map_of_partners(areas, title=title, unit=found.unit, caption=caption)
    if found.question.cut == "section":
        return section_maps.draw(values, title=title, unit=found.unit, caption=caption)
    return None


def _points(series: Series) -> list[tuple[date, float | None]]:
    return list(zip(series.periods, series.values, strict=True))


def _cells(question: Question) -> Mapping[str, int]:
    if not question.cut:
        return {}
    span = {"start": question.start, "end": question.end, "as_of": question.as_of}
    code = question.indicator.code
    if question.cut == BY_SOURCE:
        totals = {one: get_series(code, sources=[one], every=question.every, **span).total for one in _sources(question)}  # type: ignore[arg-type]
        return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
    return get_cells(code, question.cut, sources=_wanted(question), **span)  # type: ignore[arg-type]


def _series(question: Question, key: str) -> Series:
    by_source = question.cut == BY_SOURCE and bool(key)
    return get_series(
        question.indicator.code,
        sources=[key] if by_source else _reporters(question, key),
        cut="" if by_source or not key else question.cut,
        key="" if by_source else key,
        every=question.every,
        start=question.start,
        end=question.end,
        as_of=question.as_of,
    )


def _reporters(question: Question, key: str) -> list[str] | None:
    """Whose reports count for a cell: of a section only its own partner's, so that others' reports don't make it a nought."""
    section = sections().get(key) if question.cut == "section" else None
    return [section.partner] if section is not None and not question.source else _wanted(question)


def _wanted(question: Question) -> list[str] | None:
    return [question.source] if question.source else None


def _sources(question: Question) -> list[str]:
    return _wanted(question) or sources_of(question.indicator.code)


def _title(question: Question) -> str:
    parts = [question.indicator.name]
    if question.source:
        parts.append(source_name(question.source))
    if question.cut:
        parts.append(_("by %(cut)s") % {"cut": cut_names()[question.cut]})
    return ", ".join(parts)


def _caption(question: Question, lines: tuple[tuple[str, Series], ...]) -> str:
    """Unit, source and vintage: no figure without them."""
    sources = sorted({one for _name, series in lines for one in series.source.split("+") if one})
    words = {
        "unit": question.indicator.unit_name,
        "note": note_of(question.indicator),
        "source": ", ".join(source_name(one) for one in sources) or _("none has reported"),
        "vintage": date_format(max(series.vintage for _name, series in lines), "j F Y"),
    }
    said = " ".join((_("In %(unit)s. %(note)s Source: %(source)s; as known on %(vintage)s.") % words).split())
    if question.as_of is not None:
        said += " " + _("Asked for as it stood on %(day)s.") % {"day": date_format(question.as_of, "j F Y")}
    return said


def _span(found: Answer) -> str:
    periods = [period for _name, series in found.lines for period in series.periods]
    if not periods:
        return ""
    words = {"first": date_format(min(periods), "j F Y"), "last": date_format(_last_day(found, max(periods)), "j F Y")}
    return _("%(first)s to %(last)s.") % words


def _last_day(found: Answer, period: date) -> date:
    """The last day of the last period, but not in the future."""
    from datetime import timedelta

    from egnatia.picture.periods import next_period

    end = next_period(period, found.question.every) - timedelta(days=1)
    return min(end, max(clock.today(), period))
