"""Dates of which a part may be unknown, and the century of two-digit years (part 3, sections 3.8 and 4.8)."""

from dataclasses import dataclass
from datetime import date

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate

UNKNOWN_PAIRS = frozenset({"<<", "00"})
#: A document's expiry lies at most so many years ahead, else it lies in the century before.
EXPIRY_YEARS_AHEAD = 49


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What a zone has of a date: each part may be None. `as_uncertain` is what everything outside of a zone works with."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def is_full(self) -> bool:
        return self.year is not None and self.month is not None and self.day is not None

    def as_uncertain(self) -> UncertainDate | None:
        """The date that it is; None where not even the year is known. A day without its month says nothing."""
        if self.year is None:
            return None
        return UncertainDate(Calendar.GREGORIAN, self.year, self.month, self.day if self.month else None)

    def __str__(self) -> str:
        """As `1974-08-12`, unknown parts as X, as the visual zone has them."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        return "-".join((year, *("XX" if part is None else f"{part:02d}" for part in (self.month, self.day))))


def read_birth_date(raw: str, today: date) -> PartialDate | None:
    """Of `YYMMDD` with fillers for what is unknown; None where no such day exists.

    The year is the last one that isn't in the future: whoever is a hundred years old or more comes out a century too young.
    `00` for a day or a month is taken as unknown as well: Doc 9303 doesn't have it, documents do.
    """
    return _read(raw, latest=today.year, not_after=today)


def read_expiry_date(raw: str, today: date) -> PartialDate | None:
    """Of `YYMMDD`: from 50 years before this year to 49 after it; None where no such day exists."""
    return _read(raw, latest=today.year + EXPIRY_YEARS_AHEAD, not_after=None)


def write_date(when: PartialDate) -> str:
    """`YYMMDD`, fillers for what is unknown."""
    year = None if when.year is None else when.year % 100
    return "".join("<<" if part is None else f"{part:02d}" for part in (year, when.month, when.day))


def _read(raw: str, *, latest: int, not_after: date | None) -> PartialDate | None:
    if raw.isdecimal() and raw[2:4] != "00" and raw[4:] != "00":
        year, month, day = _year(int(raw[:2]), latest), int(raw[2:4]), int(raw[4:])
        try:
            if not_after is not None and date(year, month, day) > not_after:
                year -= 100
            date(year, month, day)
        except ValueError:
            return None
        return PartialDate(year, month, day)
    found = PartialDate(
        _year(int(raw[:2]), latest) if raw[:2].isdecimal() else None,
        _part(raw[2:4]),
        _part(raw[4:]),
    )
    return found if _may_exist(found) else None


def _year(two_digits: int, latest: int) -> int:
    return latest - (latest - two_digits) % 100


def _part(pair: str) -> int | None:
    return int(pair) if pair.isdecimal() and pair not in UNKNOWN_PAIRS else None


def _may_exist(when: PartialDate) -> bool:
    """Against the longest the month may be; 29 February of an unknown year may exist."""
    try:
        date(when.year or 2000, when.month or 1, when.day or 1)
    except ValueError:
        return False
    return True
