"""Did a series change after a measure more than it usually changes by itself?

The mean of some periods after is set against the mean of as many before. What that ratio does without any measure, the series
itself tells: at every earlier day with as many periods on both sides the same ratio is taken, and its middle four fifths,
times the mean before, is where the mean after was to lie (a placebo test in time; Abadie, Diamond and Hainmueller 2010 in
space). A mean outside says that something happened; it doesn't prove that the measure did it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Periods on either side.
SPAN = {"month": 3, "day": 14}
FEWEST_CASES = 8  # fewer earlier stretches give no range
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Effect:
    """before, after: means over `periods`; low, high: where `after` was to lie, four times in five; cases: stretches used."""

    periods: int
    before: float
    after: float
    low: float
    high: float
    cases: int


def compare(values: NDArray[np.float64], begin: int, *, span: int) -> Effect | None:
    """What happened from index `begin` on, the first period in which the measure worked.

    values: float64[n] with NaN for missing periods. None while there are not `span` periods on both sides, or too few earlier
    stretches to say what is usual. Only stretches that end before `begin` are taken: the measure mustn't judge itself.
    """
    if begin - span < 0 or begin + span > len(values):
        return None
    before, after = _mean(values[begin - span : begin]), _mean(values[begin : begin + span])
    ratios = _usual_ratios(values[:begin], span)
    if np.isnan(before) or np.isnan(after) or len(ratios) < FEWEST_CASES:
        return None
    low, high = np.quantile(ratios, (_LOW, _HIGH))
    scale = before + 1
    return Effect(span, before, after, max(0.0, float(low * scale - 1)), float(high * scale - 1), len(ratios))


def _usual_ratios(values: NDArray[np.float64], span: int) -> NDArray[np.float64]:
    """(after + 1) / (before + 1) at every origin; the one keeps a month of nothing from making it endless."""
    origins = range(span, len(values) - span + 1)
    ratios = [(_mean(values[at : at + span]) + 1) / (_mean(values[at - span : at]) + 1) for at in origins]
    found = np.array(ratios, dtype=np.float64)
    return found[~np.isnan(found)]


def _mean(values: NDArray[np.float64]) -> float:
    """The mean of what was reported; NaN where less than two thirds of it was."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if 3 * len(known) >= 2 * len(values) else float("nan")
