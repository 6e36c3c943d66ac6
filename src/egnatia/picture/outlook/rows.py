"""The forecasts that a job keeps, as rows of the page: the next days by section and partner, the next months by series."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.alarms.ahead import DAYS_AHEAD, MONTHS_AHEAD
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.indicators import indicators
from egnatia.picture.models import BackTest
from egnatia.picture.periods import next_period
from egnatia.picture.series_words import place_name


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected, and the range that holds four in five."""

    point: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """One series; `place`: where it was counted.

    cells      by column, None where nothing can be said so far ahead
    together   of all the days, or of the next twelve months; None: not known
    upstream   names of the places whose counts were used
    error      of such forecasts one period ahead, as part of the last-value rule's; held: share of 80 % ranges that held
    last       the last period that the forecast knows
    """

    key: SeriesKey
    place: str
    cells: tuple[Expected | None, ...]
    together: Expected | None
    upstream: str
    error: float | None
    held: float | None
    last: date


def day_rows() -> tuple[tuple[date, ...], list[OutlookRow]]:
    """The five days from today on and what is expected of each: by indicator, ours in front, the largest first.

    A series whose forecast was made too long ago to reach them isn't there.
    """
    days = next_days()
    return days, _sorted(_rows("day", lambda told: _by_period(told, days)))


def month_rows() -> list[OutlookRow]:
    """1, 3, 6 and 12 months after the last month of each series, where the last of these isn't over yet."""
    this_month = next_days()[0].replace(day=1)
    return _sorted(_rows("month", lambda told: _months_ahead(told, this_month)))


def next_days() -> tuple[date, ...]:
    """Today where this node stands, and the days after it that are foreseen."""
    today = law.local_day(clock.now(), node.current().partner)
    return tuple(today + timedelta(days=number) for number in range(DAYS_AHEAD))


def days_together(told: Mapping[str, Any], days: tuple[date, ...]) -> Expected | None:
    """What a kept forecast (`ahead_of`) expects of these days together; None where it was made for other ones."""
    together = told.get("together")
    return Expected(*together[2:]) if together and together[0] == days[0].isoformat() else None


def _rows(every: str, cells_of: Callable[[Mapping[str, Any]], tuple[Expected | None, ...]]) -> Iterator[OutlookRow]:
    for kept in BackTest.objects.filter(every=every):
        told = kept.result.get("ahead", {})  # results of earlier versions have none
        cells = cells_of(told) if told.get("points") else ()
        if any(cells):
            yield _row(kept, told, cells)


def _row(kept: BackTest, told: Mapping[str, Any], cells: tuple[Expected | None, ...]) -> OutlookRow:
    key = SeriesKey(kept.source, kept.indicator, kept.cut, kept.key, kept.every)
    tests = kept.result["with_upstream"] or kept.result["horizons"]
    together = days_together(told, next_days()) if key.every == "day" else _year(told)
    return OutlookRow(
        key=key,
        place=place_name(key),
        cells=cells,
        together=together,
        upstream=", ".join(told["upstream"]),
        error=tests[0]["rel_mae"] if tests else None,
        held=tests[0]["coverage80"] if tests else None,
        last=_last_of(told, key.every),
    )


def _year(told: Mapping[str, Any]) -> Expected | None:
    return Expected(*told["together"][2:]) if told["together"] else None


def _months_ahead(told: Mapping[str, Any], this_month: date) -> tuple[Expected | None, ...]:
    points = {date.fromisoformat(period): Expected(*values) for period, *values in told["points"]}
    if max(points) < this_month:
        return ()
    return tuple(points.get(_months_after(_last_of(told, "month"), ahead)) for ahead in MONTHS_AHEAD)


def _by_period(told: Mapping[str, Any], periods: tuple[date, ...]) -> tuple[Expected | None, ...]:
    points = {date.fromisoformat(period): Expected(*values) for period, *values in told["points"]}
    return tuple(points.get(period) for period in periods)


def _last_of(told: Mapping[str, Any], every: str) -> date:
    """The period before the first one that was foreseen."""
    first = date.fromisoformat(told["points"][0][0])
    return (first - timedelta(days=1)).replace(day=1) if every == "month" else first - timedelta(days=1)


def _months_after(month: date, ahead: int) -> date:
    for _number in range(ahead):
        month = next_period(month, "month")
    return month


def _sorted(rows: Iterator[OutlookRow]) -> list[OutlookRow]:
    partner = node.current().partner

    def order(row: OutlookRow) -> tuple[int, bool, bool, float]:
        first = next(cell for cell in row.cells if cell)
        return list(indicators()).index(row.key.indicator), row.key.source != partner, bool(row.key.cut), -first.point

    return sorted(rows, key=order)
