"""The situation today: what the partners counted, each unit by itself, with the weeks before to compare."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture import section_maps
from egnatia.picture.indicators import Indicator, indicators, units
from egnatia.picture.queries.by_partner import Total, totals_by_partner
from egnatia.picture.queries.series import Series, get_cells, get_series, latest_period
from egnatia.ui import charts, maps
from egnatia.ui.figures import Figure

#: Days drawn, and days added up as "a week".
DAYS, WEEK = 14, 7
#: What is drawn by section, by partner and by day: the region's main count.
MAIN = "irregular_crossings"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: the present day so far, the last seven whole days and the seven before; None: nobody reported."""

    indicator: Indicator
    today: int | None
    week: int | None
    week_before: int | None

    @property
    def change(self) -> str:
        """In words a glance takes in; nothing where a share of so few would say nothing."""
        if self.week is None or not self.week_before or self.week_before < 10:
            return ""
        share = round(100 * (self.week - self.week_before) / self.week_before)
        return _("no change") if share == 0 else _("%(share)+d %%") % {"share": share}


@dataclass(frozen=True, slots=True)
class Box:
    """The indicators of one unit: only these may be compared."""

    unit: str
    note: str
    rows: tuple[Row, ...]


def today() -> date:
    """The day where this node stands."""
    return law.local_day(clock.now(), node.current().partner)


def last_month(day: date) -> tuple[date, date]:
    """First and last day of the month before."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def boxes(day: date) -> list[Box]:
    """A box for each unit in which some partner reported something in the last two weeks."""
    rows = [row for one in _counted() if (row := _row(one, day)) is not None]
    rows.sort(key=lambda row: list(units()).index(row.indicator.unit))
    return [
        Box(units()[unit].name, units()[unit].note, tuple(of_unit))
        for unit, of_unit in groupby(rows, key=lambda row: row.indicator.unit)
    ]


def not_reported(day: date) -> list[tuple[str, date | None]]:
    """Partners whose count of yesterday is not here yet, with the last day that is: the totals are without them."""
    latest = {code: latest_period(MAIN, code) for code in law.partners()}
    yesterday = day - timedelta(days=1)
    return [(law.partner(code).name, last) for code, last in latest.items() if last is None or last < yesterday]


def day_figures(day: date) -> list[Figure]:
    """The last two weeks by day, a figure of its own for each unit that has something to show."""
    return [drawn for drawn in map(lambda one: _day_figure(one, day), _leading(day)) if drawn is not None]


def sections_map(day: date) -> Figure | None:
    """The last seven whole days by border section; None where no section was reported."""
    first, last = week_before(day)
    cells = get_cells(MAIN, "section", start=first, end=last, sources=list(law.partners()))
    one, vintage = indicators()[MAIN], get_series(MAIN, sources=list(law.partners()), start=first, end=last).vintage
    return section_maps.draw(
        cells,
        title=_("%(indicator)s, by border section") % {"indicator": one.name},
        unit=one.unit_name,
        caption=_caption(one, first, last, vintage),
    )


def partners_map(first: date, last: date, *, minimum: int = 0, round_to: int = 1) -> Figure | None:
    """A span of days by partner; None where nobody reported.

    minimum, round_to   for who isn't an analyst: a count below is not told, any other only to the nearest so many
    """
    one, totals = indicators()[MAIN], totals_by_partner(MAIN, first, last)
    if not totals:
        return None
    areas = [_area(code, totals.get(code), minimum, round_to) for code in law.partners()]
    caption = _caption(one, first, last, max(total.known_from for total in totals.values()))
    if round_to > 1:
        caption += " " + _("Rounded to the nearest %(n)s; small counts are not told.") % {"n": round_to}
    title = _("%(indicator)s, by partner") % {"indicator": one.name}
    return maps.map_of_partners(areas, title=title, unit=one.unit_name, caption=caption)


def _area(code: str, total: Total | None, minimum: int, round_to: int) -> maps.AreaValue:
    name = law.partner(code).name
    if total is None:
        return maps.AreaValue(code, name, None)
    if 0 < total.value < minimum:
        return maps.AreaValue(code, name, 1, _("under %(n)s") % {"n": minimum})
    return maps.AreaValue(code, name, round_to * round(total.value / round_to))


def _counted() -> Iterator[Indicator]:
    """What partners count themselves, day by day."""
    return (one for one in indicators().values() if one.is_counted_here and one.every == "day")


def _row(one: Indicator, day: date) -> Row | None:
    series = _days(one, day, days=2 * WEEK + 1)
    if all(value is None for value in series.values):
        return None
    *before, present = series.values
    return Row(one, present, _sum(before[WEEK:]), _sum(before[:WEEK]))


def _days(one: Indicator, day: date, *, days: int) -> Series:
    return get_series(one.code, sources=list(law.partners()), start=day - timedelta(days=days - 1), end=day)


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _leading(day: date) -> list[Indicator]:
    """One indicator for each unit: the first of those that were reported."""
    leading: dict[str, Indicator] = {}
    for one in sorted(_counted(), key=lambda one: one.code != MAIN):
        if one.unit not in leading and any(value is not None for value in _days(one, day, days=DAYS).values):
            leading[one.unit] = one
    return list(leading.values())


def _day_figure(one: Indicator, day: date) -> Figure | None:
    series = _days(one, day, days=DAYS)
    points = list(zip(series.periods, series.values, strict=True))
    line = charts.Line(one.unit_name.capitalize(), points, unit=one.unit_name)
    title = _("%(indicator)s, last %(n)s days") % {"indicator": one.name, "n": DAYS}
    caption = _caption(one, series.periods[0], series.periods[-1], series.vintage)
    return charts.columns(line, title=title, every="day", caption=caption)


def week_before(day: date) -> tuple[date, date]:
    """The last seven days that are over."""
    return day - timedelta(days=WEEK), day - timedelta(days=1)


def _caption(one: Indicator, first: date, last: date, vintage: datetime) -> str:
    """Unit, span, source and vintage; nothing of the present minute, as each other caption is another drawing."""
    unit = units()[one.unit]
    words = {
        "unit": unit.name,
        "note": unit.note,
        "first": date_format(first, "j F Y"),
        "last": date_format(last, "j F Y"),
        "vintage": date_format(timezone.localtime(vintage), "j F Y, H:i"),
    }
    return _("In %(unit)s, %(first)s to %(last)s. %(note)s Source: the partners' nodes; as known on %(vintage)s.") % words
