"""What an uncertain date stands for, and which ones can't be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.dates.calendars import Calendar, Rule, find_written
from egnatia.engines.dates.conversion import convert
from egnatia.engines.dates.month_names import Naming
from egnatia.engines.dates.uncertain import EstimatedAge, Precision, UncertainDate, age_between, check_possible
from egnatia.engines.errors import EngineError
from tests.engines.dates.dates import TODAY, known_dates, uncertain_dates

GREGORIAN, SOLAR, ISLAMIC = Calendar


@pytest.mark.parametrize(
    ("when", "first", "last", "precision"),
    [
        (UncertainDate(GREGORIAN, 1992, 2), "1992-02-01", "1992-02-29", Precision.MONTH),
        (UncertainDate(GREGORIAN, 1991), "1991-01-01", "1991-12-31", Precision.YEAR),
        (UncertainDate(SOLAR, 1370, 2, 15), "1991-05-05", "1991-05-05", Precision.DAY),
        (UncertainDate(SOLAR, 1370, 2), "1991-04-21", "1991-05-21", Precision.MONTH),  # spans two Gregorian months
        (UncertainDate(SOLAR, 1370), "1991-03-21", "1992-03-20", Precision.YEAR),  # and two years
        (UncertainDate(ISLAMIC, 1410, 9), "1990-03-27", "1990-04-25", Precision.MONTH),
        (UncertainDate.of_age(35, on=TODAY, margin=2), "1988-11-30", "1993-11-29", Precision.ESTIMATED_AGE),
        (UncertainDate(GREGORIAN, 1991, estimate=EstimatedAge(2)), "1989-01-01", "1993-12-31", Precision.ESTIMATED_AGE),
    ],
)
def test_interval_and_precision(when, first, last, precision):
    assert (when.first.isoformat(), when.last.isoformat(), when.precision) == (first, last, precision)


@given(known_dates())
def test_the_interval_is_exactly_the_days_written_so(when):
    known = tuple(part for part in (when.year, when.month, when.day) if part is not None)
    for day in (when.first, when.last):
        written = find_written(when.calendar, day)
        assert written and written[: len(known)] == known
    before = find_written(when.calendar, when.first - timedelta(days=1))
    after = find_written(when.calendar, when.last + timedelta(days=1))
    assert before and after and before[: len(known)] != known != after[: len(known)]


@given(st.integers(0, 120), st.integers(0, 20), st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_everybody_of_the_estimated_ages_was_born_in_the_interval(age, margin, on):
    when = UncertainDate.of_age(age, on=on, margin=margin)
    assert when.ages(on) == (max(0, age - margin), age + margin)
    assert age_between(when.first - timedelta(days=1), on) == age + margin + 1
    assert when.last == on or age_between(when.last + timedelta(days=1), on) == age - margin - 1


@given(uncertain_dates(), st.dates(date(1925, 1, 1), date(2040, 12, 31)), st.floats(0, 1))
def test_an_age_lies_between_the_youngest_and_the_oldest(when, on, share):
    youngest, oldest = when.ages(on)
    birth = when.first + share * (when.last - when.first)
    assert 0 <= youngest <= max(0, age_between(birth, on)) <= oldest


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        ("2020-02-29", "2026-02-28", 5),
        ("2020-02-29", "2026-03-01", 6),
        ("2020-02-29", "2024-02-29", 4),
        ("2020-11-30", "2026-11-29", 5),
        ("2020-11-29", "2026-11-29", 6),
        ("2026-11-30", "2026-11-29", -1),
    ],
)
def test_whole_years_between_two_days(birth, on, age):
    assert age_between(date.fromisoformat(birth), date.fromisoformat(on)) == age


@pytest.mark.parametrize(
    ("make", "code", "cure"),
    [
        (lambda: UncertainDate(GREGORIAN, 1991, 4, 31), "date.day_not_in_month", "1991-04-30"),
        (lambda: UncertainDate(GREGORIAN, 1991, 2, 29), "date.day_not_in_month", "1991-02-28"),
        (lambda: UncertainDate(SOLAR, 1371, 12, 30), "date.day_not_in_month", "1371-12-29"),
        (lambda: UncertainDate(ISLAMIC, 1446, 1, 31), "date.day_not_in_month", "1446-01-"),
        (lambda: UncertainDate(GREGORIAN, 1991, 4, 99), "date.day_not_in_month", "Check the day"),
        (lambda: UncertainDate(GREGORIAN, 1991, 4, 0), "date.day_not_in_month", "Check the day"),
        (lambda: UncertainDate(GREGORIAN, 1991, 25, 5), "date.month_not_in_calendar", "1991-05-25"),
        (lambda: UncertainDate(GREGORIAN, 1991, 13), "date.month_not_in_calendar", "from 1 to 12"),
        (lambda: UncertainDate(GREGORIAN, 1991, 0), "date.month_not_in_calendar", "from 1 to 12"),
        (lambda: UncertainDate(GREGORIAN, 0), "date.year_outside_calendar", "9999"),
        (lambda: UncertainDate(SOLAR, 1991), "date.year_outside_calendar", "another calendar"),
        (lambda: UncertainDate(GREGORIAN, 1991, None, 5), "date.day_without_month", "month"),
        (lambda: UncertainDate(GREGORIAN, 1991, naming=Naming.AFGHAN), "date.parts_contradict", "Solar Hijri"),
        (lambda: UncertainDate(GREGORIAN, 1991, 5, estimate=EstimatedAge(2)), "date.parts_contradict", "year alone"),
        (lambda: UncertainDate.of_age(121, on=TODAY, margin=2), "date.age_out_of_range", "120"),
        (lambda: UncertainDate.of_age(-1, on=TODAY, margin=2), "date.age_out_of_range", "120"),
        (lambda: UncertainDate.of_age(30, on=TODAY, margin=21), "date.margin_out_of_range", "20"),
        (lambda: check_possible(UncertainDate(GREGORIAN, 2027), on=TODAY), "date.future", "calendar"),
        (
            lambda: check_possible(UncertainDate.of_age(30, on=TODAY + timedelta(days=1), margin=2), on=TODAY),
            "date.future",
            "calendar",
        ),
        (lambda: check_possible(UncertainDate(GREGORIAN, 1905, 11, 29), on=TODAY), "date.too_long_ago", "600"),
    ],
)
def test_what_can_not_be_is_refused_with_a_cure(make, code, cure):
    with pytest.raises(EngineError) as caught:
        make()
    assert caught.value.code == code and cure in caught.value.cure and caught.value.message.endswith(".")


def test_what_is_barely_possible_is_taken():
    assert check_possible(UncertainDate.of_day(TODAY), on=TODAY).first == TODAY
    assert check_possible(UncertainDate(GREGORIAN, 2026), on=date(2026, 1, 1))
    assert check_possible(UncertainDate(GREGORIAN, 1905, 11, 30), on=TODAY)


@pytest.mark.parametrize(
    ("when", "told", "rule"),
    [
        (UncertainDate(SOLAR, 1370, 2, 15, Naming.AFGHAN), "15 Saur 1370 (Solar Hijri) = 5 May 1991", Rule.SOLAR_HIJRI),
        (UncertainDate(SOLAR, 1370, 2, 15), "15 Saur/Ordibehesht 1370 (Solar Hijri) = 5 May 1991", Rule.SOLAR_HIJRI),
        (UncertainDate(ISLAMIC, 1446, 1, 1), "1 Muharram 1446 (Islamic) = 7 July 2024", Rule.UMM_AL_QURA),
        (UncertainDate(ISLAMIC, 1400), "1400 (Islamic) = 20 November 1979 to 8 November 1980", Rule.UMM_AL_QURA),
        (UncertainDate(GREGORIAN, 1991, 5), "May 1991", Rule.GREGORIAN),
        (UncertainDate.of_age(35, on=TODAY, margin=2), "aged about 35 = 30 November 1988 to 29 November 1993", Rule.GREGORIAN),
    ],
)
def test_a_conversion_is_told(when, told, rule):
    conversion = convert(when)
    assert str(conversion) == told and conversion.rule is rule


def test_parts_carry_both_scripts():
    stated = convert(UncertainDate(SOLAR, 1370, 2, 15, Naming.AFGHAN)).stated
    assert stated and (stated.month_name, stated.month_name_in_script) == ("Saur", "ثور")


@given(uncertain_dates())
def test_every_date_can_be_told(when):
    assert str(convert(when)) and when.first <= when.last and when.overlaps(when)
