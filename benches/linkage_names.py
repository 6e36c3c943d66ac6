"""What the bits of a name's comparison are worth in a register, beside its other persons: fitted, and written to the engine.

Pairs of known truth (`names_pairs`) have strangers who were chosen to be alike; the others of a register are anybody. So the
bits of `engines.names.comparison` with the register as pool get a line of their own: a logistic regression on the suggestions
of noisy searches in a synthetic register whose seed and half of the common names nothing is measured with, the bits of the
other fields and the odds beforehand given. One slope; and a base each for names all of whose words were met, for names of which
one lacks words, and for names that both have words left. Written to `engines/linkage/names.json`.

    python -m benches.linkage_names [--persons 100000] [--searches 1000]
"""

import argparse
import json
import math
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import egnatia.engines.linkage as package
from benches._register import Register
from benches._register_searches import search_for
from benches.linkage_calibration import EXPECTED, make_probe, make_records
from egnatia.engines.linkage import register as linkage
from egnatia.engines.linkage.comparison import compare_records
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.names import KINDS, kind_of
from egnatia.engines.linkage.pool import OnePool
from egnatia.engines.linkage.records import Record
from egnatia.engines.names.comparison import Pool, compare, prepare

SEED, HALF = 12, 0
CHUNKS = 16
RIDGE = 0.01
_OUT = Path(next(iter(package.__path__))) / "names.json"

Floats = NDArray[np.float64]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=100_000)
    options.add_argument("--searches", type=int, default=1_000)
    given = options.parse_args()
    register = Register(given.persons, seed=SEED, half=HALF)
    kept = make_records(register)
    searched = linkage.Register(kept.items(), expected=EXPECTED)
    rows, right = [], []
    for search in islice(search_for(register, given.searches, chunks=CHUNKS), given.searches):
        probe, pool = make_probe(search), OnePool(searched)
        for row in searched.rank(probe):
            rows.append(describe(probe, kept[row], pool))
            right.append(row == search.row)
    table = np.array(rows)
    weights = fit(table[:, :-1], table[:, -1] + math.log2(searched.odds), np.array(right))
    base = {kind: round(float(bits), 3) for kind, bits in zip(KINDS, weights[1:], strict=True)}
    told = {"source": "benches/linkage_names.py", "slope": round(float(weights[0]), 4), "base": base}
    _OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(len(rows), "suggestions,", told)


def describe(probe: Record, record: Record, pool: Pool) -> list[float]:
    """Bits of the names' comparison, which of KINDS they are, and the bits of all other fields."""
    names = prepare(probe.names[0].text), prepare(record.names[0].text)
    linkage = compare_records(probe, record)
    kind = kind_of(linkage.field(Field.NAMES).level.partition(".")[2])
    others = sum(one.bits for one in linkage.fields if one.field is not Field.NAMES)
    return [compare(*names, pool).bits, *(float(kind == one) for one in KINDS), others]


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
