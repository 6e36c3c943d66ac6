"""What was typed into the boxes of a date, read by `engines.dates`; and what is wrong, in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from egnatia.base import clock
from egnatia.engines.dates.calendars import YEARS, Calendar, month_length
from egnatia.engines.dates.month_names import Month, find_months, find_nearest_name, name_month
from egnatia.engines.dates.reading import read_parts, tidy
from egnatia.engines.dates.records import Basis, read_record
from egnatia.engines.dates.uncertain import OLDEST, WIDEST_MARGIN, EstimatedAge, UncertainDate
from egnatia.engines.errors import EngineError
from egnatia.ui.dates import CALENDAR_NAMES

DATE_BOXES = ("day", "month", "year")
BASES = {
    Basis.DOCUMENTED.value: _("From a document"),
    Basis.DECLARED.value: _("As the person says"),
    Basis.ASSESSED.value: _("By an age assessment"),
    Basis.DOUBT.value: _("In doubt"),
}
ERRORS: dict[str, Any] = {
    "not_a_number": _("Type day and year in figures, such as 27 and 1990."),
    "no_year": _("Fill in the year."),
    "incomplete": _("Fill in day, month and year."),
    "date_and_age": _("Give the date or the age, not both."),
    "basis": _("Say how the date is known."),
    "calendar": _("Choose the calendar."),
    "date.unreadable": _("Type the month as a number from 1 to 12, or its name."),
    "date.year_two_digits": _("Type the year with four figures, such as 1990."),
    "date.calendar_unclear": _("This is a year of the Solar Hijri or the Islamic calendar. Choose the calendar."),
    "date.calendar_contradicts": _("%(month)s is a month of the %(calendar)s calendar. Choose that one, or correct the month."),
    "date.month_name_unknown": _("This isn't known as the name of a month. Type its number."),
    "date.month_name_nearly_known": _("This isn't known as the name of a month. Was %(nearest)s meant? Its number works too."),
    "date.year_outside_calendar": _(
        "The %(calendar)s calendar is known here from %(first)d to %(last)d. Check the year and the calendar."
    ),
    "date.month_not_in_calendar": _("Type a month from 1 to 12."),
    "date.day_not_in_month": _("There is no such day: that month has %(days)d days. Check day and month."),
    "date.day_without_month": _("Fill in the month too, or leave the day empty."),
    "date.future": _("The date lies in the future. Check the year and the calendar."),
    "date.age_out_of_range": _("Type an age in whole years from 0 to %(oldest)d."),
    "date.margin_out_of_range": _("Type how many years the age may be off, from 0 to %(widest)d."),
}
#: Which box is to be mended for what the engine refuses.
_BOXES = {
    "date.unreadable": ("month",),
    "date.calendar_unclear": ("calendar",),
    "date.calendar_contradicts": ("calendar", "month"),
    "date.month_name_unknown": ("month",),
    "date.month_name_nearly_known": ("month",),
    "date.month_not_in_calendar": ("month",),
    "date.day_not_in_month": ("day",),
    "date.day_without_month": ("month",),
}


class WrongBoxes(Exception):
    """What is wrong by its code, which boxes are to be mended, and details for the text."""

    def __init__(self, code: str, *boxes: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.boxes = boxes
        self.details = details


def in_boxes(value: Any, margin: str = "") -> dict[str, str]:
    """What the boxes show for a date, the JSON form of an uncertain date, or what was typed before.

    margin   of an estimated age that came without one
    """
    if value is None or value == "":
        return {}
    if isinstance(value, dt.date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    return _record_in_boxes(value, margin) if "value" in value else dict(value)


def read_known_boxes(boxes: Mapping[str, str]) -> UncertainDate:
    """The date, or the age, that the boxes say. Raises WrongBoxes."""
    if not boxes.get("age"):
        return read_date_boxes(boxes)
    if any(boxes.get(box) for box in DATE_BOXES):
        raise WrongBoxes("date_and_age", "age")
    return _read_age(boxes)


def read_date_boxes(boxes: Mapping[str, str]) -> UncertainDate:
    """The date in the chosen calendar, as far as it is given; figures of any script are read. Raises WrongBoxes."""
    typed = {box: tidy(boxes.get(box, "")) for box in DATE_BOXES}
    for box in ("day", "year"):
        if typed[box] and _number(typed[box]) is None:
            raise WrongBoxes("not_a_number", box)
    day, month, year = _number(typed["day"]), typed["month"], _number(typed["year"])
    if year is None:
        raise WrongBoxes("no_year", "year")
    try:
        calendar = Calendar(boxes.get("calendar") or Calendar.GREGORIAN)
    except ValueError:
        raise WrongBoxes("calendar", "calendar") from None
    try:
        return read_parts(day, month, year, calendar=calendar)
    except EngineError as error:
        raise _wrong_date(error.code, month, year, calendar) from error


def _read_age(boxes: Mapping[str, str]) -> UncertainDate:
    """One that is as it was keeps the day on which it was said, however long ago that was."""
    age, margin = _number(tidy(boxes["age"])), _number(tidy(boxes.get("margin", "")))
    if age is None or age > OLDEST:
        raise WrongBoxes("date.age_out_of_range", "age", oldest=OLDEST)
    if margin is None or margin > WIDEST_MARGIN:
        raise WrongBoxes("date.margin_out_of_range", "margin", widest=WIDEST_MARGIN)
    shown, _space, since = boxes.get("kept", "").rpartition(" ")
    today = clock.local_today()
    if shown != f"{age} {margin}":
        return UncertainDate.of_age(age, on=today, margin=margin)
    if year := _number(since):
        return UncertainDate(Calendar.GREGORIAN, year, estimate=EstimatedAge(margin))
    return UncertainDate.of_age(age, on=min(_day(since) or today, today), margin=margin)


def _wrong_date(code: str, month: str, year: int, calendar: Calendar) -> WrongBoxes:
    details: dict[str, Any] = {"calendar": CALENDAR_NAMES[calendar]}
    if code == "date.year_outside_calendar":
        details["first"], details["last"] = YEARS[calendar]
    elif code == "date.calendar_contradicts":
        meant = find_months(month)[0]
        details = {"calendar": CALENDAR_NAMES[meant.calendar], "month": name_month(meant)}
    elif code == "date.month_name_unknown" and (nearest := find_nearest_name(month)):
        code, details["nearest"] = "date.month_name_nearly_known", nearest
    elif code == "date.day_not_in_month":
        number = int(month) if month.isdecimal() else next(one.number for one in find_months(month) if one.calendar is calendar)
        details["days"] = month_length(calendar, year, number)
    return WrongBoxes(code, *_BOXES.get(code, ("year",)), **details)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _record_in_boxes(value: Mapping[str, str], margin: str) -> dict[str, str]:
    try:
        record = read_record(value, estimate_margin=0)
    except EngineError:
        return {}
    when, basis = record.when, {"basis": record.basis.value}
    if when.estimate:
        return _estimate_in_boxes(when, when.estimate, margin) | basis
    month = "" if when.month is None else str(when.month)
    if when.month and when.naming:
        month = name_month(Month(when.calendar, when.month, when.naming))
    day = "" if when.day is None else str(when.day)
    return {"day": day, "month": month, "year": str(when.year), "calendar": when.calendar.value} | basis


def _estimate_in_boxes(when: UncertainDate, estimate: EstimatedAge, margin: str) -> dict[str, str]:
    """With what it was, hidden. Of a record that kept only the year of birth, the age is that of today."""
    if estimate.age is None or estimate.on is None:
        age, since = str(max(0, clock.local_today().year - when.year)), f"{when.year:04}"
    else:
        age, margin, since = str(estimate.age), str(estimate.margin), estimate.on.isoformat()
    return {"age": age, "margin": margin, "kept": f"{age} {margin} {since}"}
