"""Forecasts of monthly counts, one month to a year ahead, and of the year's total, with intervals that hold what they say.

forecasts = forecast_months(counts)            # 1, 3, 6, 12 months after the last one
year = forecast_year(counts)                   # the sum of the next twelve months
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.counts import read_counts
from egnatia.engines.flows.outlook import (
    ERROR_HALF_LIFE,
    FEWEST_ERRORS,
    Outlook,
    build_outlook,
    find_quantiles,
    find_spread,
)
from egnatia.engines.flows.season import FEWEST_MONTHS, YEAR

SHARES = (0.80, 0.95)
FARTHEST = 24
"""Months; beyond, the intervals of such series hold everything and say nothing."""
LONGEST_GAP = 6
"""Months not reported at the end of a series, beyond which it says nothing of the next ones."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A count to come: `horizon` periods after the last one given. As likely above `point` as below.

    Of four in five such intervals low80 to high80 holds what comes, of nineteen in twenty low95 to high95.
    """

    horizon: int
    point: float
    low80: float
    high80: float
    low95: float
    high95: float


def forecast_months(values: ArrayLike, horizons: Iterable[int] = (1, 3, 6, 12)) -> list[Forecast]:
    """Forecast a monthly series some months ahead.

    values: float[n], counts by month, NaN = not reported; horizons: months after the end of `values`, 1 to 24. Horizons for
    which the series is too short to know its own error are left out (one month needs 24 reported months, twelve need 35).
    Raises EngineError flows.too_short where none remains, flows.stale, flows.horizon, flows.shape, flows.negative.
    """
    asked = read_horizons(horizons)
    counts, gap = _read_reported(values)
    outlook = build_outlook(counts, asked[-1] + gap)
    found = [forecast_from(outlook, len(counts) - 1, months, gap=gap) for months in asked]
    forecasts = [forecast for forecast in found if forecast is not None]
    if not forecasts:
        raise _too_short(len(counts), asked[0] + gap)
    return forecasts


def forecast_year(values: ArrayLike) -> Forecast:
    """Forecast the total of the twelve months after the end of `values` (float[n], NaN = not reported).

    Raises EngineError flows.too_short, flows.stale, flows.shape, flows.negative.
    """
    counts, gap = _read_reported(values)
    year = forecast_year_from(build_outlook(counts, YEAR + gap), len(counts) - 1, gap=gap)
    if year is None:
        raise _too_short(len(counts), YEAR + gap)
    return year


def read_horizons(horizons: Iterable[int]) -> list[int]:
    """Months ahead, each once, nearest first. Raises EngineError flows.horizon."""
    asked = sorted(set(horizons))
    if not asked or asked[0] < 1 or asked[-1] > FARTHEST:
        raise EngineError(
            "flows.horizon", "A forecast by month looks one month ahead or more.", f"Ask for 1 to {FARTHEST} months."
        )
    return asked


def forecast_from(outlook: Outlook, origin: int, months: int, *, gap: int = 0) -> Forecast | None:
    """What month `origin` says of the month `gap + months` later; None where too few of its errors are known."""
    steps = gap + months
    spread = find_spread(outlook, origin, steps, SHARES)
    middle = outlook.ahead[origin, steps - 1]
    if spread is None or not np.isfinite(middle):
        return None
    return _from_logs(months, middle, spread)


def forecast_year_from(outlook: Outlook, origin: int, *, gap: int = 0) -> Forecast | None:
    """What month `origin` says of the twelve months' total that begins `gap` months later; None where too little is known.

    The median of a total isn't the total of medians: a path that wanders off upwards adds more than one downwards takes away.
    So each past year of errors is laid, as it was and mirrored, on the present path, and the totals are counted.
    """
    year = slice(gap, gap + YEAR)
    paths = outlook.error[: max(origin - gap - YEAR + 1, 0), year]
    known = np.isfinite(paths).all(axis=1)
    middle = outlook.ahead[origin, year]
    if known.sum() < FEWEST_ERRORS or not np.isfinite(middle).all():
        return None
    age = np.arange(len(paths))[::-1][known]
    mirrored = np.concatenate([paths[known], -paths[known]])
    totals = np.expm1(middle + mirrored).clip(min=0).sum(axis=1)
    tails = [0.5, *(half for share in SHARES for half in ((1 - share) / 2, (1 + share) / 2))]
    weight = 0.5 ** (np.tile(age, 2) / ERROR_HALF_LIFE)
    point, low80, high80, low95, high95 = map(float, find_quantiles(totals, weight, tuple(tails)))
    return Forecast(YEAR, point, low80, high80, low95, high95)


def _from_logs(months: int, middle: float, spread: NDArray[np.float64]) -> Forecast:
    low80, low95 = np.expm1(middle - spread).clip(min=0)
    high80, high95 = np.expm1(middle + spread)
    point = max(float(np.expm1(middle)), 0.0)
    return Forecast(months, point, float(low80), float(high80), float(low95), float(high95))


def _read_reported(values: ArrayLike) -> tuple[NDArray[np.float64], int]:
    """The series up to its last reported month, and how many months were cut."""
    counts = read_counts(values)
    reported = np.flatnonzero(np.isfinite(counts))
    if len(reported) <= FEWEST_MONTHS:
        raise _too_short(len(reported), 1)
    gap = len(counts) - 1 - int(reported[-1])
    if gap > LONGEST_GAP:
        raise EngineError(
            "flows.stale",
            f"The last {gap} months were not reported.",
            f"Report them; a forecast bridges {LONGEST_GAP} months at most.",
        )
    return counts[: len(counts) - gap], gap


def _too_short(months: int, steps: int) -> EngineError:
    needed = FEWEST_MONTHS - 1 + FEWEST_ERRORS + steps
    return EngineError(
        "flows.too_short",
        f"{months} months are too few to know how wrong a forecast would be.",
        f"Give at least {needed} reported months; import the history before.",
    )
