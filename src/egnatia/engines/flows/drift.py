"""Has a series been drifting for some time, each change too small to ring by itself? The cumulative sum, both ways.

Page (1954, *Continuous inspection schemes*) with Siegmund's approximation of the run length (1985, *Sequential Analysis*,
section 2.6), which turns the chance of a false alarm into the threshold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_ALLOWANCE = 0.5  # half of the drift that is looked for, one usual deviation per period: the textbook choice
_OVERSHOOT = 1.166  # how far beyond the threshold a sum lands on average (Siegmund)


@dataclass(frozen=True, slots=True)
class Drift:
    """A sum that reached its threshold: at `period`, growing since `since`, upwards (+1) or downwards (-1)."""

    period: int
    since: int
    direction: int
    p: float


def find_drifts(scaled: NDArray[np.float64], *, step: int, chance: float) -> list[Drift]:
    """Drifts in a series of scaled changes, float64[n] with NaN for unknown ones; a sum begins anew once it rang.

    step: periods that a change spans; each of the `step` series of changes that don't overlap has its own sums.
    A single change counts at most half of what rings, so that a drift needs two: one jump is the change rule's business.
    """
    threshold = find_threshold(chance / 2)
    most = _ALLOWANCE + threshold / 2
    clipped = np.clip(scaled, -most, most)
    found: list[Drift] = []
    for phase in range(step):
        periods = np.arange(phase, len(clipped), step)
        periods = periods[~np.isnan(clipped[periods])]
        for direction in (1, -1):
            found += _sum_up(periods, direction * clipped[periods], direction, threshold)
    return sorted(found, key=lambda drift: drift.period)


def _sum_up(periods: NDArray[np.int64], changes: NDArray[np.float64], direction: int, threshold: float) -> Iterator[Drift]:
    total, since = 0.0, 0
    # Plain numbers: a loop over an array's own takes three times as long.
    for period, change in zip(periods.tolist(), changes.tolist(), strict=True):
        if total == 0:
            since = period
        total += change - _ALLOWANCE
        if total >= threshold:
            yield Drift(period, since, direction, min(1.0, 2 / _run_length(total)))
        if total < 0 or total >= threshold:
            total = 0.0


@lru_cache(maxsize=64)
def find_threshold(chance: float) -> float:
    """Threshold of a one-sided sum that rings by chance in this share of periods."""
    from scipy.optimize import brentq  # here, for it takes a moment that most processes needn't wait

    return float(brentq(lambda threshold: _run_length(threshold) - 1 / chance, 0, 60))


def _run_length(threshold: float) -> float:
    """Mean number of periods to a false alarm of a one-sided sum over normal, unrelated changes."""
    reach = 2 * _ALLOWANCE * (threshold + _OVERSHOOT)
    return float((np.exp(reach) - reach - 1) / (2 * _ALLOWANCE**2))
