"""Reads a date from what an officer types: numbers with the day first, or a month by its name in any of the three calendars.

Nothing is guessed. A year that may be of two calendars is refused until the calendar is said, a year of two digits always: 70
is 1970 in one form and 1370 in the next.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from egnatia.engines.dates.calendars import CALENDAR_NAMES, YEARS, Calendar
from egnatia.engines.dates.conversion import convert
from egnatia.engines.dates.month_names import Month, Naming, find_months, find_nearest_name
from egnatia.engines.dates.uncertain import OLDEST, UncertainDate, check_possible
from egnatia.engines.errors import EngineError

LONGEST_TEXT = 60

#: Years from here on can only be Gregorian: the Islamic year 1700 lies in the 23rd century.
_FIRST_GREGORIAN = 1700

_PERSIAN_DIGITS, _ARABIC_DIGITS = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"
_TO_ASCII = str.maketrans(_PERSIAN_DIGITS + _ARABIC_DIGITS, "0123456789" * 2)
_DIGITS = re.compile("[0-9]+", re.ASCII)
_PIECES = re.compile(r"[0-9]+|[^0-9]+", re.ASCII)
_NUMBERS = re.compile(r"[0-9]+(?:\s*[-./\s]\s*[0-9]+)*\s*\.?", re.ASCII)
_ENDS_OF_NAMES = " \t\n.,-/،"

#: Year, month and day as stated; None where they weren't.
_Stated = tuple[int, int | None, int | None]


class _Asked(NamedTuple):
    """The text, and what makes a birth date possible."""

    text: str
    on: date
    oldest: int


def read_date(text: str, *, on: date, calendar: Calendar | None = None, oldest: int = OLDEST) -> UncertainDate:
    """The date that a text means: "1991-05-05", "5.5.1991", "5/5/1991" (day first), "05.1991", "1991", "15 ثور 1370".

    on        the day on which it is stated: no birth lies after it
    calendar  where the officer has said it; otherwise the year, the month's name or Persian digits have to tell
    oldest    the greatest possible age in years on that day

    Raises EngineError `date.empty`, `date.unreadable`, `date.year_two_digits`, `date.month_name_unknown`,
    `date.calendar_unclear`, `date.calendar_contradicts`, and what `UncertainDate` and `check_possible` raise.
    """
    folded = tidy(text)
    if not folded:
        raise EngineError("date.empty", "There is no date.", "Leave the date unknown, or give the year at least.")
    if len(folded) > LONGEST_TEXT:
        raise _unreadable()
    if _NUMBERS.fullmatch(folded):
        stated = _order(_DIGITS.findall(folded))
        readings = [UncertainDate(one, *stated) for one in _calendars_of(stated, calendar, _Asked(text, on, oldest))]
    else:
        readings = _read_named(folded, calendar)
    return check_possible(_only(readings), on=on, oldest=oldest)


def read_parts(day: int | None, month: str, year: int, *, calendar: Calendar) -> UncertainDate:
    """The date whose parts were given one by one in a calendar that was chosen; `month` is a number, a name, or empty.

    Whether it may be somebody's birth `check_possible` says. Raises EngineError `date.year_two_digits`,
    `date.calendar_unclear` (a year that is no Gregorian one), `date.month_name_unknown`, `date.calendar_contradicts`,
    `date.unreadable`, and what `UncertainDate` raises.
    """
    folded = tidy(month)
    if len(folded) > LONGEST_TEXT:
        raise _unreadable()
    if year < 1000:
        raise _year_two_digits()
    if folded and not folded.isdecimal():
        return _only(_make_named(_find_fitting(folded, calendar), year, day))
    number = int(folded) if folded else None
    calendars = list(Calendar) if calendar is Calendar.GREGORIAN and year < _FIRST_GREGORIAN else [calendar]
    return _only(_make_those_that_exist((one, year, number, day, None) for one in calendars))


def tidy(text: str) -> str:
    """With ASCII digits, without invisible characters (marks of direction among them) and space at the ends."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf").translate(_TO_ASCII).strip()


def _order(digits: Sequence[str]) -> _Stated:
    """Year, month and day of one to three groups of digits: four of them are the year, and of the rest the day stands first."""
    lengths = [len(group) for group in digits]
    if max(lengths) > 4 or 3 in lengths or len(digits) > 3 or lengths.count(4) > 1:
        raise _unreadable()
    if 4 not in lengths:
        raise _year_two_digits()
    numbers = [int(group) for group in digits]
    if lengths[-1] == 4:
        numbers.reverse()
    elif lengths[0] != 4:
        raise _unreadable()
    year, month, day, *_ = [*numbers, None, None]
    return year or 0, month, day


