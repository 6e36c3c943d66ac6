"""What the newest periods will have counted once the late reports are in.

    whole = nowcast(triangle)       # expected, low80, high80, low95, high95 of each period

The share reported by each delay comes from the periods before by the chain ladder (reverse-time hazards: Kalbfleisch and
Lawless 1991, *Regression models for right truncated data*; Mack 1993 for the same ratios in insurance). How much that share
varies from period to period is measured too, beyond what chance explains, and so is how much the totals vary, which carries a
period of which nothing is reported yet (a gamma-Poisson prior, as in Bornhuetter and Ferguson 1972). Intervals are
quantiles of draws that hold all three kinds of doubt.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from egnatia.engines.errors import EngineError

Floats = NDArray[np.float64]

COLUMNS = ("expected", "low80", "high80", "low95", "high95")
FEWEST_PERIODS = 8  # wholly reported ones, without which neither shares nor totals are known
WINDOW = 60  # newest wholly reported periods: older ones were reported by other people
_DRAWS = 4000
_QUANTILES = (0.1, 0.9, 0.025, 0.975)
_SUREST = 1e6  # a share that never varied isn't known better than to a thousandth


@dataclass(frozen=True, slots=True)
class _Past:
    """shares: float64[delays], reported by each delay; firmness: float64[delays], how firmly it holds, as the sum of a beta
    distribution's parameters; shape, rate: of the totals' gamma distribution."""

    shares: Floats
    firmness: Floats
    shape: float
    rate: float


def nowcast(triangle: ArrayLike) -> Floats:
    """Expected final counts with intervals, float64[periods, 5] as COLUMNS says.

    triangle: float[periods, delays], how many of a period (the oldest first) were reported newly at each delay, NaN where that
    is still to come; what is not in by the last delay never comes. A wholly reported period has its count in all columns.
    Raises EngineError flows.shape, flows.negative, flows.too_short.
    """
    counts = _read(triangle)
    known = ~np.isnan(counts)
    reported = np.where(known, counts, 0.0).sum(axis=1)
    whole = known.all(axis=1)
    past = _learn(counts[whole][-WINDOW:])
    result = np.repeat(reported[:, None], len(COLUMNS), axis=1)
    draw = np.random.default_rng(counts.shape)  # the same triangle always gives the same intervals
    for period in np.flatnonzero(~whole):
        delay = int(known[period].sum()) - 1
        result[period] = _complete(reported[period], delay, past, draw)
    return result


def _read(triangle: ArrayLike) -> Floats:
    counts = np.asarray(triangle, np.float64)
    if counts.ndim != 2 or counts.shape[1] < 2:
        raise EngineError("flows.shape", "Late reports are a table of periods by delays.", "Give at least two delays.")
    if (counts < 0).any() or np.isinf(counts).any():
        raise EngineError(
            "flows.negative",
            "A report takes counts away, or is endless.",
            "Take corrections from the delay in which the wrong count was reported.",
        )
    known = ~np.isnan(counts)
    if (known[:, 1:] & ~known[:, :-1]).any():
        raise EngineError("flows.shape", "A report is missing before a later one.", "Give nought where nothing was reported.")
    if known.all(axis=1).sum() < FEWEST_PERIODS:
        raise EngineError(
            "flows.too_short",
            f"{known.all(axis=1).sum()} wholly reported periods are too few to know how late reports are.",
            f"Give at least {FEWEST_PERIODS}.",
        )
    return counts


def _learn(whole: Floats) -> _Past:
    """From wholly reported periods, float64[periods, delays]."""
    so_far = whole.cumsum(axis=1)
    totals = so_far[:, -1]
    # A pseudo-report in each delay keeps a share off nought and one where none was ever early or late.
    hazards = (whole.sum(axis=0) + 0.5) / (so_far.sum(axis=0) + 1.0)
    shares = np.append(np.cumprod(1 - hazards[:0:-1])[::-1], 1.0)
    return _Past(shares, _find_firmness(so_far, totals, shares), *_find_gamma(totals))


def _find_firmness(so_far: Floats, totals: Floats, shares: Floats) -> Floats:
    """From how much more the shares vary than counting explains, and from how many reports they were learned."""
    some = totals > 0
    if some.sum() < 2:
        return np.full(len(shares), 2.0)
    size, chance = totals[some][:, None], np.maximum(shares * (1 - shares), 1e-9)
    spread = ((so_far[some] - size * shares) ** 2 / (size * chance)).sum(axis=0) / (some.sum() - 1)
    between = np.clip((spread - 1) / max(float(size.mean()) - 1, 1.0), 0.0, 0.99)
    # The pooled share errs by chance, and because large periods weigh more in it than they know better.
    learned = (1 + between * (totals**2).sum() / totals.sum()) / totals.sum()
    firmness: Floats = 1 / np.maximum(between + learned, 1 / _SUREST)
    return firmness


def _find_gamma(totals: Floats) -> tuple[float, float]:
    """Shape and rate of a gamma distribution with the totals' mean and what they vary beyond Poisson."""
    mean = max(float(totals.mean()), 0.5 / len(totals))
    extra = max(float(totals.var(ddof=1)) - mean, 0.01 * mean**2)
    return mean**2 / extra, mean / extra


def _complete(reported: float, delay: int, past: _Past, draw: np.random.Generator) -> Floats:
    """One period's row, of which reports up to `delay` are in (-1: none)."""
    if delay < 0:
        share = np.zeros(_DRAWS)
    else:
        middle, firmness = past.shares[delay], past.firmness[delay]
        share = draw.beta(max(middle * firmness, 1e-3), max((1 - middle) * firmness, 1e-3), _DRAWS)
    rate = draw.gamma(past.shape + reported, 1 / (past.rate + share))
    finals = reported + draw.poisson(rate * (1 - share))
    return np.array([finals.mean(), *np.quantile(finals, _QUANTILES)])
