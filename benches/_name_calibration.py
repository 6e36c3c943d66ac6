"""Fits `engines/names/calibration.json`: evidence by the bits of the comparison, for each pair of scripts.

For all pairs together, a logistic regression on cross-validated bits. For a pair of scripts the same, drawn towards that of all
pairs as if WEIGHT_OF_ALL pairs more said so: maximum a posteriori with a normal prior. Its reliability is judged with lines
fitted to the scores of other folds.
"""

import math
from itertools import pairwise
from typing import Any

import numpy as np

from benches._name_fit import FOLDS, Bools, Floats, Pairs
from benches._rates import find_wilson

WEIGHT_OF_ALL = 200.0  # pairs
BINS = (0.0, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1.0)
LEAST = 50  # pairs of two scripts, of fewer the line of all is taken


def name_scripts(pairs: Pairs) -> Any:
    """Of each pair, as `calibration` names it."""
    return np.array(["-".join(sorted(scripts)) for scripts in pairs.scripts])


def fit_lines(nats: Floats, same: Bools, scripts: Any) -> dict[str, dict[str, Any]]:
    """By pair of scripts, and `all`: as `calibration.Line`."""
    none = np.zeros(2), np.zeros((2, 2))
    found, curve = _fit(nats, same, *none)
    lines = {"all": _make_line(found, curve, same)}
    pull = curve / len(same) * WEIGHT_OF_ALL
    for name in sorted(set(scripts.tolist())):
        inside = scripts == name
        if inside.sum() >= LEAST:
            lines[name] = _make_line(*_fit(nats[inside], same[inside], found, pull), same[inside])
    return lines


def _fit(nats: Floats, same: Bools, centre: Floats, pull: Floats) -> tuple[Floats, Floats]:
    """Intercept and slope of the evidence, without the odds of these pairs, and the curvature; pull: precision of the prior."""
    odds = math.log(same.sum() / (~same).sum())
    table = np.stack([np.ones(len(nats)), np.clip(nats, -40, 40)], axis=1)
    found = centre.copy() if pull.any() else np.array([0.0, 1.0])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-np.clip(table @ found + odds, -40, 40)))
        slope = table.T @ (same - likely) - pull @ (found - centre)
        curve = (table * (likely * (1 - likely))[:, None]).T @ table + pull + 1e-6 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        found = found + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-8:
            break
    return found, curve


def _make_line(found: Floats, curve: Floats, same: Bools) -> dict[str, Any]:
    covariance = np.linalg.inv(curve)
    return {
        "pairs": len(same),
        "intercept": round(float(found[0]), 4),
        "slope": round(float(found[1]), 4),
        "covariance": [round(float(one), 6) for one in (covariance[0, 0], covariance[0, 1], covariance[1, 1])],
        "most for": round(math.log((~same).sum()), 3),
        "most against": round(math.log(same.sum()), 3),
    }


def judge(pairs: Pairs, nats: Floats) -> Floats:
    """float64[n]: probability of each pair, at the odds that its scripts have here, by lines fitted to other folds."""
    scripts, likely = name_scripts(pairs), np.zeros(len(nats))
    for one in range(FOLDS):
        for other in range(one, FOLDS):
            judged = ((pairs.folds == (one, other)) | (pairs.folds == (other, one))).all(axis=1)
            learned = ~((pairs.folds == one) | (pairs.folds == other)).any(axis=1)
            lines = fit_lines(nats[learned], pairs.same[learned], scripts[learned])
            for at in np.flatnonzero(judged):
                line = lines.get(scripts[at], lines["all"])
                evidence = line["intercept"] + line["slope"] * nats[at]
                likely[at] = min(max(evidence, -line["most against"]), line["most for"])
    for name in set(scripts.tolist()):
        inside = scripts == name
        odds = math.log(pairs.same[inside].sum() / (~pairs.same[inside]).sum())
        likely[inside] = 1 / (1 + np.exp(-likely[inside] - odds))
    return likely


def make_reliability(likely: Floats, same: Bools) -> list[dict[str, Any]]:
    """By bin of the probability: how many pairs, the mean that was said, the share that is one person, and its interval."""
    rows = []
    for least, most in pairwise(BINS):
        inside = (likely >= least) & ((likely < most) | (most == 1.0))
        if inside.any():
            low, high = find_wilson(int(same[inside].sum()), int(inside.sum()))
            rows.append(
                {
                    "from": least,
                    "to": most,
                    "pairs": int(inside.sum()),
                    "said": round(float(likely[inside].mean()), 4),
                    "found": round(float(same[inside].mean()), 4),
                    "interval": [round(low, 4), round(high, 4)],
                }
            )
    return rows


def find_calibration_error(likely: Floats, same: Bools) -> float:
    """Mean of what was said less what was found, over bins, by how many pairs they have."""
    rows = make_reliability(likely, same)
    return float(sum(row["pairs"] * abs(row["said"] - row["found"]) for row in rows) / len(same))
