"""Charts: lines over time, columns for the last periods, bars for places and nationalities; every one with its table.

>>> charts.line([charts.Line(_("Detections"), points, unit=_("detections"))], title=_("The route"), every="month",
...             caption=_("Source: Frontex, as of 3 June 2025"))

Detections, persons and applications are different things: lines of two units in one figure are refused.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from egnatia.base.errors import Problem
from egnatia.ui.altair_later import alt
from egnatia.ui.chart_style import SIZES, Size, chart_of, finish, number_text, period_head, period_text, tick_format
from egnatia.ui.figures import Figure, Shape, Spec
from egnatia.ui.palette import colour, series_colours

#: Lines that can be told apart in one figure.
MOST_LINES = 6
#: Above so many periods a line needs no dot at each of its points.
DOTS_UP_TO = 40
ROW_HEIGHT = 27
_DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4])


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `points`: first day of a period and its value, None where nothing was reported (the line is broken there).

    band    (first day, low, high): the interval around a forecast
    thin    drawn in the background, to compare with
    begins  where another line is left that this one goes on from; drawn, and not in the table
    """

    name: str
    points: Sequence[tuple[dt.date, float | None]]
    unit: str
    band: Sequence[tuple[dt.date, float, float]] = ()
    thin: bool = False
    begins: tuple[dt.date, float] | None = None

    @property
    def drawn(self) -> list[tuple[dt.date, float | None]]:
        return [*([self.begins] if self.begins else []), *self.points]

    @property
    def drawn_band(self) -> list[tuple[dt.date, float, float]]:
        return [*([(*self.begins, self.begins[1])] if self.begins and self.band else []), *self.band]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign on a line: an alarm (`rise`, `fall`) or anything else worth a `note`."""

    on: dt.date
    value: float
    text: str
    kind: Literal["rise", "fall", "note"] = "note"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` None: not known or not to be told; `text` says which."""

    label: str
    value: float | None
    text: str = ""


def line(lines: Sequence[Line], *, title: str, every: str, caption: str = "", marks: Sequence[Mark] = ()) -> Figure:
    """Lines over time, at most `MOST_LINES`.

    every   day | week | month | year
    Raises Problem `picture.units_differ` and `picture.too_many_lines`.
    """
    unit = _one_unit(lines)
    if len(lines) > MOST_LINES:
        raise Problem(
            "picture.too_many_lines",
            _("More lines than eyes can tell apart."),
            _("Choose at most %(n)s at a time.") % {"n": MOST_LINES},
        )
    periods = sorted({day for one in lines for day in (*dict(one.points), *(day for day, *_ in one.band))})
    data = [
        [every, unit],
        [[one.name, one.thin, one.drawn, one.drawn_band] for one in lines],
        [[mark.on, mark.value, mark.text, mark.kind] for mark in marks],
    ]

    def make(shape: Shape) -> Spec:
        chart = alt.layer(*_line_layers(lines, marks, periods, every, unit, SIZES[shape]))
        return finish(chart, SIZES[shape], title=title, caption=caption)

    head, rows = _line_table(lines, marks, periods, every)
    return Figure(title, _describe(_("Lines over time"), lines, every), unit, caption, head, rows, data, make, True)


def columns(series: Line, *, title: str, every: str, caption: str = "", expected: Line | None = None) -> Figure:
    """One series as columns, each with its figure: for up to some thirty periods. Periods without a report say so.

    expected   what some of them will come to, with its `band`: a lighter column behind, and a line from end to end
    """
    expected = expected or Line("", (), series.unit)
    data = [every, series.unit, series.name, list(series.points), expected.name, list(expected.points), list(expected.band)]

    def make(shape: Shape) -> Spec:
        size = SIZES[shape]
        chart = _columns(series, expected, every, size)
        return finish(chart, size, title=title, caption=caption, height=size.height - 60)

    lines = [series, expected] if expected.points else [series]
    head, rows = _line_table(lines, (), [day for day, _value in series.points], every)
    return Figure(title, _describe(_("Columns over time"), lines, every), series.unit, caption, head, rows, data, make, True)