def _read_named(text: str, calendar: Calendar | None) -> list[UncertainDate]:
    """A text with a month's name: what it means in each calendar that has such a month."""
    pieces = [piece.strip(_ENDS_OF_NAMES) for piece in _PIECES.findall(text)]
    digits = [piece for piece in pieces if _DIGITS.fullmatch(piece)]
    names = [piece for piece in pieces if piece and not _DIGITS.fullmatch(piece)]
    if len(names) != 1 or not 1 <= len(digits) <= 2:
        raise _unreadable()
    fitting = _find_fitting(names[0], calendar)
    year, day, _ = _order(digits)
    return _make_named(fitting, year, day)


def _find_fitting(name: str, calendar: Calendar | None) -> list[Month]:
    """The months that are called so, in the chosen calendar where one was chosen."""
    months = find_months(name)
    if not months:
        raise _month_name_unknown(name)
    fitting = [month for month in months if calendar in (None, month.calendar)]
    if not fitting:
        raise EngineError(
            "date.calendar_contradicts",
            f"This month is of the {CALENDAR_NAMES[months[0].calendar]} calendar, and another calendar was chosen.",
            f"Choose {CALENDAR_NAMES[months[0].calendar]}, or correct the month.",
        )
    return fitting


def _make_named(months: Iterable[Month], year: int, day: int | None) -> list[UncertainDate]:
    return _make_those_that_exist((month.calendar, year, month.number, day, month.naming) for month in months)


def _make_those_that_exist(
    readings: Iterable[tuple[Calendar, int, int | None, int | None, Naming | None]],
) -> list[UncertainDate]:
    """All readings that exist; the error of the first where none does."""
    found, errors = [], []
    for reading in readings:
        try:
            found.append(UncertainDate(*reading))
        except EngineError as error:
            errors.append(error)
    if not found:
        raise errors[0]
    return found


def _calendars_of(stated: _Stated, calendar: Calendar | None, asked: _Asked) -> list[Calendar]:
    """The calendars in which such a year makes sense; where none does, those that have such years at all."""
    year = stated[0]
    if calendar:
        return [calendar]
    if year >= _FIRST_GREGORIAN:
        return [Calendar.GREGORIAN]
    if any(digit in asked.text for digit in _PERSIAN_DIGITS):
        return [Calendar.SOLAR_HIJRI]
    hijri = [one for one in (Calendar.SOLAR_HIJRI, Calendar.ISLAMIC) if YEARS[one][0] <= year <= YEARS[one][1]]
    return [one for one in hijri if _is_possible(one, stated, asked)] or hijri or [Calendar.GREGORIAN]


def _is_possible(calendar: Calendar, stated: _Stated, asked: _Asked) -> bool:
    try:
        check_possible(UncertainDate(calendar, *stated), on=asked.on, oldest=asked.oldest)
    except EngineError:
        return False
    return True


def _only(readings: Sequence[UncertainDate]) -> UncertainDate:
    """The one reading that there is. Raises EngineError `date.calendar_unclear`, which tells all of them."""
    if len(readings) == 1:
        return readings[0]
    told = "; ".join(str(convert(reading)) for reading in readings)
    raise EngineError(
        "date.calendar_unclear",
        "This may be a date of more than one calendar.",
        f"Choose the calendar: {told}.",
    )


def _year_two_digits() -> EngineError:
    return EngineError(
        "date.year_two_digits",
        "The year has two digits, or there is none.",
        "Write the year with four digits: 1991, or 1370 in the Solar Hijri calendar.",
    )


def _month_name_unknown(name: str) -> EngineError:
    nearest = find_nearest_name(name)
    cure = "Write the month as a number."
    return EngineError(
        "date.month_name_unknown",
        "There is a word that isn't known as the name of a month.",
        f"Was {nearest} meant? {cure}" if nearest else cure,
    )


def _unreadable() -> EngineError:
    return EngineError(
        "date.unreadable",
        "This isn't read as a date.",
        "Write day, month and year, as 5.5.1991 or 15 Saur 1370, or only what is known of them, as 05.1991 or 1991.",
    )
