"""Months begin and end at the partner's midnight."""

from datetime import UTC, date, datetime

import pytest

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.oversight.months import Month, local_month, read_month, this_month


def test_the_window_is_that_of_the_partners_zone() -> None:
    """In October 2026 Skopje goes from two hours before Greenwich to one."""
    start, end = Month(2026, 10).window()
    assert start.astimezone(UTC) == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2026, 10, 31, 23, tzinfo=UTC)


def test_the_year_turns() -> None:
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2027, 1).previous() == Month(2026, 12)
    assert Month(2026, 12).closes_on() == date(2027, 1, 3)


def test_which_month_it_is_is_told_by_the_clock_on_the_wall() -> None:
    moment = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert local_month(moment) == Month(2026, 11)
    with clock.frozen(moment):
        assert this_month() == Month(2026, 11)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "26-10", "2026-1", "2026-10-01", "october", "", "0000-10", "９９９９-10"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Problem) as caught:
        read_month(text)
    assert caught.value.code == "oversight.statistics.month"


def test_a_month_is_read_as_it_is_written() -> None:
    assert read_month("2026-10").code == "2026-10"
