"""Rates of a yes-or-no answer by a score: thresholds, F1, errors, and their intervals."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def find_best_f1(scores: Floats, same: Bools) -> float:
    """At the threshold that is best on these scores; those that are equal stay together."""
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.diff(scores[order]) != 0, True)
    hits = np.cumsum(same[order])
    return float((2 * hits / (np.arange(1, len(scores) + 1) + same.sum()))[ends].max())


def find_threshold(scores: Floats, same: Bools, rate: float) -> float:
    """The least score that no more than this share of the different persons reach."""
    strangers = np.sort(scores[~same])[::-1]
    return float(np.nextafter(strangers[int(rate * len(strangers))], np.inf))


def find_wilson(count: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval."""
    z = 1.96
    middle = (count + z * z / 2) / (whole + z * z)
    half = z * math.sqrt(count * (whole - count) / whole + z * z / 4) / (whole + z * z)
    return max(middle - half, 0.0), min(middle + half, 1.0)
