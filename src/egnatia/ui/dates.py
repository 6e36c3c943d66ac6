"""Dates as far as they are known, in words: as they were stated, beside the Gregorian days that they stand for."""

import datetime as dt
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.conversion import convert
from egnatia.engines.dates.records import read_record
from egnatia.engines.dates.uncertain import EstimatedAge, UncertainDate
from egnatia.engines.errors import EngineError

CALENDAR_NAMES = {
    Calendar.GREGORIAN: gettext_lazy("Gregorian"),
    Calendar.SOLAR_HIJRI: gettext_lazy("Solar Hijri"),
    Calendar.ISLAMIC: gettext_lazy("Islamic"),
}
_FORMATS = {1: "Y", 2: "F Y", 3: "j F Y"}


def record_in_words(record: Mapping[str, str]) -> str:
    """The date of a data element: "5 May 1990", "May 1990", "15 Saur 1370 (Solar Hijri) = 5 May 1991".

    What a partner sent and no calendar has is shown as it came.
    """
    try:
        return in_words(read_record(record, estimate_margin=0).when)
    except EngineError:
        return record.get("value", "–")


def in_words(when: UncertainDate) -> str:
    """As it was stated; where that isn't a Gregorian date, with the first and the last Gregorian day that it may mean."""
    if when.estimate:
        return _estimate_in_words(when, when.estimate)
    if when.calendar is Calendar.GREGORIAN:
        known = [part for part in (when.year, when.month, when.day) if part is not None]
        return date_format(when.first, _FORMATS[len(known)])
    return f"{convert(when).stated} ({CALENDAR_NAMES[when.calendar]}) = {_days_in_words(when)}"


def _estimate_in_words(when: UncertainDate, estimate: EstimatedAge) -> str:
    if estimate.age is None or estimate.on is None:
        return _("about %(year)s, from an estimated age") % {"year": when.year}
    told = {
        "age": estimate.age,
        "margin": estimate.margin,
        "day": _day_in_words(estimate.on),
        "days": _days_in_words(when),
    }
    if not estimate.margin:
        return _("%(age)d years old on %(day)s = born %(days)s") % told
    return _("about %(age)d years old on %(day)s, give or take %(margin)d = born %(days)s") % told


def _days_in_words(when: UncertainDate) -> str:
    if when.first == when.last:
        return _day_in_words(when.first)
    return _("%(first)s to %(last)s") % {"first": _day_in_words(when.first), "last": _day_in_words(when.last)}


def _day_in_words(day: dt.date) -> str:
    return date_format(day, _FORMATS[3])
