"""The three calendars in which people state a birth date, converted by libraries; no other module converts.

Solar Hijri, the calendar of Iran and Afghanistan, by persiantools: its leap years are those that the calendar centre of the
University of Tehran publishes for 1206 to 1498. Islamic by hijridate, which holds the table of Umm al-Qura for 1343 to 1500,
and by hijrical before and after: the tabular calendar with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of thirty and
the civil epoch of 16 July 622 (Julian). See docs/decisions/0019-calendars.md.
"""

import calendar as _gregorian
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import hijrical
import hijridate
import hijridate.ummalqura
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
    TABULAR = "tabular"


#: A day as its calendar writes it: year, month, day.
Written = tuple[int, int, int]

#: First and last year in which a calendar is converted here. Solar Hijri: the years whose leap days are published.
YEARS = {Calendar.GREGORIAN: (1, 9999), Calendar.SOLAR_HIJRI: (1206, 1498), Calendar.ISLAMIC: (1200, 1600)}

CALENDAR_NAMES = {Calendar.GREGORIAN: "Gregorian", Calendar.SOLAR_HIJRI: "Solar Hijri", Calendar.ISLAMIC: "Islamic"}

_UMM_AL_QURA_YEARS = tuple(day[0] for day in hijridate.ummalqura.HIJRI_RANGE)
_UMM_AL_QURA_DAYS = tuple(date(*day) for day in hijridate.ummalqura.GREGORIAN_RANGE)
_SOLAR: Any = JalaliDate  # its constructors carry no types
_TABULAR = hijrical.ArithmeticCalendar("kuwaiti")


def check_year(calendar: Calendar, year: int) -> None:
    """Raises EngineError `date.year_outside_calendar`."""
    first, last = YEARS[calendar]
    if not first <= year <= last:
        raise EngineError(
            "date.year_outside_calendar",
            f"The year {year} isn't among those of the {CALENDAR_NAMES[calendar]} calendar that can be converted.",
            f"Give a year from {first} to {last}, or choose another calendar.",
        )


def rule_of(calendar: Calendar, year: int) -> Rule:
    """By which rule days of this year are converted."""
    if calendar is Calendar.ISLAMIC:
        first, last = _UMM_AL_QURA_YEARS
        return Rule.UMM_AL_QURA if first <= year <= last else Rule.TABULAR
    return Rule(calendar.value)


def month_length(calendar: Calendar, year: int, month: int) -> int:
    """Days of a month 1 to 12. Raises EngineError `date.year_outside_calendar`."""
    check_year(calendar, year)
    match rule_of(calendar, year):
        case Rule.GREGORIAN:
            return _gregorian.monthrange(year, month)[1]
        case Rule.SOLAR_HIJRI:
            return int(_SOLAR.days_in_month(month, year))
        case Rule.UMM_AL_QURA:
            return hijridate.Hijri(year, month, 1).month_length()
        case Rule.TABULAR:
            return int(_TABULAR.month_length(year, month))


def to_gregorian(calendar: Calendar, written: Written) -> date:
    """The Gregorian day of a day that is in its calendar.

    Raises EngineError `date.year_outside_calendar`. Month and day have to exist; `UncertainDate` looks first.
    """
    year, month, day = written
    check_year(calendar, year)
    match rule_of(calendar, year):
        case Rule.GREGORIAN:
            return date(year, month, day)
        case Rule.SOLAR_HIJRI:
            return date.fromordinal(_SOLAR(year, month, day).to_gregorian().toordinal())
        case Rule.UMM_AL_QURA:
            return date.fromordinal(hijridate.Hijri(year, month, day).to_gregorian().toordinal())
        case Rule.TABULAR:
            return date.fromordinal(hijrical.to_gregorian(year, month, day, calendar=_TABULAR).toordinal())


def find_written(calendar: Calendar, day: date) -> Written | None:
    """How a calendar writes a Gregorian day; None outside the years it is converted in.

    The tabular year 1342 ends on 1 August 1924, with which Umm al-Qura begins 1343: that day is written 1343-01-01.
    """
    first, last = _span(calendar)
    if not first <= day <= last:
        return None
    if calendar is Calendar.GREGORIAN:
        return day.year, day.month, day.day
    if calendar is Calendar.SOLAR_HIJRI:
        solar = _SOLAR.to_jalali(day)
        return solar.year, solar.month, solar.day
    if _UMM_AL_QURA_DAYS[0] <= day <= _UMM_AL_QURA_DAYS[1]:
        return hijridate.Gregorian.fromdate(day).to_hijri().datetuple()
    lunar = hijrical.from_gregorian(day.year, day.month, day.day, calendar=_TABULAR)
    return lunar.year, lunar.month, lunar.day


@cache
def _span(calendar: Calendar) -> tuple[date, date]:
    """The first and the last Gregorian day in which it is converted."""
    first, last = YEARS[calendar]
    return to_gregorian(calendar, (first, 1, 1)), to_gregorian(calendar, (last, 12, month_length(calendar, last, 12)))
