"""How unusual is the last change? Log changes of a series in units of its own usual change, from its past alone.

Flows across a border behave like a random walk of their logarithm: the last value is the rule to beat (Zens and Bijak 2026,
*Forecasting asylum applications*), so a change is judged against changes. The usual size of a change is the median absolute
deviation of the past, less what counting few persons explains, which is added again for the counts at hand.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.flows.rhythm import Comparison

Floats = NDArray[np.float64]

# Quantiles of the scaled change come from Student's t: a median absolute deviation of 24 values is worth
# 0.37 * 24 = 9 of them (its efficiency under the normal distribution, Rousseeuw and Croux 1993).
FREEDOM = 9
_MAD_TO_DEVIATION = 1.4826
_SMALLEST_CHANGE = 0.1  # no series of persons is steadier than ten per cent; keeps a run of equal counts from ringing


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of a series, float64[n] each, NaN where the past is too short or a value is missing.

    before: mean of the periods before; now: the value it is compared with; scale: usual deviation of log1p(now) from
    log1p(before); scaled: the change in that unit.
    """

    before: Floats
    now: Floats
    scale: Floats
    scaled: Floats


def measure_changes(values: Floats, comparison: Comparison) -> Changes:
    """Log change at each period of `values`, float64[n], NaN where nothing was reported.

    A mean takes what there is of its periods; a period without a count has no change.
    """
    span, base = comparison.span, comparison.base
    now = _mean_before(values, span, 0)
    now[np.isnan(values)] = np.nan
    last = _find_last_reported(values)
    before = _mean_before(np.where(last >= 0, values[last], np.nan) if base == 1 else values, base, span)
    change = np.log1p(now) - np.log1p(before)
    noise = (1 / span + 1 / base) / (before + 1)
    steps = _count_steps(last) if base == 1 else 1
    scale = np.sqrt(_find_own_variance(change, noise, comparison) * steps + noise)
    return Changes(before, now, scale, change / scale)


def _find_own_variance(change: Floats, noise: Floats, comparison: Comparison) -> Floats:
    """float64[n]: variance of past changes that counting few persons doesn't explain, from the periods before each."""
    past, past_noise = _windows(change, comparison), _windows(noise, comparison)
    known = (~np.isnan(past)).sum(axis=1) >= comparison.fewest
    variance = np.full(len(change), np.nan)
    of_known = past[known]
    deviation = _MAD_TO_DEVIATION * _find_medians(np.abs(of_known - _find_medians(of_known)[:, None]))
    explained = _find_medians(past_noise[known])
    variance[known] = np.maximum(deviation**2 - explained, _SMALLEST_CHANGE**2)
    return variance


def _find_medians(rows: Floats) -> Floats:
    """float64[n]: median of what is known in each row; as numpy's own, which takes ten times as long on rows this short."""
    ordered = np.sort(rows, axis=1)  # puts NaN last
    last = (~np.isnan(rows)).sum(axis=1) - 1
    row = np.arange(len(rows))
    medians: Floats = (ordered[row, last // 2] + ordered[row, (last + 1) // 2]) / 2
    return medians


def _windows(series: Floats, comparison: Comparison) -> Floats:
    """float64[n, k]: what the window before each period holds, the period itself not; NaN before the beginning."""
    padded = np.concatenate([np.full(comparison.window, np.nan), series])
    windows: Floats = np.lib.stride_tricks.sliding_window_view(padded, comparison.window)[:-1, :: comparison.step]
    return windows


def _mean_before(values: Floats, length: int, lag: int) -> Floats:
    """float64[n]: mean of `length` periods, the newest of them `lag` before; NaN where all are missing."""
    n = len(values)
    padded = np.concatenate([np.full(length + lag, np.nan), values])
    windows = np.lib.stride_tricks.sliding_window_view(padded, length)[1 : n + 1]
    known = ~np.isnan(windows)
    total = np.where(known, windows, 0.0).sum(axis=1)
    means: Floats = np.divide(total, known.sum(axis=1), out=np.full(n, np.nan), where=known.any(axis=1))
    return means


def _find_last_reported(values: Floats) -> NDArray[np.int64]:
    """int64[n]: the newest period up to each that was reported, -1 before the first."""
    known = np.where(~np.isnan(values), np.arange(len(values)), -1)
    return np.maximum.accumulate(known) if len(values) else known


def _count_steps(last: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64[n]: steps that a random walk has gone since the newest period reported before each."""
    steps = np.ones(len(last), np.int64)
    steps[1:] = np.arange(1, len(last)) - last[:-1]
    return steps