def bars(items: Sequence[Bar], *, title: str, unit: str, of: str, caption: str = "") -> Figure:
    """Bars from left to right in the order given; `of` heads the column of labels ("Nationality")."""
    data = [unit, of, [[item.label, item.value, item.text] for item in items]]

    def make(shape: Shape) -> Spec:
        size = SIZES[shape]
        height = ROW_HEIGHT * len(items) + 50 + (90 if size.has_texts else 0)
        return finish(_bars(items, unit, size), size, title=title, caption=caption, height=height)

    known = [item for item in items if item.value is not None]
    top = max(known, key=lambda item: item.value or 0, default=None)
    description = _("Bars, %(n)s of them, in %(unit)s.") % {"n": len(items), "unit": unit}
    if top is not None:
        description += " " + _("Longest: %(label)s with %(value)s.") % {"label": top.label, "value": number_text(top.value)}
    rows = tuple((item.label, item.text or number_text(item.value)) for item in items)
    return Figure(title, description, unit, caption, (of, unit), rows, data, make)


def _one_unit(lines: Sequence[Line]) -> str:
    units = {str(one.unit) for one in lines}
    if len(units) > 1:
        raise Problem(
            "picture.units_differ",
            _("These figures count different things and can't share an axis: %(units)s.") % {"units": ", ".join(sorted(units))},
            _("Show each in a figure of its own."),
        )
    return next(iter(units), "")


def _line_layers(
    lines: Sequence[Line], marks: Sequence[Mark], periods: Sequence[dt.date], every: str, unit: str, size: Size
) -> list[Any]:
    names = [one.name for one in lines]
    plain = iter(series_colours())
    colours = [colour("line-strong") if one.thin else next(plain) for one in lines]
    hue = alt.Color("name:N", scale=alt.Scale(domain=names, range=colours), legend=_legend(names, size))
    dash = alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=list(_DASHES[: len(names)])), legend=None)
    x, y = _time_axis(periods, every), _value_axis(unit)
    values = [{"on": f"{day}", "value": value, "name": one.name, "thin": one.thin} for one in lines for day, value in one.drawn]
    base = chart_of(values)
    layers = []
    bands = [{"on": f"{day}", "low": low, "high": high, "name": one.name} for one in lines for day, low, high in one.drawn_band]
    if bands:
        area = chart_of(bands).mark_area(opacity=0.18)
        layers.append(area.encode(x=x, y=_value_axis(unit, field="low"), y2="high:Q", color=hue))
    layers.append(
        base.mark_line(strokeWidth=2.2, invalid="break-paths-show-domains").encode(x=x, y=y, color=hue, strokeDash=dash)
    )
    if len(periods) <= DOTS_UP_TO:
        dots = base.transform_filter("datum.value !== null && !datum.thin").mark_point(filled=True, size=34, opacity=1)
        layers.append(dots.encode(x=x, y=y, color=hue))
    return [*layers, *_mark_layers(marks, x, y)]


def _legend(names: Sequence[str], size: Size) -> "alt.Legend | None":
    """In as many columns as the names leave room for."""
    if len(names) < 2:
        return None
    widest = max(map(len, names)) * size.letters * 0.56 + 44
    return alt.Legend(columns=max(1, int(size.width / widest)))


def _mark_layers(marks: Sequence[Mark], x: "alt.X", y: "alt.Y") -> list[Any]:
    signs = {
        "rise": ("triangle-up", colour("red")),
        "fall": ("triangle-down", colour("plum")),
        "note": ("diamond", colour("ink")),
    }
    layers = []
    for kind, (shape, hue) in signs.items():
        values = [{"on": f"{mark.on}", "value": mark.value} for mark in marks if mark.kind == kind]
        if values:
            chart = chart_of(values).mark_point(shape=shape, filled=True, size=130, color=hue, opacity=1)
            layers.append(chart.encode(x=x, y=y))
    return layers


def _time_axis(periods: Sequence[dt.date], every: str) -> "alt.X":
    shown = tick_format(every, periods[0], periods[-1]) if periods else "%Y"
    axis = alt.Axis(title=None, format=shown, grid=False, labelFlush=True, tickCount=6)
    return alt.X("on:T", axis=axis, scale=alt.Scale(type="utc"))


def _value_axis(unit: str, *, field: str = "value", top: float | None = None) -> "alt.Y":
    """`top`: where the axis ends, to leave room for figures above the highest column."""
    axis = alt.Axis(
        title=unit, titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-10, titleBaseline="bottom",
        format=",d", tickCount=5, domain=False, ticks=False, tickMinStep=1,
    )  # fmt: skip
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, top]) if top else alt.Scale(zero=True, nice=True))


