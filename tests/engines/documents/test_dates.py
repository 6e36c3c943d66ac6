"""Two digits of a year and the day it is today give a year; what is unknown stays unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.documents.mrz.dates import PartialDate, read_birth_date, read_expiry_date, write_date
from tests.engines.documents.specimens import TODAY


@pytest.mark.parametrize(
    ("raw", "when"),
    [
        ("261129", "2026-11-29"),
        ("261130", "1926-11-30"),
        ("270101", "1927-01-01"),
        ("000229", "2000-02-29"),
        ("840000", "1984-XX-XX"),
        ("84<<<<", "1984-XX-XX"),
        ("8403<<", "1984-03-XX"),
        ("<<0312", "XXXX-03-12"),
        ("<<<<<<", "XXXX-XX-XX"),
        ("<<0229", "XXXX-02-29"),
    ],
)
def test_birth_dates(raw, when):
    assert str(read_birth_date(raw, TODAY)) == when


@pytest.mark.parametrize("raw", ["841301", "840431", "<<0431", "250229"])
def test_no_such_day(raw):
    assert read_birth_date(raw, TODAY) is None


@pytest.mark.parametrize(("raw", "year"), [("750101", 2075), ("760101", 1976), ("260101", 2026), ("991231", 1999)])
def test_expiry_lies_at_most_49_years_ahead(raw, year):
    assert read_expiry_date(raw, TODAY).year == year


@given(st.dates(date(1927, 1, 1), TODAY))
def test_a_birth_date_of_the_last_century_comes_back(when):
    known = PartialDate(when.year, when.month, when.day)
    assert read_birth_date(write_date(known), TODAY) == known


@given(st.dates(date(1977, 1, 1), date(2075, 12, 31)))
def test_an_expiry_date_comes_back(when):
    known = PartialDate(when.year, when.month, when.day)
    assert read_expiry_date(write_date(known), TODAY) == known


@pytest.mark.parametrize(
    ("partial", "interval"),
    [
        (PartialDate(2024, 2, 29), (date(2024, 2, 29), date(2024, 2, 29))),
        (PartialDate(2024, 2), (date(2024, 2, 1), date(2024, 2, 29))),
        (PartialDate(2024), (date(2024, 1, 1), date(2024, 12, 31))),
        (PartialDate(2024, None, 5), (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_what_a_zone_has_of_a_date_is_a_date_as_far_as_it_is_known(partial, interval):
    when = partial.as_uncertain()
    assert (when.first, when.last) == interval


@pytest.mark.parametrize("partial", [PartialDate(None, 5, 1), PartialDate()])
def test_without_its_year_a_date_says_nothing(partial):
    assert partial.as_uncertain() is None
