"""What each month of a series would have said of the months after it, and how far off it was.

The forecast is the last reported count carried along the course of the year: for series like these the last value is hard to
beat, and the season is the part of the change that repeats. How unsure it is, is read from its own past errors in logs, newer
ones weighing more (weighted split conformal intervals: Tibshirani, Barber, Candès, Ramdas 2019; decaying weights: Barber,
Candès, Ramdas, Tibshirani 2023).
Errors are taken without their sign: that a series rose in the past doesn't say that it will again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.flows.season import YEAR, follow_seasons

ERROR_HALF_LIFE = 18
"""Months after which an error weighs half: between the two half-lives of the season."""
FEWEST_ERRORS = 12
"""Fewer own errors than these give no interval, so no forecast."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """One series with its forecasts from every month.

    logs: float64[n], log(1 + count), NaN = missing month; ahead: float64[n, reach], forecast logs 1…reach months ahead as seen
    in each month; error: float64[n, reach], what came minus forecast, NaN where not known (yet).
    """

    logs: NDArray[np.float64]
    ahead: NDArray[np.float64]
    error: NDArray[np.float64]


def build_outlook(counts: NDArray[np.float64], reach: int) -> Outlook:
    """Forecasts up to `reach` months ahead from each month of `counts` (float64[n]), each by that month's knowledge alone."""
    logs = np.log1p(counts)
    seasons = follow_seasons(logs)
    origin = np.arange(len(logs))
    steps = origin[:, None] + np.arange(1, reach + 1)
    ahead = (logs - seasons[origin, origin % YEAR])[:, None] + seasons[origin[:, None], steps % YEAR]
    later = np.append(logs, np.full(reach, np.nan))
    return Outlook(logs, ahead, later[steps] - ahead)


def find_spread(outlook: Outlook, origin: int, steps: int, shares: tuple[float, ...]) -> NDArray[np.float64] | None:
    """float64[k]: within what distance, in logs, so large `shares` of the errors known at `origin` lay; None if too few."""
    error = np.abs(outlook.error[: max(origin - steps + 1, 0), steps - 1])
    age = np.arange(len(error))[::-1]
    known = np.isfinite(error)
    if known.sum() < FEWEST_ERRORS:
        return None
    return find_quantiles(error[known], 0.5 ** (age[known] / ERROR_HALF_LIFE), shares)


def find_quantiles(values: NDArray[np.float64], weight: NDArray[np.float64], shares: tuple[float, ...]) -> NDArray[np.float64]:
    """float64[k]: weighted quantiles of `values` (float64[n]), linear between the middles of the weights."""
    order = np.argsort(values)
    weight = weight[order] / weight.sum()
    return np.interp(shares, np.cumsum(weight) - weight / 2, values[order])
