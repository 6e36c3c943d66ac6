"""A chain of borders that people pass one after another within days: what each day brings from the days and places before.

A place's count today is a sum with weights, none below nought, of what the nearest places upstream counted today, yesterday
and the day before, and of its own last three and seven days (for those who come another way). Learned anew each day from the
last four weeks, newer days weighing more, and pulled a little towards nought. The future is walked: tomorrow at the first
place, from it tomorrow at the second, and so on, then the day after. So five days ahead needs no more weights than one.

All constants were chosen on the first half of the shared chain of 2015–16 (origins 10 November to 6 January); the bench
`flows_days` judges them on the second half too, beside a regression for each horizon apart, which is worse everywhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEAREST = 3  # places upstream that a count is explained by
LAGS = 3  # their counts of the same day and the two before
OWN_MEANS = (3, 7)  # days of own history
WINDOW = 28
MEMORY = 0.95  # weight of a day against the one after it
PULL = 0.5  # towards nought, in days' worth of evidence
LONGEST = max(OWN_MEANS)


@dataclass(frozen=True, slots=True)
class Chain:
    """Learned weights: weights[place], float64[k]; residuals: float64[days, places], what came minus what they would have
    given, in units of the root of what they gave; recency: float64[days], weights of these days, their sum one."""

    weights: tuple[Floats, ...]
    residuals: Floats
    recency: Floats


def learn_chain(counts: Floats, reported: NDArray[np.bool_]) -> Chain:
    """Weights from the newest WINDOW days of `counts`, float64[days, places], places from the first to the last.

    reported: bool[days, places], where a count is one and not a stand-in; others explain, but aren't explained.
    """
    days = np.arange(max(LONGEST, len(counts) - WINDOW), len(counts))
    recency = MEMORY ** np.arange(len(days))[::-1]
    recency *= WINDOW / recency.sum()
    weights, residuals = [], np.empty((len(days), counts.shape[1]))
    weeks = np.stack([counts[day - LONGEST : day + 1] for day in days])  # each day with what it is explained by
    for place in range(counts.shape[1]):
        factors = explain(weeks, LONGEST, place)
        found = _weigh(factors, counts[days, place], recency * reported[days, place])
        given = factors @ found
        left = (counts[days, place] - given) / np.sqrt(given + 1)
        used = int(np.count_nonzero(found))
        residuals[:, place] = np.where(reported[days, place], left, 0) * np.sqrt(len(days) / max(len(days) - used, 1))
        weights.append(found)
    return Chain(tuple(weights), residuals, recency / recency.sum())


def draw_noise(chain: Chain, draw: np.random.Generator, *, paths: int, steps: int) -> Floats:
    """float64[paths, steps, places]: residuals of whole past days, so that places err together, each moved a little.

    Four weeks hold too few days for the outermost twentieth; the moves (Silverman 1986, *Density Estimation*, equation 3.31)
    reach beyond the worst day seen.
    """
    days = draw.choice(len(chain.residuals), size=(paths, steps), p=chain.recency)
    middle = chain.recency @ chain.residuals
    deviation = np.sqrt(chain.recency @ (chain.residuals - middle) ** 2)
    move = 0.9 * len(chain.residuals) ** -0.2 * deviation
    noise: Floats = chain.residuals[days] + move * draw.standard_normal((paths, steps, len(move)))
    return noise


def walk_chain(chain: Chain, counts: Floats, noise: Floats) -> Floats:
    """float64[paths, steps, places]: counts of the days after `counts`, each path with its own noise.

    counts: float64[days, places]; noise: float64[paths, steps, places], in the units of `Chain.residuals`.
    """
    paths, steps, places = noise.shape
    walked = np.concatenate([np.broadcast_to(counts[-LONGEST:], (paths, LONGEST, places)), np.zeros(noise.shape)], axis=1)
    for step in range(steps):
        day = LONGEST + step
        for place in range(places):
            given = explain(walked, day, place) @ chain.weights[place]
            walked[:, day, place] = np.maximum(given + noise[:, step, place] * np.sqrt(given + 1), 0)
    return walked[:, LONGEST:]


def explain(counts: Floats, day: int, place: int) -> Floats:
    """float64[paths, k]: what explains `place` on `day`, from float64[paths, days, places]."""
    own = [counts[:, day - length : day, place].mean(axis=1) for length in OWN_MEANS]
    upstream = [counts[:, day - lag, before] for before in range(max(0, place - NEAREST), place) for lag in range(LAGS)]
    return np.stack(own + upstream, axis=-1)


def _weigh(factors: Floats, counts: Floats, recency: Floats) -> Floats:
    """Non-negative least squares with a pull towards nought that doesn't depend on the size of a factor."""
    from scipy.optimize import nnls  # here, for it takes a moment that most processes needn't wait

    size = np.sqrt((recency[:, None] * factors**2).sum(axis=0) / max(recency.sum(), 1e-9)) + 1e-9
    root = np.sqrt(recency)
    left = np.vstack([factors * root[:, None], np.diag(np.sqrt(PULL) * size)])
    weights: Floats = nnls(left, np.concatenate([counts * root, np.zeros(len(size))]))[0]
    return weights
