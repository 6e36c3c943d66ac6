"""How unusual is the last change? Log changes of a series in units of its own usual change, from its past alone.

Flows across a border behave like a random walk of their logarithm: the last value is the rule to beat (Zens and Bijak 2026,
*Forecasting asylum applications*), so a change is judged against changes. The usual size of a change is the median absolute
deviation of the past, less what counting few persons explains, which is added again for the counts at hand.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.flows.rhythm import Rhythm

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


def measure_changes(values: Floats, rhythm: Rhythm, *, span: int) -> Changes:
    """Log change of the mean of the newest `span` periods against the mean of the `rhythm.base` periods before them.

    values: float64[n], NaN where nothing was reported; a mean takes what there is, a missing newest period gives no change.
    """
    filled = _carry_forward(values) if rhythm.base == 1 else values
    now = _mean_before(values, span, 0)
    now[np.isnan(values)] = np.nan
    before = _mean_before(filled, rhythm.base, span)
    change = np.log1p(now) - np.log1p(before)
    noise = (1 / span + 1 / rhythm.base) / (before + 1)
    scale = np.sqrt(_find_own_variance(change, noise, rhythm) + noise)
    return Changes(before, now, scale, change / scale)


def _find_own_variance(change: Floats, noise: Floats, rhythm: Rhythm) -> Floats:
    """float64[n]: variance of past changes that counting few persons doesn't explain, from the periods before each."""
    past, past_noise = _windows(change, rhythm.scale_window), _windows(noise, rhythm.scale_window)
    known = (~np.isnan(past)).sum(axis=1) >= rhythm.fewest_changes
    variance = np.full(len(change), np.nan)
    of_known = past[known]
    middle = np.nanmedian(of_known, axis=1, keepdims=True)
    deviation = _MAD_TO_DEVIATION * np.nanmedian(np.abs(of_known - middle), axis=1)
    explained = np.nanmedian(past_noise[known], axis=1)
    variance[known] = np.maximum(deviation**2 - explained, _SMALLEST_CHANGE**2)
    return variance


def _windows(series: Floats, length: int) -> Floats:
    """float64[n, length]: the periods before each, itself not among them; NaN before the beginning."""
    padded = np.concatenate([np.full(length, np.nan), series])
    windows: Floats = np.lib.stride_tricks.sliding_window_view(padded, length)[:-1]
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


def _carry_forward(values: Floats) -> Floats:
    """The last reported value where none was."""
    known = np.where(~np.isnan(values), np.arange(len(values)), -1)
    last = np.maximum.accumulate(known) if len(values) else known
    return np.where(last >= 0, values[last], np.nan)
