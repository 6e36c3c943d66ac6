"""The levels of agreement: an example of each, and what holds of all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.dates.agreement import REASONS, Level, agreement, is_placeholder
from egnatia.engines.dates.calendars import Calendar, find_written
from egnatia.engines.dates.uncertain import EstimatedAge, UncertainDate
from egnatia.engines.names import births
from tests.engines.dates.dates import TODAY, uncertain_dates

GREGORIAN, SOLAR, ISLAMIC = Calendar


def of(text: str, calendar: Calendar = GREGORIAN) -> UncertainDate:
    return UncertainDate(calendar, *(int(part) for part in text.split("-")))


def aged(age: int) -> UncertainDate:
    return UncertainDate.of_age(age, on=TODAY, margin=2)


LEVELS = [
    (None, of("1991-05-05"), Level.UNKNOWN),
    (None, None, Level.UNKNOWN),
    (of("1991-01-01"), of("1991-05-05"), Level.PLACEHOLDER_SAME_YEAR),
    (of("1991-01-01"), of("1991-01-01"), Level.PLACEHOLDER_SAME_YEAR),
    (of("1991-07-01"), of("1991"), Level.PLACEHOLDER_SAME_YEAR),
    (of("1370-01-01", SOLAR), of("1991-05-05"), Level.PLACEHOLDER_SAME_YEAR),
    (of("1991-03-21"), of("1370-02-15", SOLAR), Level.PLACEHOLDER_SAME_YEAR),  # 1 Hamal 1370, converted by an office
    (of("1991-01-01"), aged(35), Level.PLACEHOLDER_SAME_YEAR),
    (of("1991-01-01"), of("1961-05-05"), Level.PLACEHOLDER_OTHER_YEAR),
    (of("1370-01-01", SOLAR), of("1995-01-01"), Level.PLACEHOLDER_OTHER_YEAR),
    (of("1991-05-05"), of("1991-05-05"), Level.SAME_DAY),
    (of("1991-05-05"), of("1370-02-15", SOLAR), Level.SAME_DAY),
    (of("1370-02-15"), of("1370-02-15", SOLAR), Level.OTHER_CALENDAR),
    (of("1370-02", ISLAMIC), of("1370-02", SOLAR), Level.OTHER_CALENDAR),
    (of("1370-02-15", SOLAR), of("1991-05-06"), Level.OTHER_RULE),
    (of("1410-09-12", ISLAMIC), of("1990-04-09"), Level.OTHER_RULE),
    (of("1991-02-03"), of("1991-03-02"), Level.SWAPPED),
    (of("1370-02-03", SOLAR), of("1991-05-23"), Level.SWAPPED),  # 2 Jawza 1370: swapped, then converted
    (of("1991-05-05"), of("1991-05-06"), Level.ONE_DIGIT),
    (of("1990-05-05"), of("1991-05-05"), Level.YEAR_SLIPPED),  # one digit differs, too
    (of("1991-05-05"), of("1981-05-05"), Level.ONE_DIGIT),
    (of("1989-05-05"), of("1990-05-05"), Level.YEAR_SLIPPED),  # two digits differ
    (of("1370-02-15", SOLAR), of("1371-02-15", SOLAR), Level.YEAR_SLIPPED),
    (of("1370-02-15", SOLAR), of("1370-02-16", SOLAR), Level.ONE_DIGIT),
    (of("1991-05"), of("1991-05-05"), Level.SAME_MONTH),
    (of("1991-05"), of("1991-05"), Level.SAME_MONTH),
    (of("1991-05"), of("1370-02", SOLAR), Level.SAME_MONTH),
    (of("1991"), of("1991-05-05"), Level.SAME_YEAR),
    (of("1370", SOLAR), of("1992-03-02"), Level.SAME_YEAR),
    (aged(35), of("1991-05-05"), Level.AGE_OVERLAPS),
    (aged(35), aged(38), Level.AGE_OVERLAPS),
    (UncertainDate(GREGORIAN, 1991, estimate=EstimatedAge(2)), of("1993"), Level.AGE_OVERLAPS),
    (of("1991-05-05"), of("1991-08-23"), Level.SAME_YEAR_OTHER_DAY),
    (of("1991-05"), of("1991-08-23"), Level.SAME_YEAR_OTHER_DAY),
    (of("1370", SOLAR), of("1991-02-03"), Level.SAME_YEAR_OTHER_DAY),
    (of("1990-05-05"), of("1991-08-23"), Level.ONE_YEAR_APART),
    (of("1989-05-05"), of("1990-05-06"), Level.ONE_YEAR_APART),
    (of("1370", SOLAR), of("1371", SOLAR), Level.ONE_YEAR_APART),
    (aged(35), of("1993-12-24"), Level.ONE_YEAR_APART),
    (of("1991-05-05"), of("1993-08-23"), Level.FEW_YEARS_APART),
    (of("1991"), of("1996"), Level.FEW_YEARS_APART),
    (of("1991"), of("1997"), Level.FAR_APART),
    (aged(60), of("1991-05-05"), Level.FAR_APART),
]


@pytest.mark.parametrize(("one", "other", "level"), LEVELS)
def test_levels(one, other, level):
    found = agreement(one, other)
    assert found.level is level and agreement(other, one).level is level
    assert found.reason.startswith(REASONS[level]) and found.reason.endswith(".")


def test_every_level_has_an_example_and_a_reason():
    assert {level for _, _, level in LEVELS} == set(Level) == set(REASONS)


def test_a_reason_shows_both_dates():
    found = agreement(of("1370-02-15", SOLAR), of("1991-05-06"))
    assert found.reason == (
        "As near as two rules of conversion between calendars give: "
        "15 Saur/Ordibehesht 1370 (Solar Hijri) = 5 May 1991; 6 May 1991."
    )


@given(st.none() | uncertain_dates(), st.none() | uncertain_dates())
def test_order_does_not_matter(one, other):
    assert agreement(one, other).level is agreement(other, one).level


@given(uncertain_dates())
def test_a_date_agrees_with_itself(when):
    assert agreement(when, when).level in {
        Level.PLACEHOLDER_SAME_YEAR,
        Level.SAME_DAY,
        Level.SAME_MONTH,
        Level.SAME_YEAR,
        Level.AGE_OVERLAPS,
    }


@given(st.dates(date(1930, 1, 1), TODAY), st.sampled_from(list(Calendar)))
def test_a_day_is_the_same_in_every_calendar(day, calendar):
    stated = UncertainDate(calendar, *(find_written(calendar, day) or ()))
    level = agreement(stated, UncertainDate.of_day(day)).level
    placeholder = is_placeholder(stated) or is_placeholder(UncertainDate.of_day(day))
    assert level is (Level.PLACEHOLDER_SAME_YEAR if placeholder else Level.SAME_DAY)


@given(st.integers(1900, 2026), st.sampled_from([(1, 1), (7, 1)]), st.none() | uncertain_dates())
def test_a_made_up_day_never_counts_against_anybody(year, day, other):
    when = UncertainDate(GREGORIAN, year, *day)
    assert is_placeholder(when) and agreement(when, other).level.never_counts_against


@given(uncertain_dates(), st.integers(11 * 366, 40 * 365))
def test_what_is_far_apart_is_never_near(when, days):
    other = UncertainDate.of_day(max(date(1850, 1, 1), when.first - timedelta(days=days)))
    assert agreement(when, other).level in {
        Level.FAR_APART,
        Level.ONE_DIGIT,
        Level.PLACEHOLDER_SAME_YEAR,
        Level.PLACEHOLDER_OTHER_YEAR,
    }


#: What the candidate index weighs for dates known to the day, or to nothing but the year.
BITS = {
    Level.UNKNOWN: 0.0,
    Level.PLACEHOLDER_SAME_YEAR: births.SAME_YEAR_ONE_UNKNOWN,
    Level.SAME_DAY: births.SAME_DAY,
    Level.SWAPPED: births.SWAPPED,
    Level.YEAR_SLIPPED: births.YEAR_SLIPPED,
    Level.ONE_DIGIT: births.ONE_DIGIT,
    Level.SAME_MONTH: births.SAME_MONTH,
    Level.SAME_YEAR: births.SAME_YEAR_ONE_UNKNOWN,
    Level.SAME_YEAR_OTHER_DAY: births.SAME_YEAR_OTHER_DAY,
    Level.ONE_YEAR_APART: births.ONE_YEAR_APART,
    Level.FEW_YEARS_APART: births.FEW_YEARS_APART,
    Level.FAR_APART: births.FAR_APART,
}

_NEAR_DAYS = st.dates(date(1978, 1, 1), date(1992, 12, 31))


@given(_NEAR_DAYS, _NEAR_DAYS, st.sampled_from(["as drawn", "swapped", "another year"]))
def test_the_candidate_index_is_on_the_same_level(day, other_day, change):
    if change == "swapped" and day.day <= 12:
        other_day = day.replace(month=day.day, day=day.month)
    elif change == "another year" and (day.month, day.day) != (2, 29):
        other_day = day.replace(year=other_day.year)
    one, other = UncertainDate.of_day(day), UncertainDate.of_day(other_day)
    level, bits = agreement(one, other).level, births.weigh_births(births.pack(one), births.pack(other))
    if level is Level.PLACEHOLDER_OTHER_YEAR:
        assert bits in (0.0, births.FEW_YEARS_APART_ONE_UNKNOWN)
    else:
        assert bits == BITS[level]


@pytest.mark.parametrize("other", [None, of("1991"), of("1991-05"), of("1991-01-01")])
def test_the_candidate_index_is_on_the_same_level_where_a_part_is_unknown(other):
    one = of("1991-05-05")
    assert births.weigh_births(births.pack(one), births.pack(other)) == BITS[agreement(one, other).level]
