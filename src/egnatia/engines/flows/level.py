"""Is a count higher than season and trend explain? The level rule, for rises.

A quasi-Poisson regression on the same series' past: Farrington, Andrews, Beale and Catchpole (1996, *A statistical algorithm
for the early detection of outbreaks of infectious disease*), with the changes of Noufaily and others (2013, *An improved
algorithm for outbreak detection in multiple surveillance systems*): trend always tried, past outbreaks weighted down by their
Anscombe residuals, the count judged by a negative binomial distribution. Differences: its variance holds the doubt about the
rate too, the season is a few waves instead of ten steps, and where the past holds too few persons for a regression, the count
is judged by the gamma-Poisson distribution that those few give.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.flows.rhythm import Rhythm

Floats = NDArray[np.float64]

_ANSCOMBE_OUTBREAK = 2.58  # residuals above are past outbreaks (Noufaily 2013, section 3.2)
_LEAST_DISPERSION = 1.001  # a Poisson count, told as a negative binomial one
_FEWEST_EVENTS = 10  # fewer in the whole past say nothing on season and trend
_ROUNDS = 30
_SMALLEST_RATE, _LARGEST_RATE = -12.0, 20.0  # logarithms; keeps a month of zeros from sending a coefficient to infinity


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a period should have brought: expected, the interval that the chance of a false alarm leaves, and the tail
    probability of what it did bring."""

    expected: float
    low: float
    high: float
    p: float


def find_level(values: Floats, period: int, rhythm: Rhythm, *, chance: float) -> Expectation | None:
    """Expected count in `period` from the periods before it, None where there is too little past or no count.

    values: float64[n], NaN where nothing was reported; chance: of a false alarm, for the interval.
    """
    first, last = max(0, period - rhythm.look_back), period - rhythm.skipped
    past = np.arange(first, max(first, last))
    past = past[~np.isnan(values[past])]
    if len(past) < rhythm.fewest or np.isnan(values[period]):
        return None
    counts = values[past]
    if counts.sum() < _FEWEST_EVENTS:
        return _judge_few(counts, values[period], chance)
    return _judge_many(past, counts, period, values[period], rhythm, chance)


def _judge_few(counts: Floats, observed: float, chance: float) -> Expectation:
    """By the predictive distribution of a Poisson rate with Jeffreys' prior."""
    events, periods = counts.sum() + 0.5, len(counts)
    return _expect(events, periods / (periods + 1), events / periods, observed, chance)


def _judge_many(
    past: NDArray[np.int64], counts: Floats, period: int, observed: float, rhythm: Rhythm, chance: float
) -> Expectation:
    long_enough = past[-1] - past[0] >= 2 * rhythm.season
    design = _build_design(past - period, rhythm, seasonal=long_enough)
    now = _build_design(np.zeros(1, np.int64), rhythm, seasonal=long_enough)[0]
    rate, error, dispersion = _predict(design, counts, now)
    if not counts.min() <= rate <= counts.max():  # a trend isn't drawn beyond what was ever seen
        rate, error, dispersion = _predict(np.delete(design, 1, axis=1), counts, np.delete(now, 1))
    # Negative binomial with the variance that the past's scatter and the doubt about the rate make together.
    dispersion = max(dispersion + error**2 * rate, _LEAST_DISPERSION)
    return _expect(rate / (dispersion - 1), 1 / dispersion, rate, observed, chance)


def _expect(successes: float, share: float, expected: float, observed: float, chance: float) -> Expectation:
    """By the negative binomial distribution with these parameters."""
    from scipy.stats import nbinom  # here, for it takes a moment that most processes needn't wait

    likely = nbinom(successes, share)
    return Expectation(expected, float(likely.ppf(chance)), float(likely.isf(chance)), float(likely.sf(observed - 1)))


def _build_design(offsets: NDArray[np.int64], rhythm: Rhythm, *, seasonal: bool) -> Floats:
    """float64[n, k]: one, trend in years, and sine and cosine of each wave, at so many periods from now."""
    columns = [np.ones(len(offsets)), offsets / rhythm.look_back]
    if seasonal:
        for wave in range(1, rhythm.harmonics + 1):
            turn = 2 * np.pi * wave * offsets / rhythm.season
            columns += [np.cos(turn), np.sin(turn)]
    return np.stack(columns, axis=-1)


def _predict(design: Floats, counts: Floats, now: Floats) -> tuple[float, float, float]:
    """Rate now, standard error of its logarithm, and dispersion, after weighting down the past's outbreaks."""
    weights = np.ones(len(counts))
    fit = _fit(design, counts, weights)
    leverage = np.einsum("ij,jk,ik->i", design, np.linalg.inv(fit.information), design) * fit.rates
    room = np.sqrt(fit.dispersion * np.maximum(1 - leverage, 0.05))
    residuals = 1.5 * (counts ** (2 / 3) - fit.rates ** (2 / 3)) / (fit.rates ** (1 / 6) * room)
    outbreaks: NDArray[np.bool_] = residuals > _ANSCOMBE_OUTBREAK
    if outbreaks.any():
        weights[outbreaks] = residuals[outbreaks] ** -2
        fit = _fit(design, counts, weights * len(counts) / weights.sum())
    error = np.sqrt(fit.dispersion * now @ np.linalg.solve(fit.information, now))
    logarithm = min(float(now @ fit.coefficients), _LARGEST_RATE)
    return math.exp(logarithm), float(error), fit.dispersion


@dataclass(frozen=True, slots=True)
class _Fit:
    coefficients: Floats
    rates: Floats
    information: Floats
    dispersion: float


def _fit(design: Floats, counts: Floats, weights: Floats) -> _Fit:
    """Quasi-Poisson regression with log link by Newton's steps, kept short where zeros would send them far."""
    coefficients = np.zeros(design.shape[1])
    coefficients[0] = np.log(np.average(counts, weights=weights))
    for _ in range(_ROUNDS):
        rates = _find_rates(design, coefficients)
        step = np.linalg.solve(_find_information(design, rates, weights), design.T @ (weights * (counts - rates)))
        coefficients += np.clip(step, -3, 3)
        if np.abs(step).max() < 1e-6:
            break
    rates = _find_rates(design, coefficients)
    freedom = len(counts) - design.shape[1]
    dispersion = max(1.0, float((weights * (counts - rates) ** 2 / rates).sum() / freedom))
    return _Fit(coefficients, rates, _find_information(design, rates, weights), dispersion)


def _find_rates(design: Floats, coefficients: Floats) -> Floats:
    rates: Floats = np.exp(np.clip(design @ coefficients, _SMALLEST_RATE, _LARGEST_RATE))
    return rates


def _find_information(design: Floats, rates: Floats, weights: Floats) -> Floats:
    mass = weights * rates
    information: Floats = (design.T * mass) @ design
    information[np.diag_indices_from(information)] += 1e-6 * max(mass.sum(), 1.0)
    return information
