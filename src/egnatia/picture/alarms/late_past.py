"""How the nowcast of late reports would have done in a series' past, from what was known at each time."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from egnatia.base import clock
from egnatia.picture.lateness import Nowcast, Triangle, build_triangle, find_nowcast, late_rules
from egnatia.picture.periods import next_period
from egnatia.picture.queries.late_reports import Figures, read_figures, zone
from egnatia.picture.queries.watched import Watched

#: Whole days after a period's end at which it is told again what it will have counted.
DELAYS = {"day": (0, 1, 2, 3, 7), "month": (0, 7, 14, 28)}
_PERIODS = 40  # the newest whole ones
_FEWEST = 8  # below so many a share says nothing


def late_past(watched: Watched) -> list[dict[str, Any]]:
    """By delay: how many were made, how much the 80 % range held, mean error, and that of the count as reported.

    Empty where nobody knows how late the reports of the series come, or too few periods were watched from their end on.
    """
    if watched.late is None:
        return []
    key, now = watched.key, clock.now()
    today, rule = now.astimezone(zone()).date(), late_rules()[key.every]
    since = rule.first_period(today, key.every)
    told = read_figures(key.indicator, [key.source], cut=key.cut, key=key.key, every=key.every, now=now, since=since)
    figures = told[key.source]
    final = build_triangle(figures, every=key.every, now=now, zone=zone())
    rows = np.flatnonzero(final.is_whole)[-_PERIODS:]
    truth = {final.periods[row]: float(final.reports[row].sum()) for row in rows}

    def tell(delay: int) -> list[Nowcast]:
        seen = (_see(figures, period, delay, watched, now) for period in truth)
        found = (find_nowcast(triangle, row, rule.fewest) for triangle, row in seen if row >= 0)
        return [one for one in found if one is not None]

    compared = [_compare(delay, tell(delay), truth) for delay in DELAYS[key.every]]
    return [one for one in compared if one["made"] >= _FEWEST]


def _see(figures: Figures, period: date, delay: int, watched: Watched, now: datetime) -> tuple[Triangle, int]:
    """What was known so long after a period's end, at the present hour, and the period's row; -1 where nothing was of it."""
    day = next_period(period, watched.key.every) + timedelta(days=delay)
    then = now.astimezone(zone()).replace(year=day.year, month=day.month, day=day.day)
    upto = {one: rows for one, rows in figures.items() if one <= period}
    found = build_triangle(upto, every=watched.key.every, now=then, zone=zone())
    is_there = bool(found.periods) and found.periods[-1] == period
    return found, len(found.periods) - 1 if is_there else -1


def _compare(delay: int, told: list[Nowcast], truth: Mapping[date, float]) -> dict[str, Any]:
    finals = np.array([truth[one.period] for one in told])
    expected, reported = np.array([one.expected for one in told]), np.array([one.reported for one in told])
    low, high = np.array([one.low for one in told]), np.array([one.high for one in told])
    if not told:
        return {"delay": delay, "made": 0}
    return {
        "delay": delay,
        "made": len(told),
        "coverage80": round(float(((low <= finals) & (finals <= high)).mean()), 3),
        "mae": round(float(np.abs(expected - finals).mean()), 2),
        "mae_reported": round(float(np.abs(reported - finals).mean()), 2),
    }
