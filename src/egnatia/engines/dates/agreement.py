"""How well two dates of birth agree: levels for record linkage, each with its code and a reason in words.

Fellegi and Sunter (1969, *A theory for record linkage*) compare two records field by field and let each outcome of a
comparison, a level, have a weight of its own: how much likelier it is for one person than for two. The weights are learned
from data; this module only says which level two dates are on. Why each level is there stands beside it; docs/dates.md has the
table. Symmetric: the order of the two never matters to the level.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from egnatia.engines.dates.calendars import Calendar, Written, find_written
from egnatia.engines.dates.conversion import convert
from egnatia.engines.dates.uncertain import Precision, UncertainDate


class Level(StrEnum):
    """Outcomes of a comparison, from the most alike to the least; the first that holds is taken."""

    #: One of them isn't known: nothing follows, for or against.
    UNKNOWN = "unknown"
    #: One is a day that registers put where only the year is known. Offices that need a whole date fill in 1 January, and
    #: people who were never told theirs give it themselves; day and month say nothing then, whether they agree or not.
    PLACEHOLDER_SAME_YEAR = "placeholder_same_year"
    #: The same, and the years differ. The year beside a made-up day is often an estimate too.
    PLACEHOLDER_OTHER_YEAR = "placeholder_other_year"
    #: Both known to the day, and it is one day, in whatever calendars.
    SAME_DAY = "same_day"
    #: The same numbers in two calendars: 1370-02-15 noted as if it were Gregorian.
    OTHER_CALENDAR = "other_calendar"
    #: From two calendars, and a day or two apart: converted by another rule. Afghan calendars have been printed with leap years
    #: after the Gregorian rule, and an Islamic month begins where the new moon is seen.
    OTHER_RULE = "other_rule"
    #: 3 February and 2 March: one office writes the month first, the next one the day.
    SWAPPED = "swapped"
    #: The same day and month, in years that are one apart: a birthday is known better than its year.
    YEAR_SLIPPED = "year_slipped"
    #: All digits but one agree: a slip of the keyboard or of a reader of handwriting.
    ONE_DIGIT = "one_digit"
    #: One is known to the month, and the other may lie in it.
    SAME_MONTH = "same_month"
    #: One is known to the year, and the other may lie in it.
    SAME_YEAR = "same_year"
    #: One follows from an estimated age, and there are days that both may mean.
    AGE_OVERLAPS = "age_overlaps"
    #: The same year, and days or months that don't agree in any of these ways.
    SAME_YEAR_OTHER_DAY = "same_year_other_day"
    #: People who count their age from others' memory are off by one more often than by three.
    ONE_YEAR_APART = "one_year_apart"
    #: Two to five years.
    FEW_YEARS_APART = "few_years_apart"
    #: More than five: further than honest estimates usually are.
    FAR_APART = "far_apart"

    @property
    def never_counts_against(self) -> bool:
        """Whether a weight below zero is forbidden: unknown and made-up days must never count against a person."""
        return self in (Level.UNKNOWN, Level.PLACEHOLDER_SAME_YEAR, Level.PLACEHOLDER_OTHER_YEAR)


REASONS = {
    Level.UNKNOWN: "A date isn't known, which says nothing",
    Level.PLACEHOLDER_SAME_YEAR: "A day that stands for an unknown one; the year may be the same",
    Level.PLACEHOLDER_OTHER_YEAR: "A day that stands for an unknown one, in another year, which doesn't count against anybody",
    Level.SAME_DAY: "The same day",
    Level.OTHER_CALENDAR: "The same numbers, read in two calendars",
    Level.OTHER_RULE: "As near as two rules of conversion between calendars give",
    Level.SWAPPED: "The same year, with day and month swapped",
    Level.YEAR_SLIPPED: "The same day and month, one year apart",
    Level.ONE_DIGIT: "One digit differs",
    Level.SAME_MONTH: "May be the same month; one isn't known to the day",
    Level.SAME_YEAR: "May be the same year; one is known to the year alone",
    Level.AGE_OVERLAPS: "An estimated age that allows the other date",
    Level.SAME_YEAR_OTHER_DAY: "The same year, another day",
    Level.ONE_YEAR_APART: "One year apart",
    Level.FEW_YEARS_APART: "Two to five years apart",
    Level.FAR_APART: "More than five years apart",
}

#: Days between two conversions of one date. Months of the tabular Islamic calendar begin up to two days from those of
#: Umm al-Qura.
SOLAR_RULES_DIFFER, ISLAMIC_RULES_DIFFER = 1, 2

#: Days that registers write for "that year", as month and day; 1 July where they write its middle.
_PLACEHOLDERS = {Calendar.GREGORIAN: ((1, 1), (7, 1)), Calendar.SOLAR_HIJRI: ((1, 1),), Calendar.ISLAMIC: ()}

_FEW_YEARS = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """On which level two dates are, and why, with both dates in words."""

    level: Level
    reason: str


def agreement(one: UncertainDate | None, other: UncertainDate | None) -> Agreement:
    """How well two dates of birth agree, in words; None is a date of which nothing is known."""
    level = level_of_agreement(one, other)
    told = "; ".join(str(convert(when)) for when in (one, other) if when)
    return Agreement(level, f"{REASONS[level]}: {told}." if told else f"{REASONS[level]}.")


def level_of_agreement(one: UncertainDate | None, other: UncertainDate | None) -> Level:
    """The level alone, for comparing many."""
    if one is None or other is None:
        return Level.UNKNOWN
    if is_placeholder(one) or is_placeholder(other):
        return Level.PLACEHOLDER_SAME_YEAR if _widen(one).overlaps(_widen(other)) else Level.PLACEHOLDER_OTHER_YEAR
    if one.calendar is not other.calendar and one.month and _numbers(one) == _numbers(other):
        return Level.OTHER_CALENDAR
    if one.written and other.written:
        return _compare_days(one, other)
    return _compare_spans(one, other)


def is_placeholder(when: UncertainDate) -> bool:
    """Is it 1 January, 1 July or the first day of a Solar Hijri year, which carry no evidence beyond their year?"""
    return _placeholder_year(when) is not None


def _placeholder_year(when: UncertainDate) -> UncertainDate | None:
    """The year that such a day stands for; a Solar Hijri one for a Gregorian 21 March that is 1 Farvardin, converted."""
    if when.written is None:
        return None
    year, month, day = when.written
    if (month, day) in _PLACEHOLDERS[when.calendar]:
        return UncertainDate(when.calendar, year)
    solar = find_written(Calendar.SOLAR_HIJRI, when.first)
    if when.calendar is Calendar.GREGORIAN and solar and solar[1:] == (1, 1):
        return UncertainDate(Calendar.SOLAR_HIJRI, solar[0])
    return None


def _widen(when: UncertainDate) -> UncertainDate:
    return _placeholder_year(when) or when


def _numbers(when: UncertainDate) -> tuple[int, int | None, int | None]:
    return when.year, when.month, when.day


def _compare_days(one: UncertainDate, other: UncertainDate) -> Level:
    """Two dates that are known to the day, and no placeholders."""
    calendars = {one.calendar, other.calendar}
    days_apart = abs((one.first - other.first).days)
    if not days_apart:
        return Level.SAME_DAY
    differ = ISLAMIC_RULES_DIFFER if Calendar.ISLAMIC in calendars else SOLAR_RULES_DIFFER
    if len(calendars) > 1 and days_apart <= differ:
        return Level.OTHER_RULE
    # A slip may have been made before a date was converted or after: so it is looked for in every calendar concerned.
    pairs = [
        (left, right)
        for calendar in calendars | {Calendar.GREGORIAN}
        if (left := _write(one, calendar)) and (right := _write(other, calendar))
    ]
    if any(left == (year, day, month) for left, (year, month, day) in pairs):
        return Level.SWAPPED
    if any(left[1:] == right[1:] and abs(left[0] - right[0]) == 1 for left, right in pairs):
        return Level.YEAR_SLIPPED
    if any(_digits_apart(left, right) == 1 for left, right in pairs):
        return Level.ONE_DIGIT
    return _compare_years(one, other)


def _compare_spans(one: UncertainDate, other: UncertainDate) -> Level:
    """Two dates of which one at least isn't known to the day."""
    if not one.overlaps(other):
        return _compare_years(one, other)
    precisions = {one.precision, other.precision}
    if Precision.ESTIMATED_AGE in precisions:
        return Level.AGE_OVERLAPS
    return Level.SAME_YEAR if Precision.YEAR in precisions else Level.SAME_MONTH


def _compare_years(one: UncertainDate, other: UncertainDate) -> Level:
    years = _years_apart(one, other)
    if years == 0:
        return Level.SAME_YEAR_OTHER_DAY
    if years == 1:
        return Level.ONE_YEAR_APART
    return Level.FEW_YEARS_APART if years <= _FEW_YEARS else Level.FAR_APART


def _years_apart(one: UncertainDate, other: UncertainDate) -> int:
    """In their own calendar where both have the same, otherwise between the Gregorian years of their nearest days."""
    if one.estimate or other.estimate:
        return max(1, _gap(one.first, one.last, other.first, other.last))
    if one.calendar is other.calendar:
        return abs(one.year - other.year)
    return max(0, _gap(one.first, one.last, other.first, other.last))


def _gap(first: date, last: date, other_first: date, other_last: date) -> int:
    return max(first.year - other_last.year, other_first.year - last.year)


def _write(when: UncertainDate, calendar: Calendar) -> Written | None:
    return when.written if calendar is when.calendar else find_written(calendar, when.first)


def _digits_apart(left: Written, right: Written) -> int:
    texts = ("{:04}{:02}{:02}".format(*written) for written in (left, right))
    return sum(a != b for a, b in zip(*texts, strict=True))
