"""What the kinds of evidence are worth beside one another when candidates are put in order: fitted, and written to the engine.

Searches of a synthetic register whose seed and half of the common names are others than those that `identity_search` measures
with. A conditional logit (McFadden 1974): the weights, in nats by `ranking.FEATURES`, that make the person of each search the
likeliest of the candidates; searches whose person isn't among these are left out. Written to `engines/names/ranking.json`.

    python -m benches.identity_weights [--persons 1000000] [--searches 3000]
"""

import argparse
import json
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import egnatia.engines.names as package
from benches._register import Register
from benches._register_searches import Search, search_for
from egnatia.engines.names import births
from egnatia.engines.names.index import LIMIT, CandidateIndex
from egnatia.engines.names.index_search import Probe
from egnatia.engines.names.places import number_places
from egnatia.engines.names.prepared import prepare
from egnatia.engines.names.ranking import FEATURES, compare_found, describe, keep_best

SEED, HALF = 12, 0
CHUNKS = 16
RIDGE = 0.5
_OUT = Path(next(iter(package.__path__))) / "ranking.json"

Floats = NDArray[np.float64]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=1_000_000)
    options.add_argument("--searches", type=int, default=3_000)
    given = options.parse_args()
    register = Register(given.persons, seed=SEED, half=HALF)
    index = CandidateIndex(register)
    searches = islice(search_for(register, given.searches, chunks=CHUNKS), given.searches)
    found = [one for search in searches if (one := describe_candidates(index, search)) is not None]
    weights = fit([features for features, _ in found], [at for _, at in found])
    fitted = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    told = {"source": "benches/identity_weights.py", "features": fitted}
    _OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(len(found), "searches,", fitted)


def describe_candidates(index: CandidateIndex, search: Search) -> tuple[Floats, int] | None:
    """float64[candidates, FEATURES], and which of them is the person; None where none is."""
    probe = Probe(prepare(search.name), births.pack(search.birth), search.traits, number_places(search.born_at))
    kept = keep_best(index.find(probe, LIMIT), LIMIT)
    rows = np.concatenate([found.part.rows[found.entries] for found in kept]) if kept else np.zeros(0)
    if search.row not in rows:
        return None
    features = np.concatenate([describe(probe, found, compare_found(probe, found)) for found in kept])
    return features, int(np.flatnonzero(rows == search.row)[0])


def fit(candidates: list[Floats], right: list[int]) -> Floats:
    """float64[FEATURES], in nats."""
    features, starts = np.concatenate(candidates), np.cumsum([0] + [len(one) for one in candidates])
    of_search = np.repeat(np.arange(len(candidates)), np.diff(starts))
    chosen = starts[:-1] + np.array(right)

    def lose(weights: Floats) -> tuple[float, Floats]:
        worth = features @ weights
        worth -= np.maximum.reduceat(worth, starts[:-1])[of_search]
        total = np.add.reduceat(np.exp(worth), starts[:-1])
        shares = np.exp(worth) / total[of_search]
        loss = float(np.log(total).sum() - worth[chosen].sum() + RIDGE * (weights**2).sum())
        return loss, features.T @ shares - features[chosen].sum(axis=0) + 2 * RIDGE * weights

    return np.asarray(minimize(lose, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x)


if __name__ == "__main__":
    main()
