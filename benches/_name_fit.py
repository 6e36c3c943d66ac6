"""The shared pairs of names, and the weights of `comparison` as they are fitted to them and cross-validated.

Folds are of persons: everybody who is said to be the same, or is written the same, is in one. A pair of two folds is scored
with weights fitted to pairs of the other folds alone, so no name that is judged was learned from.

A pool is what a register would have: names of one set, of `arab_composed` those of one origin, all of them once, without
regard to who is whom. `CandidateIndex` counts how many have a word, or one that may well be it.
"""

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.comparison import Pool, find_features, find_hard_script, prepare
from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.kernels import FEATURES
from egnatia.engines.names.scripts import Script

PAIRS = Path(__file__).parents[2] / "shared" / "data" / "names" / "pairs_dev.csv"
COMPOSED = "arab_composed"
FOLDS = 6
RIDGE = 1.0
RIDGE_OF_SCRIPTS = 10.0  # some have few pairs
#: How much a stranger of the composed names counts: two of three of theirs share words with the person.
HARD_STRANGERS = 4.0
SCRIPTS = (Script.ARABIC, Script.HEBREW, Script.CYRILLIC, Script.GREEK, Script.ARMENIAN, Script.GEORGIAN)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pairs:
    """groups: set and script or origin; folds: int64[n, 2], of both names; scripts: of both, the more open one first."""

    names: list[tuple[str, str]]
    sets: NDArray[np.str_]
    groups: NDArray[np.str_]
    same: Bools
    folds: NDArray[np.int64]
    scripts: list[tuple[Script, Script]]


class KnownPool:
    """A pool that remembers what it was asked."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: dict[str, float] = {}

    def information(self, token: str) -> float:
        if token not in self._known:
            self._known[token] = self._pool.information(token)
        return self._known[token]


def read_pairs() -> Pairs:
    if not PAIRS.is_file():
        raise SystemExit(f"The shared pairs are not here ({PAIRS}): nothing measured.")
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [(row["name_a"], row["name_b"]) for row in rows]
    same = np.array([row["same_person"] == "1" for row in rows])
    return Pairs(
        names,
        np.array([row["set"] for row in rows]),
        np.array([f"{row['set']} {row['group']}" for row in rows]),
        same,
        _draw_folds(names, same),
        [_order_scripts(first, second) for first, second in names],
    )


def _draw_folds(names: list[tuple[str, str]], same: Bools) -> NDArray[np.int64]:
    above: dict[str, str] = {}

    def find(name: str) -> str:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    for (first, second), is_same in zip(names, same, strict=True):
        if is_same:
            above[find(first)] = find(second)
    random = np.random.default_rng(6)
    fold_of: dict[str, int] = {}
    return np.array([[fold_of.setdefault(find(name), int(random.integers(FOLDS))) for name in pair] for pair in names])


def _order_scripts(first: str, second: str) -> tuple[Script, Script]:
    one, other = prepare(first), prepare(second)
    hard = find_hard_script(one, other)
    return hard, other.script if hard is one.script else one.script


def make_pools(pairs: Pairs) -> list[Pool]:
    """Of each pair its pool."""
    keys = [_name_pool(group) for group in pairs.groups.tolist()]
    names: dict[str, dict[str, None]] = {}
    for key, both in zip(keys, pairs.names, strict=True):
        names.setdefault(key, {}).update(dict.fromkeys(both))
    pools = {
        key: KnownPool(CandidateIndex(Person(row, name) for row, name in enumerate(of_pool))) for key, of_pool in names.items()
    }
    return [pools[key] for key in keys]


def _name_pool(group: str) -> str:
    """Its set, and where names are composed by origin that."""
    name, rest = group.split(" ", 1)
    return f"{name} {rest.split(' ')[0]}" if name == COMPOSED else name


def make_table(pairs: Pairs, pools: list[Pool] | None) -> Floats:
    """float64[n, features + 1 + scripts]: the sums, a one, and which script is compared."""
    table = np.zeros((len(pairs.names), len(FEATURES) + 1 + len(SCRIPTS)))
    for at, (first, second) in enumerate(pairs.names):
        table[at, : len(FEATURES)] = find_features(prepare(first), prepare(second), pools[at] if pools else None)[0]
        table[at, len(FEATURES)] = 1.0
        if pairs.scripts[at][0] in SCRIPTS:
            table[at, len(FEATURES) + 1 + SCRIPTS.index(pairs.scripts[at][0])] = 1.0
    return table


def drop_words(pairs: Pairs, seed: int = 3) -> tuple[Pairs, NDArray[np.int64]]:
    """Pairs of one person again, one of whose names has a word less than it had, if it had three; and of which pair each is."""
    random = np.random.default_rng(seed)
    names, source = [], []
    for at in np.flatnonzero(pairs.same):
        for side in (0, 1):
            tokens = prepare(pairs.names[at][side]).tokens
            if len(tokens) >= 3:
                lost = int(random.integers(len(tokens)))
                short = " ".join(token.written for place, token in enumerate(tokens) if place != lost)
                names.append((short, pairs.names[at][1]) if side == 0 else (pairs.names[at][0], short))
                source.append(at)
    of = np.array(source)
    scripts = [pairs.scripts[at] for at in source]
    return Pairs(names, pairs.sets[of], pairs.groups[of], pairs.same[of], pairs.folds[of], scripts), of


def weigh_pairs(pairs: Pairs) -> Floats:
    """How much each counts: groups by the root of how many they are, so that those of few pairs aren't outvoted."""
    _, group, counts = np.unique(pairs.groups, return_inverse=True, return_counts=True)
    weights = np.sqrt(len(group) / len(counts) / counts)[group]
    return np.where((pairs.sets == COMPOSED) & ~pairs.same, HARD_STRANGERS, 1.0) * weights