def _columns(series: Line, expected: Line, every: str, size: Size) -> Any:
    short = {"day": "%-d %b", "week": "%-d %b", "month": "%b %Y", "year": "%Y"}[every]
    ends = {day: high for day, _low, high in expected.band}
    values = [
        {"on": f"{day}", "value": value, "text": number_text(value), "top": max(value or 0, ends.get(day, 0))}
        for day, value in series.points
    ]
    base = chart_of(values)
    turned = size.width < 400 or len(values) > 16
    axis = alt.Axis(
        title=None, labelAngle=-90 if turned else 0, labelOverlap="greedy",
        labelExpr=f"utcFormat(toDate(datum.value + 'T00:00Z'), '{short}')",
    )  # fmt: skip
    x = alt.X("on:O", axis=axis, scale=alt.Scale(paddingInner=0.25))
    top = max((*(value or 0 for _day, value in series.points), *ends.values()), default=0)
    y = _value_axis(series.unit, top=max(1.0, top * 1.12))
    known = base.mark_bar(color=colour("series-1"), cornerRadiusEnd=2).encode(x=x, y=y)
    if expected.points:
        known = alt.layer(*_expected_columns(expected, x, y, top), known)
    if turned:
        return known
    return known + base.mark_text(baseline="bottom", dy=-4).encode(x=x, y="top:Q", text="text:N")


def _expected_columns(expected: Line, x: "alt.X", y: "alt.Y", top: float) -> list[Any]:
    bands = {day: (low, high) for day, low, high in expected.band}
    values = [
        {"on": f"{day}", "value": value, "low": bands.get(day, (value, value))[0], "high": bands.get(day, (value, value))[1]}
        for day, value in expected.points
    ]
    base = chart_of(values)
    light = base.mark_bar(color=colour("series-1"), opacity=0.28, cornerRadiusEnd=2).encode(x=x, y=y)
    rule = base.mark_rule(color=colour("ink-soft"), strokeWidth=1.6, strokeDash=[3, 2])
    return [light, rule.encode(x=x, y=_value_axis(expected.unit, field="low", top=max(1.0, top * 1.12)), y2="high:Q")]


def _bars(items: Sequence[Bar], unit: str, size: Size) -> Any:
    values = [
        {"label": item.label, "value": item.value, "shown": item.value or 0, "text": item.text or number_text(item.value)}
        for item in items
    ]
    base = chart_of(values)
    axis = alt.Axis(title=None, domain=True, ticks=False, labelColor=colour("ink"), labelLimit=size.width // 2, grid=False)
    y = alt.Y("label:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.3))
    top = max((item.value or 0 for item in items), default=0)
    scale = alt.Scale(domain=[0, max(top * (1.14 if size.width > 400 else 1.28), 1)], nice=False)  # room for the figures
    x = alt.X("shown:Q", axis=alt.Axis(title=unit, format=",d", tickCount=4, tickMinStep=1), scale=scale)
    text = base.mark_text(align="left", baseline="middle", dx=5)
    return base.mark_bar(color=colour("series-1"), cornerRadiusEnd=2).encode(x=x, y=y) + text.encode(x=x, y=y, text="text:N")


def _line_table(
    lines: Sequence[Line], marks: Sequence[Mark], periods: Sequence[dt.date], every: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """A row for each period, newest first where there are many: who reads it wants the latest."""
    head = [period_head(every)]
    cells: list[dict[dt.date, str]] = []
    for one in lines:
        head.append(one.name)
        cells.append({day: number_text(value) for day, value in one.points})
        if one.band:
            head.append(pgettext("interval of a forecast", "likely between"))
            cells.append({day: f"{number_text(low)} – {number_text(high)}" for day, low, high in one.band})
    if marks:
        head.append(_("Remark"))
        cells.append({mark.on: mark.text for mark in marks})
    newest_first = sorted(periods, reverse=True) if len(periods) > DOTS_UP_TO else periods
    rows = ((period_text(day, every), *(column.get(day, "") for column in cells)) for day in newest_first)
    return tuple(head), tuple(rows)


def _describe(kind: str, lines: Sequence[Line], every: str) -> str:
    """What somebody who can't see the figure is told; the table has the rest."""
    parts = [kind + "."]
    for one in lines:
        known = [(day, value) for day, value in one.points if value is not None]
        if not known:
            parts.append(_("%(name)s: nothing reported.") % {"name": one.name})
            continue
        top = max(known, key=lambda point: point[1])
        said = _("%(name)s: from %(first)s to %(last)s; highest %(top)s (%(when)s), last %(value)s %(unit)s.")
        parts.append(said % {
            "name": one.name, "first": period_text(known[0][0], every), "last": period_text(known[-1][0], every),
            "top": number_text(top[1]), "when": period_text(top[0], every), "value": number_text(known[-1][1]),
            "unit": one.unit,
        })  # fmt: skip
    return " ".join(parts)
