"""From figures that were revised to reports by delay, and from these to what the newest periods will have counted.

A delay is how many days after its end something of a period became known. A day ends here at the present time of day, so that
each earlier period is looked at as of the same time after its end as the newest one: at two in the morning nobody has reported
much of yesterday yet, of any yesterday.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.flows.nowcast import WINDOW, nowcast
from egnatia.picture.data_files import read_data
from egnatia.picture.periods import next_period

Floats = NDArray[np.float64]


class Figure(NamedTuple):
    """One row of counts of a period: it held from `known_from` until `known_until`, or holds still."""

    value: int
    known_from: datetime
    known_until: datetime | None


@dataclass(frozen=True, slots=True)
class LateRule:
    """What counts as late; `data/late_reports.toml` says what each field means."""

    longest: int
    fewest: int
    window: int

    def first_period(self, day: date, every: str) -> date:
        """Periods before it say nothing that is needed on this day."""
        days = 31 if every == "month" else 1
        return day - timedelta(days=self.longest + days * (self.window + 2))


@cache
def late_rules() -> Mapping[str, LateRule]:
    """By day and by month."""
    return {every: LateRule(**rule) for every, rule in read_data("late_reports").items() if every != "title"}


@dataclass(frozen=True, slots=True)
class Triangle:
    """Who told how much of each period how late.

    periods   those of which something is known, the oldest first
    reports   float64[periods, delays], new at each delay, less what was taken back of it later; NaN where that is to come
    revised   float64[periods], new after the longest delay: `reports` and these together are what is known now
    first     int64[periods], the delay of the first report
    """

    periods: list[date]
    reports: Floats
    revised: Floats
    first: NDArray[np.int64]

    @property
    def known(self) -> Floats:
        """float64[periods]: what is known now."""
        totals: Floats = np.nansum(self.reports, axis=1) + self.revised
        return totals

    @property
    def is_whole(self) -> NDArray[np.bool_]:
        """bool[periods]: nothing more is expected, and it was watched from within the longest delay on."""
        whole: NDArray[np.bool_] = ~np.isnan(self.reports).any(axis=1) & (self.first < self.reports.shape[1])
        return whole


@dataclass(frozen=True, slots=True)
class Nowcast:
    """What a period will have counted once all reports are in, four times in five from `low` to `high`.

    reported   so far
    learned    from so many earlier periods
    """

    period: date
    reported: int
    expected: float
    low: float
    high: float
    learned: int

    @property
    def is_open(self) -> bool:
        """Whether anything is to come."""
        return round(self.high) > self.reported


def build_triangle(
    figures: Mapping[date, Iterable[Figure]],
    *,
    every: str,
    now: datetime,
    zone: ZoneInfo,
    since: time | None = None,
    longest: int | None = None,
) -> Triangle:
    """The reports of each period that was over by `now`, without what became known later.

    figures   all rows of a period; several cells or days of one period add up
    since     time of day at which a delay begins; None: that of `now`
    """
    local = now.astimezone(zone)
    begins, delays = since or local.time(), (longest or late_rules()[every].longest) + 1
    rows = []
    for period in sorted(figures):
        last = next_period(period, every) - timedelta(days=1)
        steps = _steps(figures[period], now)
        if last < local.date() and steps is not None:
            begun = (local.date() - last).days - 1
            late = [(min(_delay(at, last, zone, begins), begun), more) for at, more in steps]
            reports, revised = _by_delay(late, delays)
            reports[begun + 1 :] = np.nan
            rows.append((period, reports, revised, min(late)[0]))
    return Triangle(
        [period for period, *_ in rows],
        np.array([reports for _, reports, *_ in rows]).reshape(-1, delays),
        np.array([revised for _, _, revised, _ in rows], np.float64),
        np.array([first for *_, first in rows], np.int64),
    )


def _steps(figures: Iterable[Figure], now: datetime) -> list[tuple[datetime, int]] | None:
    """Moments at which the sum of the figures changed, with by how much; None where nothing of them is known any more."""
    changes: defaultdict[datetime, int] = defaultdict(int)
    is_known = False
    for value, known_from, known_until in figures:
        if known_from > now:
            continue
        changes[known_from] += value
        if known_until is None or known_until > now:
            is_known = True
        else:
            changes[known_until] -= value
    return sorted(changes.items()) if is_known else None


def _delay(at: datetime, last: date, zone: ZoneInfo, begins: time) -> int:
    """Whole days from the end of the period's last day, at the time `begins` of the day after."""
    local = at.astimezone(zone)
    return max(0, (local.date() - last).days - (local.time() <= begins))


def _by_delay(late: Iterable[tuple[int, int]], delays: int) -> tuple[Floats, float]:
    """New reports by delay, and those after the last one. What is taken away was wrong where it was reported last."""
    reports = np.zeros(delays + 1)
    for delay, more in late:
        if more >= 0:
            reports[min(delay, delays)] += more
            continue
        for earlier in range(delays, -1, -1):
            taken = min(reports[earlier], -more)
            reports[earlier] -= taken
            more += int(taken)
    return reports[:-1], float(reports[-1])


def find_nowcasts(triangle: Triangle, fewest: int) -> dict[date, Nowcast]:
    """By period, for those whose late reports can still come; empty where too few earlier ones say how late they are.

    A period is compared with those that had a first report by the same delay: who sends each day in one go, early or late,
    has told all of it. A period of which nothing was reported isn't guessed at.
    """
    rows = np.flatnonzero(np.isnan(triangle.reports).any(axis=1))
    found = (find_nowcast(triangle, int(row), fewest) for row in rows)
    return {one.period: one for one in found if one is not None}


def find_nowcast(triangle: Triangle, row: int, fewest: int) -> Nowcast | None:
    """Of one row of which reports can still come; None where too few are like it."""
    delay = int((~np.isnan(triangle.reports[row])).sum()) - 1
    alike = np.flatnonzero(triangle.is_whole & (triangle.first <= delay))[-WINDOW:]
    if len(alike) < fewest:
        return None
    expected, low, high, *_ = nowcast(triangle.reports[[*alike, row]])[-1]
    reported = int(triangle.known[row])
    return Nowcast(triangle.periods[row], reported, float(expected), float(low), float(high), len(alike))


def add_up(parts: Iterable[Mapping[date, Nowcast]], totals: Mapping[date, int]) -> dict[date, Nowcast]:
    """One nowcast for the sum of several sources, as far off as they are together when each errs by itself.

    totals   what all of them reported so far; a source without a nowcast stays with what it reported
    """
    several = sorted((one for part in parts for one in part.values()), key=lambda one: one.period)
    return {
        period: _sum(list(of_one), totals[period])
        for period, of_one in groupby(several, key=lambda one: one.period)
        if period in totals
    }


def _sum(several: list[Nowcast], total: int) -> Nowcast:
    expected = total + sum(one.expected - one.reported for one in several)
    below = sum((one.expected - one.low) ** 2 for one in several) ** 0.5
    above = sum((one.high - one.expected) ** 2 for one in several) ** 0.5
    low = max(float(total), expected - below)
    return Nowcast(several[0].period, total, expected, low, expected + above, min(one.learned for one in several))


def usual_shares(triangle: Triangle, delays: Iterable[int]) -> list[float] | None:
    """How much of all that was counted was known after so many days; None where nothing whole was counted."""
    reports = triangle.reports[triangle.is_whole]
    total = float(reports.sum())
    return [float(reports[:, : delay + 1].sum()) / total for delay in delays] if total else None
