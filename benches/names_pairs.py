"""Whether pairs of names are told to be one person's or two persons', on the shared pairs, by script and origin.

With --fit the weights of the sums (`comparison.FEATURES`) are fitted to all pairs and written to
`engines/names/weights.json`. Rates are always those of four-fold cross-validation: names that share a first name are in one
fold, the weights of a fold are fitted to the other three. What sounds stand for one another was learned from other data
(`names_sounds`). As in the reference, one threshold for a set gives its F1, and one threshold over all pairs, where 1 % of
the different persons are above it, the rates by group; 95 % intervals are Wilson's.

    python -m benches.names_pairs [--fit]
"""

import argparse
import csv
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import egnatia.engines.names as package
from benches._record import record
from egnatia.engines.names.comparison import compare_many, find_features, find_hard_script, prepare
from egnatia.engines.names.kernels import FEATURES
from egnatia.engines.names.scripts import Script

PAIRS = Path(__file__).parents[2] / "shared" / "data" / "names" / "pairs_dev.csv"
FOLDS = 4
FALSE_POSITIVES = 0.01
RIDGE = 1.0
CANDIDATES = 200
F1_TARGETS = {
    "wd_labels": ("at least 0.955", 0.844),
    "wb_forms": ("at least 0.992", 0.980),
    "arab_composed": ("at least 0.960", 0.776),
}
ARABIC_SCRIPT = ("wd_labels ar", "wd_labels fa", "wd_labels ur", "wd_labels ckb")
SCRIPTS = (Script.ARABIC, Script.HEBREW, Script.CYRILLIC, Script.GREEK, Script.ARMENIAN, Script.GEORGIAN)
_OUT = Path(next(iter(package.__path__))) / "weights.json"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    names: list[tuple[str, str]]
    sets: NDArray[np.str_]
    groups: NDArray[np.str_]
    same: NDArray[np.bool_]
    folds: NDArray[np.int64]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fit", action="store_true")
    given = options.parse_args()
    pairs = read_pairs()
    table = make_table(pairs)
    if given.fit:
        write_weights(fit(table, pairs.same), len(pairs.same))
    scores = np.zeros(len(pairs.same))
    for fold in range(FOLDS):
        inside = pairs.folds == fold
        scores[inside] = table[inside] @ fit(table[~inside], pairs.same[~inside])
    rows = [*rate_sets(pairs, scores), *rate_groups(pairs, scores), time_pairs(pairs)]
    record("names_pairs", rows)


def read_pairs() -> Pairs:
    if not PAIRS.is_file():
        raise SystemExit(f"The shared pairs are not here ({PAIRS}): nothing measured.")
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    random = np.random.default_rng(6)
    fold_of: dict[str, int] = {}
    folds = [fold_of.setdefault(row["name_a"], int(random.integers(FOLDS))) for row in rows]
    return Pairs(
        [(row["name_a"], row["name_b"]) for row in rows],
        np.array([row["set"] for row in rows]),
        np.array([f"{row['set']} {row['group']}" for row in rows]),
        np.array([row["same_person"] == "1" for row in rows]),
        np.array(folds),
    )


def make_table(pairs: Pairs) -> Floats:
    """float64[n, features + 1 + scripts]: the sums, a one, and which script is compared."""
    table = np.zeros((len(pairs.names), len(FEATURES) + 1 + len(SCRIPTS)))
    for row, (first, second) in zip(table, pairs.names, strict=True):
        one, other = prepare(first), prepare(second)
        row[: len(FEATURES)] = find_features(one, other)[0]
        row[len(FEATURES)] = 1.0
        script = find_hard_script(one, other)
        if script in SCRIPTS:
            row[len(FEATURES) + 1 + SCRIPTS.index(script)] = 1.0
    return table


