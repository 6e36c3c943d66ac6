"""Birth dates as the candidate index keeps them: one number each, and what two of them say for one person, in bits.

The levels are those of `engines.dates.agreement`, as far as a Gregorian number tells them. Their weights are the logarithms of
how much more often one person's two records are on a level than two persons' are, rounded: they order candidates. A wrong
date takes little away, and one that isn't known, or is one of the days that registers put where only the year is known, takes
nothing.
"""

from functools import lru_cache

from egnatia.engines.dates.agreement import is_placeholder
from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import Precision, UncertainDate
from egnatia.engines.names.compiling import kernel

UNKNOWN = 0
YEAR = 1 << 9  # what a year is more in a packed date

SAME_DAY = 12.0  # bits
YEAR_SLIPPED = 9.0  # day and month agree, and the years are one apart
SWAPPED = 9.0
SAME_MONTH = 8.0
SAME_YEAR_ONE_UNKNOWN = 7.0
ONE_DIGIT = 3.0
FEW_YEARS_APART_ONE_UNKNOWN = 3.0  # at most three: the year beside a made-up day is often an estimate
SAME_YEAR_OTHER_DAY = 0.0
ONE_YEAR_APART = -1.0
FEW_YEARS_APART = -2.0
FAR_APART = -4.0
_FEW, _FEW_OF_AN_ESTIMATE = 5, 3  # years


@lru_cache(maxsize=50_000)
def pack(birth: UncertainDate | None) -> int:
    """Year · 512 + month · 32 + day, 0 where a part isn't known. A placeholder's day and an estimate's are not."""
    if birth is None:
        return UNKNOWN
    first = birth.first
    if birth.precision is Precision.DAY and not is_placeholder(birth):
        return first.year << 9 | first.month << 5 | first.day
    if birth.precision is Precision.MONTH and birth.calendar is Calendar.GREGORIAN:
        return first.year << 9 | first.month << 5
    return (first.year if birth.estimate is None else birth.year) << 9


@kernel
def weigh_births(one, other):  # type: ignore[no-untyped-def]
    """Bits for two packed dates; the order of the two doesn't matter."""
    if one == 0 or other == 0:
        return 0.0
    years = abs((one >> 9) - (other >> 9))
    month, other_month = (one >> 5) & 15, (other >> 5) & 15
    day, other_day = one & 31, other & 31
    if day and other_day:
        return _weigh_days(one, other, years)
    if years == 0 and month and other_month:
        return SAME_MONTH if month == other_month else SAME_YEAR_OTHER_DAY
    if years == 0:
        return SAME_YEAR_ONE_UNKNOWN
    return FEW_YEARS_APART_ONE_UNKNOWN if years <= _FEW_OF_AN_ESTIMATE else 0.0


@kernel
def _weigh_days(one, other, years):  # type: ignore[no-untyped-def]
    if one == other:
        return SAME_DAY
    month, day, other_month, other_day = (one >> 5) & 15, one & 31, (other >> 5) & 15, other & 31
    if years == 0 and month == other_day and day == other_month:
        return SWAPPED
    digits = _count_digits_apart(one >> 9, other >> 9)
    if month == other_month and day == other_day and years == 1:
        return YEAR_SLIPPED
    if digits + _count_digits_apart(month, other_month) + _count_digits_apart(day, other_day) == 1:
        return ONE_DIGIT
    if years == 0:
        return SAME_YEAR_OTHER_DAY
    if years == 1:
        return ONE_YEAR_APART
    return FEW_YEARS_APART if years <= _FEW else FAR_APART


@kernel
def _count_digits_apart(one, other):  # type: ignore[no-untyped-def]
    count = 0
    while one or other:
        count += one % 10 != other % 10
        one, other = one // 10, other // 10
    return count


def find_near(packed: int) -> list[tuple[int, int]]:
    """Spans of packed dates, from and to before, that a day is so near to that a word in common is worth a look."""
    year, month, day = packed >> 9, (packed >> 5) & 15, packed & 31
    if not day:
        return []
    days = {packed, year << 9 | day << 5 | month if day <= 12 else packed, packed - YEAR, packed + YEAR}
    return [(near, near + 1) for near in sorted(days)]
