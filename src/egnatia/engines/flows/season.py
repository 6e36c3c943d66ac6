"""The course of the year in a series of monthly counts, estimated so that a crisis month doesn't bend it.

Counts are taken as logs: a season multiplies. The course of the year is a sum of waves (12, 6 and 4 months long; a
trigonometric season, Harvey 1989, section 2.3.4) that explains the changes over one to six months. Changes between two months
cancel the level, so no trend has to be estimated first. Outlying changes (March 2016, November 2023) weigh less by Huber's
rule (Huber 1964), older ones by their age, and a ridge penalty, the wilder the series the larger, keeps the waves flat where
there is little to learn from: the estimate of a Bayesian who expects waves of about `SWING` before seeing the series.

No single number of waves or memory is right; `follow_seasons` gives the plain mean of six (combining by the plain mean is hard
to beat: Clemen 1989). How the constants were chosen, and what their neighbours give, stands in `docs/flows.md`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

YEAR = 12
WAVES = (1, 2, 3)
HALF_LIVES = (12, 24)
"""Months after which a change weighs half."""
LONGEST_CHANGE = 6
"""Months: changes over one to so many months are explained."""
SWING = 0.35
"""Logs: how far a wave is expected to carry counts up and down before anything is known, about a third."""
OUTLYING = 1.0
"""Residuals beyond so many robust standard deviations weigh less."""
FEWEST_MONTHS = 12
"""Before a year is seen, no course of the year is given."""
_ROUNDS = 8
_TO_DEVIATION = 1.4826  # median absolute deviation to standard deviation of a normal variable
_LEAST_DEVIATION = 1e-3  # a series that never changes would leave nothing to divide by


@dataclass(frozen=True, slots=True)
class Changes:
    """Every change over one to six months of a log series, ordered by the month in which it ends.

    waves: float64[m, 2·most waves], the waves' change; change: float64[m]; both divided by √months, as a random walk's changes
    grow; end: int64[m], index of the month in which the change ends.
    """

    waves: NDArray[np.float64]
    change: NDArray[np.float64]
    end: NDArray[np.int64]


def build_waves(waves: int) -> NDArray[np.float64]:
    """float64[12, 2·waves]: cosine and sine of each wave in each month of the year."""
    turns = 2 * np.pi * np.outer(np.arange(YEAR), np.arange(1, waves + 1)) / YEAR
    return np.stack([np.cos(turns), np.sin(turns)], axis=2).reshape(YEAR, 2 * waves)


def collect_changes(logs: NDArray[np.float64]) -> Changes:
    """The changes of `logs` (float64[n], NaN = missing month) between any two reported months at most six apart."""
    waves = build_waves(max(WAVES))
    parts = []
    for months in range(1, min(LONGEST_CHANGE, len(logs) - 1) + 1):
        end = np.arange(months, len(logs))
        end = end[np.isfinite(logs[end] - logs[end - months])]
        scale = np.sqrt(months)
        wave_change = waves[end % YEAR] - waves[(end - months) % YEAR]
        parts.append((wave_change / scale, (logs[end] - logs[end - months]) / scale, end))
    by_end = np.argsort(np.concatenate([end for _, _, end in parts]), kind="stable")
    together = [np.concatenate(columns)[by_end] for columns in zip(*parts, strict=True)]
    return Changes(together[0], together[1], together[2])


def fit_robustly(design: NDArray[np.float64], target: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64[k]: ridge regression of `target` on `design` (float64[m, k]), outlying residuals down-weighted (Huber 1964)."""
    robust, off = weight, np.abs(target)
    for _ in range(_ROUNDS):
        deviation = _TO_DEVIATION * np.median(off) + _LEAST_DEVIATION
        weighted = design.T * robust
        penalty = (deviation / SWING) ** 2 * np.eye(design.shape[1])
        solution: NDArray[np.float64] = np.linalg.solve(weighted @ design + penalty, weighted @ target)
        off = np.abs(target - design @ solution)
        limit = OUTLYING * (_TO_DEVIATION * np.median(off) + _LEAST_DEVIATION)
        robust = weight * np.minimum(1, limit / np.maximum(off, limit))
    return solution


def fit_season(changes: Changes, origin: int) -> NDArray[np.float64]:
    """float64[12]: the course of the year in logs by what was known in month `origin`; item i is for indices ≡ i (mod 12)."""
    known = int(np.searchsorted(changes.end, origin, side="right"))
    if known == 0:
        return np.zeros(YEAR)
    target, age = changes.change[:known], origin - changes.end[:known]
    season = np.zeros(YEAR)
    for half_life in HALF_LIVES:
        weight = 0.5 ** (age / half_life) / LONGEST_CHANGE
        for waves in WAVES:
            solution = fit_robustly(changes.waves[:known, : 2 * waves], target, weight)
            season += build_waves(waves) @ solution
    return season / (len(HALF_LIVES) * len(WAVES))


def follow_seasons(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64[n, 12]: the course of the year as each month of `logs` (float64[n]) would have seen it; NaN in the first year."""
    seasons = np.full((len(logs), YEAR), np.nan)
    if len(logs) < FEWEST_MONTHS:
        return seasons
    changes = collect_changes(logs)
    for origin in range(FEWEST_MONTHS - 1, len(logs)):
        seasons[origin] = fit_season(changes, origin)
    return seasons
