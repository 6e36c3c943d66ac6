"""How all figures look and speak: sizes, fonts, axes, names of months, figures in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import dates, formats
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia.ui.altair_later import alt
from egnatia.ui.palette import colour

FONT = "Noto Sans"


@dataclass(frozen=True, slots=True)
class Size:
    """width and height in pixels, the axes included; the sizes of letters; `has_texts`: title and caption inside."""

    width: int
    height: int
    letters: int
    has_texts: bool = False


SIZES = {
    "wide": Size(720, 320, 13),
    "narrow": Size(340, 270, 12),
    "whole": Size(960, 460, 14, has_texts=True),
}


def chart_of(values: list[dict[str, Any]]) -> Any:
    """A chart of rows."""
    return alt.Chart(alt.InlineData(values=values))


def finish(chart: Any, size: Size, *, title: str, caption: str, height: int | None = None) -> dict[str, Any]:
    """The whole specification: our fonts and colours, and where asked for the texts around the picture."""
    chart = chart.properties(
        width=size.width, height=height or size.height, autosize=alt.AutoSizeParams(type="fit", contains="padding")
    )
    if size.has_texts:
        lines = _wrapped(caption, size.width // 7)
        chart = chart.properties(
            title=alt.TitleParams(
                text=title, subtitle=lines, anchor="start", fontSize=size.letters + 5, subtitleFontSize=size.letters, offset=14
            )
        )
    return dict(chart.configure(**_configuration(size)).to_dict(validate=False))


def _configuration(size: Size) -> dict[str, Any]:
    soft, ink, line = colour("ink-soft"), colour("ink"), colour("line")
    return {
        "font": FONT,
        "aria": False,  # the picture as a whole has a name and a description, and its table stands beside it
        "background": colour("paper"),
        "padding": 2 if not size.has_texts else 16,
        "view": {"stroke": None},
        "title": {"color": ink, "subtitleColor": soft, "fontWeight": "bold"},
        "axis": {
            "labelColor": soft, "titleColor": soft, "titleFontWeight": "normal", "labelFontSize": size.letters,
            "titleFontSize": size.letters, "gridColor": colour("mist-deep"), "domainColor": line, "tickColor": line,
            "labelPadding": 6, "labelOverlap": "greedy",
        },
        "legend": {
            "labelColor": ink, "labelFontSize": size.letters, "title": None, "orient": "top", "symbolSize": 180,
            "symbolStrokeWidth": 2.5, "symbolType": "stroke", "symbolOpacity": 1, "labelLimit": 0, "offset": 26,
        },
        "text": {"color": ink, "fontSize": size.letters},
    }  # fmt: skip


def number_text(value: float | None) -> str:
    """A count in the figures of the page's language; what is not known is a dash."""
    if value is None:
        return "–"
    return formats.number_format(round(value) if value == round(value) else round(value, 1), force_grouping=True)


def period_text(day: dt.date, every: str) -> str:
    """The period that begins with `day`: "4 May 2026", "week of 4 May 2026", "May 2026", "2026"."""
    if every == "week":
        return _("week of %(day)s") % {"day": date_format(day, "j F Y")}
    return date_format(day, {"day": "j F Y", "month": "F Y", "year": "Y"}[every])


def period_head(every: str) -> str:
    """Head of the table's first column."""
    return {"day": _("Day"), "week": _("Week"), "month": _("Month"), "year": _("Year")}[every]


def tick_format(every: str, first: dt.date, last: dt.date) -> str:
    """How dates stand below the axis (d3-time-format), as short as the span allows."""
    days = (last - first).days
    if every == "year" or days > 366 * 3:
        return "%Y"
    return "%-d %b" if every in ("day", "week") and days <= 120 else "%b %Y"


def number_locale() -> dict[str, Any]:
    """d3-format's locale in the language of the page."""
    separator = str(formats.get_format("THOUSAND_SEPARATOR")) or " "
    decimal = str(formats.get_format("DECIMAL_SEPARATOR"))
    return {"decimal": decimal, "thousands": separator, "grouping": [3], "currency": ["", ""]}


def time_locale() -> dict[str, Any]:
    """d3-time-format's locale, with Django's names of months and days."""
    week = [6, 0, 1, 2, 3, 4, 5]  # d3 begins with Sunday
    return {
        "dateTime": "%x, %X", "date": "%-d %B %Y", "time": "%H:%M:%S", "periods": ["AM", "PM"],
        "days": [str(dates.WEEKDAYS[day]) for day in week],
        "shortDays": [str(dates.WEEKDAYS_ABBR[day]) for day in week],
        "months": [str(dates.MONTHS[month]) for month in range(1, 13)],
        "shortMonths": [str(dates.MONTHS_3[month]).capitalize() for month in range(1, 13)],
    }  # fmt: skip


def _wrapped(text: str, width: int) -> list[str]:
    """Vega breaks no lines by itself."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
