"""Limits: hours by the clock, days by art. 73, retention to the day."""

import calendar
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.law.limits import last_day
from egnatia.law.sources import Source

PARTNERS = ["AL", "BA", "XK", "ME", "MK", "RS"]
moments = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
partners = st.sampled_from(PARTNERS)


def a_limit(n: int, unit: str) -> law.Limit:
    source = Source("egnatia", "test", date(2026, 1, 1), "confirmed")
    return law.Limit("test", "Test", source, n, unit, "", False)


@given(moments, partners)
def test_hours_run_through_nights_weekends_and_holidays(start: datetime, partner: str) -> None:
    assert law.due_at("transmission", start, partner) - start == timedelta(hours=72)
    assert law.due_at("search_answer_urgent", start, partner) - start == timedelta(hours=1)


def test_hours_run_through_the_change_of_clocks() -> None:
    from zoneinfo import ZoneInfo

    before = datetime(2026, 10, 24, 20, tzinfo=ZoneInfo("Europe/Skopje"))
    assert law.due_at("verdict", before, "MK") == datetime(2026, 10, 25, 18, tzinfo=UTC)


@given(days, st.integers(1, 12), partners)
def test_working_days_are_those_a_calendar_counts(event: date, n: int, partner: str) -> None:
    counted, day = 0, event
    while counted < n:
        day += timedelta(days=1)
        counted += day.weekday() < 5 and day not in law.holidays_of(partner, day.year)
    assert last_day(a_limit(n, "working_day"), event, partner) == day


@given(days, st.integers(1, 40), st.sampled_from(["day", "week"]), partners)
def test_days_and_weeks_end_on_the_first_working_day_from_their_end(event: date, n: int, unit: str, partner: str) -> None:
    end = event + timedelta(days=n * (7 if unit == "week" else 1))
    last = last_day(a_limit(n, unit), event, partner)
    assert law.is_working_day(last, partner)
    assert last >= end
    assert not any(law.is_working_day(end + timedelta(days=i), partner) for i in range((last - end).days))


@given(days, st.integers(1, 36), partners)
def test_months_end_on_the_same_day_or_the_months_last(event: date, n: int, partner: str) -> None:
    end = law.add_months(event, n)
    assert (end.year * 12 + end.month) - (event.year * 12 + event.month) == n
    assert end.day == min(event.day, calendar.monthrange(end.year, end.month)[1])
    assert last_day(a_limit(n, "month"), event, partner) >= end


def test_three_working_days_over_the_albanian_november() -> None:
    # Friday 20 November 2026; Monday 23 is Alphabet Day (observed), so Tuesday, Wednesday, Thursday count.
    due = law.due_at("wrong_hit_notice", datetime(2026, 11, 20, 15, tzinfo=UTC), "AL")
    assert due == datetime(2026, 11, 26, 22, 59, 59, tzinfo=UTC)
    assert law.due_at("wrong_hit_notice", datetime(2026, 11, 20, 15, tzinfo=UTC), "ME").date() == date(2026, 11, 25)


def test_the_day_of_the_event_is_the_partners_own_day() -> None:
    # 23:30 in UTC is already the next day in Tirana.
    late = law.due_at("wrong_hit_notice", datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "AL")
    early = law.due_at("wrong_hit_notice", datetime(2026, 3, 2, 22, 30, tzinfo=UTC), "AL")
    assert late - early == timedelta(days=1)


def test_extensions_are_added_to_the_limit_they_prolong() -> None:
    start = datetime(2026, 7, 1, 8, tzinfo=UTC)
    due = law.due_at("transmission", start, "AL", extensions=("transmission_technical", "transmission_influx"))
    assert due - start == timedelta(hours=72 + 48 + 48)
    with pytest.raises(ValueError, match="does not prolong"):
        law.due_at("verdict", start, "AL", extensions=("transmission_technical",))


def test_erasures_are_not_moved_by_weekends() -> None:
    # 14 days from Saturday 3 October 2026 end on a Saturday.
    assert law.due_at("draft", datetime(2026, 10, 3, 8, tzinfo=UTC), "RS").date() == date(2026, 10, 17)


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        law.due_at("verdict", datetime(2026, 1, 1), "MK")
    with pytest.raises(ValueError, match="time zone"):
        law.erase_on(1, datetime(2026, 1, 1))


def test_an_unknown_limit_is_a_problem() -> None:
    with pytest.raises(Problem, match="law.limit.unknown"):
        law.limit("never")


@given(days, st.sampled_from([(1, 10), (2, 5), (3, 5), (9, 5), (8, 5), (7, 5)]))
def test_retention_ends_on_the_same_day_years_later_whatever_day_that_is(day: date, rule: tuple[int, int]) -> None:
    category, years = rule
    end = law.erase_on(category, datetime.combine(day, time(12), tzinfo=UTC))
    assert end.year == day.year + years
    assert (end.month, end.day) == ((day.month, day.day) if (day.month, day.day) != (2, 29) or years == 8 else (2, 28))


def test_retention_of_what_the_regulation_treats_specially() -> None:
    moment = datetime(2029, 7, 1, 12, tzinfo=UTC)
    assert law.erase_on(7, moment, outcome="refused") == date(2032, 7, 1)
    assert law.erase_on(7, moment, outcome="discontinued") == date(2032, 7, 1)
    assert law.erase_on(0, moment, decision_on=date(2029, 6, 15)) == date(2030, 6, 15)
    with pytest.raises(ValueError, match="decision_on"):
        law.erase_on(0, moment)
    with pytest.raises(Problem, match="law.retention.unknown"):
        law.erase_on(4, moment)


def test_retention_counts_the_partners_own_day() -> None:
    assert law.erase_on(2, datetime(2026, 3, 2, 23, 30, tzinfo=UTC)) == date(2031, 3, 2)
    assert law.erase_on(2, datetime(2026, 3, 2, 23, 30, tzinfo=UTC), partner="MK") == date(2031, 3, 3)
