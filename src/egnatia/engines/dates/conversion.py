"""A date beside the Gregorian days that it stands for, in parts that a page can set in any language and script."""

from dataclasses import dataclass
from datetime import date

from egnatia.engines.dates.calendars import CALENDAR_NAMES, Calendar, Rule, rule_of
from egnatia.engines.dates.month_names import Month, name_month, name_month_in_script
from egnatia.engines.dates.uncertain import UncertainDate


@dataclass(frozen=True, slots=True)
class Parts:
    """A date as its calendar writes it; what isn't known is None.

    month_name            in Latin letters; month_name_in_script: in the calendar's own script
    """

    calendar: Calendar
    year: int
    month: int | None
    day: int | None
    month_name: str | None
    month_name_in_script: str | None

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.day, self.month_name, self.year) if part is not None)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A stated date, the first and the last Gregorian day that it may mean, and by which rule it was converted.

    stated is None for an estimated age, whose year of birth nobody stated.
    """

    stated: Parts | None
    age: int | None
    first: Parts
    last: Parts
    rule: Rule

    def __str__(self) -> str:
        """In English: "15 Saur 1370 (Solar Hijri) = 5 May 1991"."""
        span = str(self.first) if self.first == self.last else f"{self.first} to {self.last}"
        if self.stated is None:
            return span if self.age is None else f"aged about {self.age} = {span}"
        if self.stated.calendar is Calendar.GREGORIAN:
            return str(self.stated)
        return f"{self.stated} ({CALENDAR_NAMES[self.stated.calendar]}) = {span}"


def convert(when: UncertainDate) -> Conversion:
    """The date beside its Gregorian days."""
    return Conversion(
        stated=None if when.estimate else _stated(when),
        age=when.estimate.age if when.estimate else None,
        first=_of_day(when.first),
        last=_of_day(when.last),
        rule=rule_of(when.calendar),
    )


def _stated(when: UncertainDate) -> Parts:
    month = None if when.month is None else Month(when.calendar, when.month, when.naming)
    return Parts(
        when.calendar,
        when.year,
        when.month,
        when.day,
        month and name_month(month),
        month and name_month_in_script(month),
    )


def _of_day(day: date) -> Parts:
    return _stated(UncertainDate.of_day(day))