def fit(table: Floats, same: Bools, weights: Floats) -> Floats:
    """Logistic regression with a small ridge on columns of one spread, by Newton's method; coefficients of the raw columns."""
    spread = table.std(axis=0)
    one = len(FEATURES)
    spread[one:] = 1.0
    spread[spread == 0] = 1.0
    scaled = table / spread
    penalty = np.full(table.shape[1], RIDGE)
    penalty[one:] = RIDGE_OF_SCRIPTS
    penalty[one] = 0.0
    found = np.zeros(table.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (weights * (same - likely)) - penalty * found
        curve = (scaled * (weights * likely * (1 - likely))[:, None]).T @ scaled + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    return np.asarray(found / spread)


def cross_validate(pairs: Pairs, table: Floats, others: tuple[Pairs, Floats] | None = None) -> Floats:
    """float64[n]: nats of each pair, or of others, by weights fitted to pairs of other folds than those of its names."""
    asked, of_asked = others or (pairs, table)
    scores, weights = np.zeros(len(asked.same)), weigh_pairs(pairs)
    for one in range(FOLDS):
        for other in range(one, FOLDS):
            judged = ((asked.folds == (one, other)) | (asked.folds == (other, one))).all(axis=1)
            learned = ~((pairs.folds == one) | (pairs.folds == other)).any(axis=1)
            found = fit(table[learned], pairs.same[learned], weights[learned])
            scores[judged] = of_asked[judged] @ found - _find_prior(pairs.same[learned], weights[learned])
    return scores


def make_weights(pairs: Pairs, table: Floats) -> dict[str, Any]:
    """What `comparison` reads: without the odds that the shared pairs happen to have, so a logarithm of a likelihood ratio."""
    weights = weigh_pairs(pairs)
    found = fit(table, pairs.same, weights)
    one = len(FEATURES)
    return {
        "features": dict(zip(FEATURES, found.round(5).tolist(), strict=False)),
        "base": round(float(found[one] - _find_prior(pairs.same, weights)), 5),
        "scripts": {script: round(float(found[one + 1 + at]), 5) for at, script in enumerate(SCRIPTS)},
    }


def _find_prior(same: Bools, weights: Floats) -> float:
    return math.log(weights[same].sum() / weights[~same].sum())
