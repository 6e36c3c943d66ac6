"""Our border sections over a week: what we counted, what was to be expected, what the neighbour counted on the other side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any

from django.utils.translation import gettext as _

from egnatia.picture.models import BackTest, Count
from egnatia.picture.outlook.rows import Expected as Ahead
from egnatia.picture.outlook.rows import days_together, next_days
from egnatia.picture.places import UNKNOWN, land_sections, sections
from egnatia.picture.series_words import cell_name
from egnatia.picture.situation.maps import MAIN, week_before

WEEK = 7
#: Two counts of the same thing differ by less than this many standard deviations nineteen times in twenty.
_MORE_THAN_CHANCE = 2.0
#: Half the width of a range that holds four values in five, in standard deviations.
_FOUR_IN_FIVE = 1.2816
#: Of the seven days so many must have a forecast, or none is told.
_FEWEST_FORECAST = 5
#: Forecasts are kept as whole numbers: of fewer a day than this, what was rounded off would be most of the sum.
_SMALLEST_FORECAST = 2.0


@dataclass(frozen=True, slots=True)
class Weeks:
    """One count over the last seven whole days and the seven before; None: nobody reported.

    days            how many of the last seven were reported; where some are missing, `before` is of the same weekdays
    is_comparable   whether all of these were reported in the week before too
    """

    week: int | None
    before: int | None
    days: int
    is_comparable: bool = True

    @property
    def direction(self) -> str:
        """`rise`, `fall`, `same` where chance alone would differ as much, "" where there is nothing to compare."""
        change = self.change
        if change is None:
            return ""
        if abs(change) <= _MORE_THAN_CHANCE * sqrt((self.week or 0) + (self.before or 0)):
            return "same"
        return "rise" if change > 0 else "fall"

    @property
    def change(self) -> int | None:
        if self.week is None or self.before is None or not self.is_comparable:
            return None
        return self.week - self.before

    @property
    def is_whole(self) -> bool:
        return self.days == WEEK


@dataclass(frozen=True, slots=True)
class Expected:
    """What the forecasts of the evening before say of the week's days together, with the range that holds four in five.

    days   how many of the seven had a forecast; `seen` was counted on these
    """

    value: float
    low: float
    high: float
    seen: int
    days: int

    @property
    def verdict(self) -> str:
        """`above`, `below` or `within` the range."""
        if self.seen > self.high:
            return "above"
        return "below" if self.seen < self.low else "within"


@dataclass(frozen=True, slots=True)
class SectionWeek:
    """One row.

    ahead   what the five days from today on are to bring together
    other   the neighbour's own count of the same line from its side; None where it is none of the six
    """

    code: str
    name: str
    own: Weeks
    expected: Expected | None
    ahead: Ahead | None
    neighbour: str
    other_code: str
    other: Weeks | None


@dataclass(frozen=True, slots=True)
class SectionWeeks:
    """All rows, rises in front, then the largest; and the partner as a whole."""

    first: date
    last: date
    rows: tuple[SectionWeek, ...]
    whole: Weeks


Days = Mapping[date, int]


def section_weeks(partner: str, day: date) -> SectionWeeks:
    """The week that ended before `day` at each land section of a partner, and wherever else something was counted.

    Asks the database twice, however many sections there are.
    """
    first, last = week_before(day)
    counted = _counted(partner, first - timedelta(days=WEEK), last)
    kept = _kept_forecasts(partner)
    rows = [_row(code, partner, first, counted, kept.get(code, {})) for code in _codes(partner, counted)]
    rows.sort(key=lambda row: (row.own.direction != "rise", -(row.own.week or 0), row.name))
    return SectionWeeks(first, last, tuple(rows), _weeks(counted[partner, ""], counted[partner, ""], first))


def _counted(partner: str, first: date, last: date) -> defaultdict[tuple[str, str], dict[date, int]]:
    """(source, section or "" for the whole) → day → count, of the partner and of those neighbours that are partners."""
    sources = {partner, *(one.neighbour for one in land_sections(partner) if one.other_side)}
    rows = Count.objects.filter(
        indicator=MAIN, every=Count.Every.DAY, cut__in=("", "section"), known_until=None,
        source__in=sources, period__gte=first, period__lte=last,
    ).order_by()  # fmt: skip
    counted: defaultdict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    for source, key, period, value in rows.values_list("source", "key", "period", "value"):
        counted[source, key][period] = value
    return counted


def _codes(partner: str, counted: Mapping[tuple[str, str], Days]) -> list[str]:
    """The land sections; coast, airports, inside and the unknown only where something was counted there."""
    codes = [one.code for one in land_sections(partner)]
    found = {key for (source, key), days in counted.items() if source == partner and key and any(days.values())}
    return [*codes, *sorted(found - set(codes))]


def _row(
    code: str,
    partner: str,
    first: date,
    counted: Mapping[tuple[str, str], Days],
    kept: Mapping[str, Any],
) -> SectionWeek:
    section, whole = sections().get(code), counted.get((partner, ""), {})
    days = counted.get((partner, code), {})
    other_code = section.other_side if section else ""
    neighbour = section.neighbour if section and other_code else ""
    return SectionWeek(
        code=code,
        name=_("Section not known") if code == UNKNOWN else cell_name("section", code),
        own=_weeks(whole, days, first),
        expected=_expected(dict(map(_forecast, kept.get("forecasts", ()))), whole, days, first),
        ahead=days_together(kept.get("ahead", {}), next_days()),
        neighbour=neighbour,
        other_code=other_code,
        other=_weeks(counted.get((neighbour, ""), {}), counted.get((neighbour, other_code), {}), first) if other_code else None,
    )


def _weeks(whole: Days, cell: Days, first: date) -> Weeks:
    """A cell without a row on a day whose whole was reported is 0."""
    reported = {day: cell.get(day, 0) for day in whole} | dict(cell)
    week = [day for day in _days(first) if day in reported]
    wanted = [day - timedelta(days=WEEK) for day in week or _days(first)]
    before = [day for day in wanted if day in reported]
    return Weeks(
        week=sum(reported[day] for day in week) if week else None,
        before=sum(reported[day] for day in before) if before else None,
        days=len(week),
        is_comparable=len(week) == len(before),
    )


def _days(first: date) -> list[date]:
    return [first + timedelta(days=number) for number in range(WEEK)]


def _kept_forecasts(partner: str) -> dict[str, Any]:
    """By section, what the nightly job keeps with its back-test: what was foreseen of each past day, and of the next ones."""
    kept = BackTest.objects.filter(source=partner, indicator=MAIN, cut="section", every="day")
    return dict(kept.values_list("key", "result"))


def _forecast(kept: Iterable[Any]) -> tuple[date, tuple[float, float, float]]:
    day, low, high, point = kept
    return date.fromisoformat(day), (low, high, point)


def _expected(forecasts: Mapping[date, tuple[float, float, float]], whole: Days, cell: Days, first: date) -> Expected | None:
    """The days' forecasts added up. Errors one day ahead hardly depend on each other, so squares add up."""
    days = [day for day in _days(first) if day in forecasts and day in whole]
    if len(days) < _FEWEST_FORECAST:
        return None
    value = sum(forecasts[day][2] for day in days)
    if value < _SMALLEST_FORECAST * len(days):
        return None
    spread = sqrt(sum(((forecasts[day][1] - forecasts[day][0]) / (2 * _FOUR_IN_FIVE)) ** 2 for day in days))
    reach = _FOUR_IN_FIVE * spread
    return Expected(value, max(0.0, value - reach), value + reach, sum(cell.get(day, 0) for day in days), len(days))
