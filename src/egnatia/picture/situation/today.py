"""The situation today: what the partners counted, each unit by itself, with the weeks before to compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.indicators import Indicator, indicators, units
from egnatia.picture.late_words import expected_line, late_caption, reported_name
from egnatia.picture.queries.by_partner import Days, days_by_indicator
from egnatia.picture.queries.late_reports import nowcasts_together
from egnatia.picture.situation import maps as situation_maps
from egnatia.ui import charts
from egnatia.ui.figures import Figure

#: Days drawn, and days added up as "a week".
DAYS, WEEK = 14, 7
#: Below so many in the week before, a change in per cent says nothing.
_FEWEST_FOR_CHANGE = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: the present day so far, the last seven whole days and the seven before; None: nobody reported."""

    indicator: Indicator
    today: int | None
    week: int | None
    week_before: int | None

    @property
    def change(self) -> str:
        """In words a glance takes in; nothing where there is nothing to compare."""
        if self.week is None or self.week_before is None or self.week_before < _FEWEST_FOR_CHANGE:
            return ""
        share = round(100 * (self.week - self.week_before) / self.week_before)
        return _("no change") if share == 0 else _("%(share)+d %%") % {"share": share}


@dataclass(frozen=True, slots=True)
class Box:
    """The indicators of one unit: only these may be compared."""

    unit: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """The last fifteen days up to `day`, by indicator code."""

    day: date
    days: Mapping[str, Days]

    def boxes(self) -> list[Box]:
        """A box for each unit in which some partner reported something."""
        rows = [self._row(one, self.days[one.code]) for one in _counted() if one.code in self.days]
        rows.sort(key=lambda row: list(units()).index(row.indicator.unit))
        return [
            Box(units()[unit].name, units()[unit].note, tuple(of_unit))
            for unit, of_unit in groupby(rows, key=lambda row: row.indicator.unit)
        ]

    def not_reported(self) -> list[tuple[str, date | None]]:
        """Partners whose main count of yesterday isn't here yet, with the last day that is: the totals are without them."""
        found = self.days.get(situation_maps.MAIN)
        latest = {code: found.reported.get(code) if found else None for code in law.partners()}
        yesterday = self.day - timedelta(days=1)
        return [(law.partner(code).name, last) for code, last in latest.items() if last is None or last < yesterday]

    def figures(self) -> list[Figure]:
        """All that the page draws: both maps, then the last two weeks by day, a figure for each unit."""
        first, last = situation_maps.week_before(self.day)
        drawn = (situation_maps.sections_map(self.day), situation_maps.partners_map(first, last))
        return [*(one for one in drawn if one is not None), *map(self._day_figure, self._leading())]

    def _row(self, one: Indicator, days: Days) -> Row:
        *before, present = days.of(_last_days(self.day, 2 * WEEK + 1))
        return Row(one, present, _sum(before[WEEK:]), _sum(before[:WEEK]))

    def _leading(self) -> list[Indicator]:
        """One indicator for each unit: the main one, else the first of those that were reported."""
        leading: dict[str, Indicator] = {}
        for one in sorted(_counted(), key=lambda one: one.code != situation_maps.MAIN):
            if one.code in self.days:
                leading.setdefault(one.unit, one)
        return list(leading.values())

    def _day_figure(self, one: Indicator) -> Figure:
        days, found = _last_days(self.day, DAYS), self.days[one.code]
        points: list[tuple[date, float | None]] = list(zip(days, found.of(days), strict=True))
        told = nowcasts_together(one.code, list(found.reported), found.values)
        expected = expected_line(points, told, unit=one.unit_name)
        line = charts.Line(reported_name(one.unit_name.capitalize(), expected), points, unit=one.unit_name)
        title = _("%(indicator)s, last %(n)s days") % {"indicator": one.name, "n": DAYS}
        caption = situation_maps.caption_of(one, days[0], days[-1], found.vintage)
        if expected:
            lighter = _("Above each column what is reported so far; lighter what is still to come.")
            caption = f"{caption} {late_caption(told, days, 'day')} {lighter}"
        return charts.columns(line, title=title, every="day", caption=caption, expected=expected)


def today() -> date:
    """The day where this node stands."""
    return law.local_day(clock.now(), node.current().partner)


def look(day: date) -> Situation:
    """What is known of a day and the two weeks before it."""
    return Situation(day, days_by_indicator(day - timedelta(days=2 * WEEK), day))


def _counted() -> list[Indicator]:
    """What partners count themselves, day by day."""
    return [one for one in indicators().values() if one.is_counted_here and one.every == "day"]


def _last_days(day: date, count: int) -> list[date]:
    return [day - timedelta(days=number) for number in range(count - 1, -1, -1)]


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
