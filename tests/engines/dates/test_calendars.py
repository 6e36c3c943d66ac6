"""Conversions against published pairs, and against the libraries over all years that are converted."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from egnatia.engines.dates.calendars import YEARS, Calendar, find_written, month_length, to_gregorian
from egnatia.engines.errors import EngineError

SOLAR, ISLAMIC = Calendar.SOLAR_HIJRI, Calendar.ISLAMIC

#: Leap years that come five years after the one before, as the calendar centre of the University of Tehran publishes them for
#: 1206 to 1498; between them every fourth year is one.
AFTER_FIVE_YEARS = (1210, 1243, 1276, 1309, 1342, 1375, 1408, 1441, 1474)


def published_leap_years() -> set[int]:
    years = {year for start in AFTER_FIVE_YEARS for year in range(start, start + 29, 4)}
    return {year for year in years if year <= 1498}


@pytest.mark.parametrize(
    ("calendar", "written", "day"),
    [
        (SOLAR, (1370, 1, 1), date(1991, 3, 21)),
        (SOLAR, (1400, 1, 1), date(2021, 3, 21)),
        (SOLAR, (1370, 2, 15), date(1991, 5, 5)),
        (SOLAR, (1357, 2, 7), date(1978, 4, 27)),  # 7 Saur 1357, known by its date
        (SOLAR, (1357, 11, 22), date(1979, 2, 11)),  # 22 Bahman 1357, likewise
        (SOLAR, (1403, 12, 30), date(2025, 3, 20)),
        (ISLAMIC, (1446, 1, 1), date(2024, 7, 7)),
        (ISLAMIC, (1343, 1, 1), date(1924, 8, 1)),
        (ISLAMIC, (1500, 12, 30), date(2077, 11, 16)),
    ],
)
def test_known_pairs(calendar, written, day):
    assert to_gregorian(calendar, written) == day
    assert find_written(calendar, day) == written


def test_leap_years_are_the_published_ones():
    first, last = YEARS[SOLAR]
    assert {year for year in range(first, last + 1) if month_length(SOLAR, year, 12) == 30} == published_leap_years()
    assert {1399, 1403, 1408} <= published_leap_years() and 1404 not in published_leap_years()


@pytest.mark.parametrize(("year", "day"), [(1206, 22), (1243, 20), (1300, 21), (1309, 21), (1375, 20), (1404, 21), (1498, 21)])
def test_solar_years_begin_on_the_published_days(year, day):
    assert to_gregorian(SOLAR, (year, 1, 1)) == date(year + 621, 3, day)


def test_every_solar_month_comes_back_and_follows_the_one_before():
    starts = [(year, month) for year in range(YEARS[SOLAR][0], YEARS[SOLAR][1] + 1) for month in range(1, 13)]
    for (year, month), following in pairwise(starts):
        length = month_length(SOLAR, year, month)
        last = to_gregorian(SOLAR, (year, month, length))
        assert find_written(SOLAR, last) == (year, month, length)
        assert last == JalaliDate(year, month, length).to_gregorian()
        assert to_gregorian(SOLAR, (*following, 1)) == last + timedelta(days=1)


def test_every_islamic_month_comes_back_and_follows_the_one_before():
    starts = [(year, month) for year in range(YEARS[ISLAMIC][0], YEARS[ISLAMIC][1] + 1) for month in range(1, 13)]
    for (year, month), following in pairwise(starts):
        length = month_length(ISLAMIC, year, month)
        first, last = (to_gregorian(ISLAMIC, (year, month, day)) for day in (1, length))
        assert find_written(ISLAMIC, first) == (year, month, 1)
        assert find_written(ISLAMIC, last) == (year, month, length)
        assert to_gregorian(ISLAMIC, (*following, 1)) == last + timedelta(days=1)


@given(st.dates(date(1924, 8, 1), date(2077, 11, 16)), st.sampled_from(list(Calendar)))
def test_every_day_comes_back(day, calendar):
    written = find_written(calendar, day)
    assert written and to_gregorian(calendar, written) == day


@pytest.mark.parametrize("calendar", [SOLAR, ISLAMIC])
def test_years_outside_are_refused(calendar):
    for year in (YEARS[calendar][0] - 1, YEARS[calendar][1] + 1):
        with pytest.raises(EngineError) as caught:
            to_gregorian(calendar, (year, 1, 1))
        assert caught.value.code == "date.year_outside_calendar" and caught.value.cure
    assert find_written(calendar, date(1700, 1, 1)) is None and find_written(calendar, date(2500, 1, 1)) is None
