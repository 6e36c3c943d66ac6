"""Error rates from scores, in percent, and the curve of one against the other (ISO/IEC 19795-1: DET)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating[Any]]
#: Share of false matches and share of misses at it, in percent.
Point = tuple[float, float]


def find_equal_error(genuine: Scores, impostors: Scores) -> float:
    """Where false matches and false non-matches are equal. Both ascending."""
    thresholds = np.unique(np.concatenate([genuine, impostors]))
    misses = np.searchsorted(genuine, thresholds, "left") / len(genuine)
    false_matches = 1 - np.searchsorted(impostors, thresholds, "left") / len(impostors)
    nearest = np.argmin(np.abs(misses - false_matches))
    return float(100 * (misses[nearest] + false_matches[nearest]) / 2)


def find_misses(allowed: int, genuine: Scores, impostors: Scores) -> float:
    """False non-matches where at most `allowed` impostors match: those who don't score above the next. Both ascending."""
    return float(100 * np.searchsorted(genuine, impostors[-1 - allowed], "right") / len(genuine))


def find_curve(sets: list[tuple[Scores, Scores]]) -> list[Point]:
    """The curve of several sets with equally many impostors: at each number of false matches the mean of their misses.

    sets: genuine and impostor scores, ascending. A point holds from its share of false matches up to the next point's.
    """
    (count,) = {len(impostors) for _, impostors in sets}
    misses = [float(np.mean([find_misses(allowed, *one) for one in sets])) for allowed in range(count)]
    corners = [k for k in range(count) if k == 0 or misses[k] != misses[k - 1]]
    return [(round(100 * k / count, 4), round(misses[k], 4)) for k in corners]


def find_range(tables: list[NDArray[np.floating[Any]]], allowed: int, draws: int = 1000) -> dict[str, tuple[float, float]]:
    """95 % ranges of the mean equal error rate ("eer") and of the mean misses at `allowed` false matches ("misses").

    tables: a set each, [finger, impression, finger, impression]. The fingers of each set are drawn anew with replacement
    (a bootstrap), because comparisons of one finger aren't independent of each other; drawn fingers stay strangers only
    to other fingers. The number of false matches that are allowed goes down with the impostors that remain.
    """
    random = np.random.default_rng(7)
    found = np.array([[_draw(table, allowed, random) for table in tables] for _ in range(draws)]).mean(axis=1)
    low, high = np.percentile(found, (2.5, 97.5), axis=0)
    return {name: (float(low[i]), float(high[i])) for i, name in enumerate(("eer", "misses"))}


def _draw(table: NDArray[np.floating[Any]], allowed: int, random: np.random.Generator) -> Point:
    fingers, impressions = table.shape[:2]
    drawn = random.integers(fingers, size=fingers)
    visits = np.triu_indices(impressions, 1)
    first, second = np.triu_indices(fingers, 1)
    others = drawn[first] != drawn[second]
    genuine = np.sort(np.concatenate([table[f, :, f][visits] for f in drawn]))
    impostors = np.sort(table[drawn[first[others]], :, drawn[second[others]]].ravel())
    fewer = int(allowed * others.sum() / len(first))
    return find_equal_error(genuine, impostors), find_misses(fewer, genuine, impostors)
