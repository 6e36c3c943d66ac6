"""What the comparison of two names is worth in a register, beside its other persons: fitted, and written to the engine.

Pairs of known truth (`names_pairs`) have strangers who were chosen to be alike; the others of a register are anybody. So what
`engines.names.comparison` sums up of two names gets weights of its own: a logistic regression on the pairs that a synthetic
register held against itself proposes (`identity_duplicates`, of a seed and half of the common names that nothing is
measured with), the bits of the other fields and the odds beforehand given. Its numbers: what the words
that were met say by how common they are; by how much the worst pair is less alike than is usual; a base each for names all of
whose words were met, for names of which one lacks words, and for names that both have words left; and what is added for two
names in one script other than Latin, and in two scripts. Written to `engines/linkage/names.json`.

Which pairs are proposed depends on the line that is there; with as wide a margin the fit hardly does.

    python -m benches.linkage_names [--persons 100000]
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import egnatia.engines.linkage as package
from benches._register import Register
from benches.identity_duplicates import add_second_records
from egnatia.engines.linkage import register as linkage
from egnatia.engines.linkage.batch import Batch, find_least
from egnatia.engines.linkage.comparison import compare_records
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.names import KINDS, SCRIPTS, SUMS, kind_of, scripts_of, sum_up
from egnatia.engines.linkage.pool import OnePool
from egnatia.engines.linkage.probability import prior_odds
from egnatia.engines.linkage.records import Record
from egnatia.engines.names.comparison import Pool, prepare

SEED, HALF = 12, 0
MARGIN = 6.0  # bits below even chances
RIDGE = 0.01
_OUT = Path(next(iter(package.__path__))) / "names.json"

Floats = NDArray[np.float64]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=100_000)
    given = options.parse_args()
    made = add_second_records(Register(given.persons, seed=SEED, half=HALF), np.random.default_rng(SEED))
    batch, pool = Batch(), OnePool(linkage.Register(enumerate(made.records)))
    for one in made.records:
        batch.add(one)
    odds = prior_odds(len(batch))
    proposed = batch.propose(find_least(odds, 0.5) - MARGIN)
    table = np.array([describe(made.records[pair.first], made.records[pair.second], pool) for pair in proposed])
    right = np.array([made.first_of.get(pair.second) == pair.first for pair in proposed])
    weights = fit(table[:, :-1], table[:, -1] + math.log2(odds), right)
    told = {"source": "benches/linkage_names.py"} | name_parts([round(float(bits), 4) for bits in weights])
    _OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(len(proposed), "pairs,", told)


def describe(first: Record, second: Record, pool: Pool) -> list[float]:
    """SUMS, which of KINDS and SCRIPTS the names are, and the bits of all other fields."""
    names = prepare(first.names[0].text), prepare(second.names[0].text)
    linkage = compare_records(first, second)
    kind, scripts, sums = kind_of(linkage.field(Field.NAMES).level.partition(".")[2]), scripts_of(*names), sum_up(*names, pool)
    is_one_of = [*(kind == one for one in KINDS), *(scripts == one for one in SCRIPTS[1:])]
    others = sum(one.bits for one in linkage.fields if one.field is not Field.NAMES)
    return [*(sums[one] for one in SUMS), *map(float, is_one_of), others]


def name_parts(weights: list[float]) -> dict[str, float | dict[str, float]]:
    """As they stand in the file; names in Latin letters are those to which nothing is added."""
    left = iter(weights)
    return {
        "sums": {name: next(left) for name in SUMS},
        "base": {kind: next(left) for kind in KINDS},
        "scripts": {scripts: next(left) if at else 0.0 for at, scripts in enumerate(SCRIPTS)},
    }


def fit(columns: Floats, given: Floats, right: NDArray[np.bool_]) -> Floats:
    """The weights of columns, in bits, by which they and the given bits tell best who is right."""
    sides = np.where(right, 1.0, -1.0)

    def lose(weights: Floats) -> tuple[float, Floats]:
        nats = sides * (columns @ weights + given) * math.log(2)
        slope = -(sides / (1 + np.exp(np.minimum(nats, 500))) * math.log(2)) @ columns
        return float(np.logaddexp(0, -nats).sum() + RIDGE * (weights**2).sum()), slope + 2 * RIDGE * weights

    return np.asarray(minimize(lose, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B").x)


if __name__ == "__main__":
    main()
