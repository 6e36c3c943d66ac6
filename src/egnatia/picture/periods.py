"""Days, weeks, months and years by their first day; weeks begin on Monday."""

from collections.abc import Iterator
from datetime import date, timedelta

#: What a series can be asked for by.
STEPS = ("day", "week", "month", "year")


def period_of(day: date, every: str) -> date:
    """The first day of the day, week, month or year that a day lies in."""
    if every == "week":
        return day - timedelta(days=day.weekday())
    if every == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if every == "year" else day


def next_period(period: date, every: str) -> date:
    """The first day of the period after this one."""
    if every == "month":
        return (period + timedelta(days=31)).replace(day=1)
    if every == "year":
        return period.replace(year=period.year + 1)
    return period + timedelta(days=7 if every == "week" else 1)


def periods_between(start: date | None, end: date | None, every: str) -> Iterator[date]:
    """The periods that a span of days touches; none where it has no beginning or end."""
    if start is None or end is None:
        return
    period = period_of(start, every)
    while period <= end:
        yield period
        period = next_period(period, every)