def fit(table: Floats, same: NDArray[np.bool_]) -> Floats:
    """Logistic regression with a small ridge on columns of one spread, by Newton's method; coefficients of the raw columns."""
    spread = table.std(axis=0)
    is_one = len(FEATURES)
    spread[is_one] = 1.0
    spread[spread == 0] = 1.0
    scaled = table / spread
    penalty = np.full(table.shape[1], RIDGE)
    penalty[is_one] = 0.0
    found = np.zeros(table.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (same - likely) - penalty * found
        curve = (scaled * (likely * (1 - likely))[:, None]).T @ scaled + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    return np.asarray(found / spread)


def write_weights(found: Floats, count: int) -> None:
    """Without the odds that the shared pairs happen to have: what stays is the logarithm of a likelihood ratio."""
    same = read_pairs().same.mean()
    weights = {
        "evidence": {"command": "python -m benches.names_pairs --fit", "pairs": count},
        "features": dict(zip(FEATURES, found.round(5).tolist(), strict=False)),
        "base": round(float(found[len(FEATURES)] - math.log(same / (1 - same))), 5),
        "scripts": {script: round(float(found[len(FEATURES) + 1 + at]), 5) for at, script in enumerate(SCRIPTS)},
    }
    _OUT.write_text(json.dumps(weights, indent=2) + "\n")


def find_best_f1(scores: Floats, same: NDArray[np.bool_]) -> float:
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(same[order])
    return float((2 * hits / (np.arange(1, len(scores) + 1) + same.sum())).max())


def rate_sets(pairs: Pairs, scores: Floats) -> list[dict[str, Any]]:
    rows = []
    for name, (target, peer) in F1_TARGETS.items():
        inside = pairs.sets == name
        value = round(find_best_f1(scores[inside], pairs.same[inside]), 4)
        peers = {"nomenklatura, name-based or logic-v2, whole set": peer}
        rows.append({"metric": f"names.f1_{name}", "value": value, "unit": "F1", "target": target, "peers": peers})
    return rows


def rate_groups(pairs: Pairs, scores: Floats) -> list[dict[str, Any]]:
    threshold = float(np.quantile(scores[~pairs.same], 1 - FALSE_POSITIVES))
    rows, misses, alarms = [], {}, {}
    for group in sorted(set(pairs.groups.tolist())):
        inside = pairs.groups == group
        missed, false = scores[inside & pairs.same] < threshold, scores[inside & ~pairs.same] >= threshold
        misses[group], alarms[group] = float(missed.mean()), float(false.mean())
        rows += [_make_rate(f"names.fnr {group}", missed), _make_rate(f"names.fpr {group}", false)]
    worst = max(ARABIC_SCRIPT, key=lambda group: misses[group])
    worst_alarms = max(alarms, key=lambda group: alarms[group])
    return [
        {
            "metric": "names.fnr_arabic_script_worst",
            "value": round(misses[worst], 3),
            "unit": f"FNR, {worst}",
            "target": "at most 0.06",
            "peers": {"best peer": 0.51},
        },
        {
            "metric": "names.fpr_worst_group",
            "value": round(alarms[worst_alarms], 3),
            "unit": f"FPR, {worst_alarms}",
            "target": "at most 0.02",
            "peers": {"best peer": 0.069},
        },
        *rows,
    ]


def _make_rate(metric: str, found: NDArray[np.bool_]) -> dict[str, Any]:
    low, high = find_wilson(int(found.sum()), len(found))
    value = round(float(found.mean()), 3)
    return {
        "metric": metric,
        "value": value,
        "unit": "rate",
        "peers": {"of": len(found), "95 % interval": f"{low:.3f}–{high:.3f}"},
    }


def find_wilson(count: int, whole: int) -> tuple[float, float]:
    z = 1.96
    middle = (count + z * z / 2) / (whole + z * z)
    half = z * math.sqrt(count * (whole - count) / whole + z * z / 4) / (whole + z * z)
    return max(middle - half, 0.0), middle + half


def time_pairs(pairs: Pairs) -> dict[str, Any]:
    """Of each tenth name against 200 others, as a search has its candidates: read before, and put together for each."""
    texts = [text for both in pairs.names for text in both]
    prepare.cache_clear()
    began = time.process_time()
    names = [prepare(text) for text in dict.fromkeys(texts)]
    reading = (time.process_time() - began) / len(names)
    compare_many(names[0], names[:CANDIDATES])
    began, count = time.process_time(), 0
    for at in range(0, len(names) - CANDIDATES, CANDIDATES // 2):
        compare_many(names[at], names[at : at + CANDIDATES])
        count += CANDIDATES
    comparing = (time.process_time() - began) / count
    peers = {"reading a name, µs": round(reading * 1e6, 1)}
    return {"metric": "names.pair_us", "value": round(comparing * 1e6, 2), "unit": "µs", "target": "at most 10", "peers": peers}


if __name__ == "__main__":
    main()
