"""The three calendars in which people state a birth date, converted by libraries; no other module converts.

Solar Hijri, the calendar of Iran and Afghanistan, by persiantools: its leap years are those that the calendar centre of the
University of Tehran publishes for 1206 to 1498. Islamic by hijridate, which holds the table of Umm al-Qura for 1343 to 1500.
See docs/decisions/0019-calendars.md.
"""

import calendar as _gregorian
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import hijridate
from persiantools.jdatetime import JalaliDate

from egnatia.engines.errors import EngineError


class Calendar(StrEnum):
    """The calendar a date was stated in; the values are what records keep."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar_hijri"
    ISLAMIC = "islamic"


class Rule(StrEnum):
    """By which rule a day was converted."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar_hijri"
    UMM_AL_QURA = "umm_al_qura"


#: A day as its calendar writes it: year, month, day.
Written = tuple[int, int, int]

#: First and last year in which a calendar is converted here. Solar Hijri: years whose leap days are published; Islamic: those
#: of the table, from August 1924 on.
YEARS = {Calendar.GREGORIAN: (1, 9999), Calendar.SOLAR_HIJRI: (1206, 1498), Calendar.ISLAMIC: (1343, 1500)}

CALENDAR_NAMES = {Calendar.GREGORIAN: "Gregorian", Calendar.SOLAR_HIJRI: "Solar Hijri", Calendar.ISLAMIC: "Islamic"}

_SOLAR: Any = JalaliDate  # its constructors carry no types


def check_year(calendar: Calendar, year: int) -> None:
    """Raises EngineError `date.year_outside_calendar`."""
    first, last = YEARS[calendar]
    if not first <= year <= last:
        raise EngineError(
            "date.year_outside_calendar",
            f"The year {year} isn't among those of the {CALENDAR_NAMES[calendar]} calendar that can be converted.",
            f"Give a year from {first} to {last}, or choose another calendar.",
        )


def rule_of(calendar: Calendar) -> Rule:
    """By which rule its days are converted."""
    return Rule.UMM_AL_QURA if calendar is Calendar.ISLAMIC else Rule(calendar.value)


def month_length(calendar: Calendar, year: int, month: int) -> int:
    """Days of a month 1 to 12. Raises EngineError `date.year_outside_calendar`."""
    check_year(calendar, year)
    match rule_of(calendar):
        case Rule.GREGORIAN:
            return _gregorian.monthrange(year, month)[1]
        case Rule.SOLAR_HIJRI:
            return int(_SOLAR.days_in_month(month, year))
        case Rule.UMM_AL_QURA:
            return hijridate.Hijri(year, month, 1).month_length()


def to_gregorian(calendar: Calendar, written: Written) -> date:
    """The Gregorian day of a day that is in its calendar.

    Raises EngineError `date.year_outside_calendar`. Month and day have to exist; `UncertainDate` looks first.
    """
    year, month, day = written
    check_year(calendar, year)
    match rule_of(calendar):
        case Rule.GREGORIAN:
            return date(year, month, day)
        case Rule.SOLAR_HIJRI:
            return date.fromordinal(_SOLAR(year, month, day).to_gregorian().toordinal())
        case Rule.UMM_AL_QURA:
            return date.fromordinal(hijridate.Hijri(year, month, day).to_gregorian().toordinal())


def find_written(calendar: Calendar, day: date) -> Written | None:
    """How a calendar writes a Gregorian day; None outside the years it is converted in."""
    first, last = _span(calendar)
    if not first <= day <= last:
        return None
    if calendar is Calendar.GREGORIAN:
        return day.year, day.month, day.day
    if calendar is Calendar.SOLAR_HIJRI:
        solar = _SOLAR.to_jalali(day)
        return solar.year, solar.month, solar.day
    return hijridate.Gregorian.fromdate(day).to_hijri().datetuple()


@cache
def _span(calendar: Calendar) -> tuple[date, date]:
    """The first and the last Gregorian day in which it is converted."""
    first, last = YEARS[calendar]
    return to_gregorian(calendar, (first, 1, 1)), to_gregorian(calendar, (last, 12, month_length(calendar, last, 12)))
