"""A date as far as it is known: what was stated, in the calendar in which it was stated, and the days that it stands for."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from egnatia.engines.dates.calendars import CALENDAR_NAMES, Calendar, Written, check_year, month_length, to_gregorian
from egnatia.engines.dates.month_names import Naming
from egnatia.engines.errors import EngineError

#: The greatest age that is taken for possible; one person is known to have lived longer (Jeanne Calment, 122 years).
OLDEST = 120

#: Half the width of an estimate can't be more, or the estimate says nothing.
WIDEST_MARGIN = 20


class Precision(StrEnum):
    """How well a date is known; the values are what records keep."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED_AGE = "estimated_age"


@dataclass(frozen=True, slots=True)
class EstimatedAge:
    """An age that somebody was taken to have, give or take some years.

    margin  years to either side
    age     in whole years, on the day `on`; both None in records that kept only the year of birth that the age leads to
    """

    margin: int
    age: int | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.margin <= WIDEST_MARGIN:
            raise EngineError(
                "date.margin_out_of_range",
                f"An age can't be estimated to {self.margin} years to either side.",
                f"Give 0 to {WIDEST_MARGIN} years, or leave the date unknown.",
            )
        if self.age is not None and not 0 <= self.age <= OLDEST:
            raise EngineError(
                "date.age_out_of_range",
                f"Nobody is {self.age} years old.",
                f"Give an age from 0 to {OLDEST} years.",
            )


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date as it was stated. An impossible one can't be made.

    >>> birth = UncertainDate(Calendar.SOLAR_HIJRI, 1370, 2, naming=Naming.AFGHAN)
    >>> birth.first.isoformat(), birth.last.isoformat()
    ('1991-04-21', '1991-05-21')

    calendar         in which it was stated
    year, month, day in that calendar; month and day None where they aren't known
    naming           by whose month names it was stated, for Solar Hijri
    estimate         the age that it follows from; the calendar is then Gregorian and only a year is given

    Raises EngineError `date.year_outside_calendar`, `date.month_not_in_calendar`, `date.day_not_in_month`,
    `date.day_without_month`, `date.parts_contradict`.
    """

    calendar: Calendar
    year: int
    month: int | None = None
    day: int | None = None
    naming: Naming | None = None
    estimate: EstimatedAge | None = None

    def __post_init__(self) -> None:
        check_year(self.calendar, self.year)
        if (self.estimate and (self.month or self.calendar is not Calendar.GREGORIAN)) or (
            self.naming and self.calendar is not Calendar.SOLAR_HIJRI
        ):
            raise EngineError(
                "date.parts_contradict",
                "These parts of a date don't go together.",
                "Afghan and Iranian month names belong to Solar Hijri dates; an estimated age leads to a Gregorian year alone.",
            )
        if self.month is None:
            if self.day is not None:
                raise EngineError(
                    "date.day_without_month", "A day is given, and no month.", "Give the month too, or the year alone."
                )
            return
        if not 1 <= self.month <= 12:
            raise _month_not_in_calendar(self)
        if self.day is not None and not 1 <= self.day <= month_length(self.calendar, self.year, self.month):
            raise _day_not_in_month(self)

    @classmethod
    def of_day(cls, day: date) -> "UncertainDate":
        """A Gregorian day that is known."""
        return cls(Calendar.GREGORIAN, day.year, day.month, day.day)

    @classmethod
    def of_age(cls, age: int, *, on: date, margin: int) -> "UncertainDate":
        """Of an age in whole years estimated on a day, `margin` years to either side.

        Raises EngineError `date.age_out_of_range`, `date.margin_out_of_range`.
        """
        estimate = EstimatedAge(margin, age, on)
        return cls(Calendar.GREGORIAN, max(1, on.year - age), estimate=estimate)

    @property
    def precision(self) -> Precision:
        """How well it is known, in the calendar in which it was stated."""
        if self.estimate:
            return Precision.ESTIMATED_AGE
        if self.day is not None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH

    @property
    def first(self) -> date:
        """The first Gregorian day that it may mean."""
        if self.estimate:
            return self._earliest_by_age(self.estimate)
        return to_gregorian(self.calendar, (self.year, self.month or 1, self.day or 1))

    @property
    def last(self) -> date:
        """The last Gregorian day that it may mean."""
        if self.estimate:
            return self._latest_by_age(self.estimate)
        month = self.month or 12
        return to_gregorian(self.calendar, (self.year, month, self.day or month_length(self.calendar, self.year, month)))

    @property
    def written(self) -> Written | None:
        """Year, month and day where all are known."""
        return None if self.month is None or self.day is None else (self.year, self.month, self.day)

    def ages(self, on: date) -> tuple[int, int]:
        """The youngest and the oldest age in whole years that who was born then may have on a day; never below 0."""
        return max(0, age_between(self.last, on)), max(0, age_between(self.first, on))

    def overlaps(self, other: "UncertainDate") -> bool:
        """Is there a day that both may mean?"""
        return self.first <= other.last and other.first <= self.last

    def _earliest_by_age(self, estimate: EstimatedAge) -> date:
        if estimate.age is None or estimate.on is None:
            return date(max(1, self.year - estimate.margin), 1, 1)
        # On the day before the birthday on which this age would be exceeded.
        return _years_before(estimate.on, estimate.age + estimate.margin + 1) + timedelta(days=1)

    def _latest_by_age(self, estimate: EstimatedAge) -> date:
        if estimate.age is None or estimate.on is None:
            return date(min(9999, self.year + estimate.margin), 12, 31)
        return _years_before(estimate.on, max(0, estimate.age - estimate.margin))


def age_between(birth: date, on: date) -> int:
    """Whole years between two days; who was born on 29 February turns a year older on 1 March in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def check_possible(when: UncertainDate, *, on: date, oldest: int = OLDEST) -> UncertainDate:
    """The date itself, once it may be somebody's birth: begun by the day `on`, and not more than `oldest` years before it.

    An age can't have been estimated later than on that day. Raises EngineError `date.future`, `date.too_long_ago`.
    """
    estimated_on = when.estimate.on if when.estimate else None
    if when.first > on or (estimated_on and estimated_on > on):
        raise EngineError(
            "date.future",
            f"The date lies after {on.isoformat()}.",
            "Check the year and the calendar.",
        )
    if age_between(when.last, on) > oldest:
        raise EngineError(
            "date.too_long_ago",
            f"The person would be more than {oldest} years old.",
            "Check the year and the calendar: a Solar Hijri or Islamic year is some 600 less than the Gregorian one.",
        )
    return when


def _years_before(day: date, years: int) -> date:
    """The same day of an earlier year, 28 February for 29 February where need be; never before the year 1."""
    year = day.year - years
    if year < 1:
        return date.min
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _month_not_in_calendar(when: UncertainDate) -> EngineError:
    """12 and 25 typed the other way round is a plain slip: then the cure names the date that was meant."""
    cure = "Give a month from 1 to 12, and the day before the month."
    day, month = when.month or 0, when.day or 0
    if 1 <= month <= 12 and 1 <= day <= month_length(when.calendar, when.year, month):
        cure = f"Were day and month swapped? The nearest is {_iso(when.year, month, day)}."
    return EngineError("date.month_not_in_calendar", f"There is no month {when.month}.", cure)


def _day_not_in_month(when: UncertainDate) -> EngineError:
    longest = month_length(when.calendar, when.year, when.month or 1)
    cure = "Check the day, or give month and year alone."
    if longest < (when.day or 0) <= longest + 3:
        cure = f"The nearest is {_iso(when.year, when.month or 1, longest)}. {cure}"
    return EngineError(
        "date.day_not_in_month",
        f"Month {when.month} of {when.year} has {longest} days in the {CALENDAR_NAMES[when.calendar]} calendar.",
        cure,
    )


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"
