"""What each step of the search cascade loses, and how many persons it leaves, by number of fingers; derives LEAST_ALIKE.

Persons are put together as in `fingerprint_thresholds`: the ten fingers of a shared FVC set are one person, two impressions two
visits, so that a bad capture is bad on all fingers; beside them stand synthetic persons, whose fingers are poor one by one.
Counted are visits that the exact comparison matches: what the exact comparison wouldn't match isn't the cascade's to lose. The
codes' least likeness is what all but one in a thousand of these reach, of either source. Impostors are drawn from every two
different fingers of a set.

    python -m benches.fingerprint_cascade
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benches._fvc import FINGERS, IMPRESSIONS, SETS, compare_all, read_set
from benches._gallery import make_ten_print
from benches._record import keep_curves, record
from benches.fingerprint_code import weigh_codes
from benches.fingerprint_thresholds import score_all
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import build_code
from egnatia.engines.fingerprint.code_scan import build_code_probe, scan_codes
from egnatia.engines.fingerprint.comparison import filter_many
from egnatia.engines.fingerprint.fusion import weigh
from egnatia.engines.fingerprint.search import compare_ten_prints
from egnatia.engines.fingerprint.template import Template, build_template
from egnatia.engines.fingerprint.thresholds import possible_match_threshold

LOST = 0.001
DRAWS = 1000  # of fingers
TRIALS = 1_000_000  # impostors
SYNTHETIC_PERSONS = range(20_000, 24_000)  # none of those that codes were learned from
_SHOWN = (1, 2, 4, 10)

Scores = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What one step says. genuine: [set, finger, visits]; impostor: [n], one finger against another's."""

    genuine: Scores
    impostor: Scores


def measure() -> tuple[Likeness, Likeness, Likeness]:
    """Of the codes, of the filter, and of the exact comparison as evidence (`fusion.weigh`)."""
    sets = [[build_template(minutiae) for minutiae in read_set(name).values()] for name in SETS]
    codes = [weigh_codes(templates, np.array([build_code(template) for template in templates])) for templates in sets]
    return (
        _split(codes),
        _split([compare_all(one, filter_many) - np.float32(p.FILTER_IMPOSTOR) for one in sets]),
        _split([score_all(one) for one in sets]),
    )


def _split(sets: list[Scores]) -> Likeness:
    """Both directions of two visits count: either may be the probe."""
    visits = ~np.eye(len(IMPRESSIONS), dtype=bool)
    shape = (len(FINGERS), len(IMPRESSIONS)) * 2
    tables = [scores.reshape(shape) for scores in sets]
    genuine = np.stack([[table[f, :, f][visits] for f in range(len(FINGERS))] for table in tables])
    other = ~np.eye(len(FINGERS), dtype=bool)
    return Likeness(genuine, np.concatenate([table.transpose(0, 2, 1, 3)[other].ravel() for table in tables]))


def measure_synthetic() -> tuple[Scores, Scores]:
    """Of the codes and of the exact comparison, the first visit of each person the probe: [1, finger, person]."""
    pairs = [(make_ten_print(seed, 1), make_ten_print(seed, 0)) for seed in SYNTHETIC_PERSONS]
    codes, exact = (np.zeros((1, len(FINGERS), len(pairs))) for _ in range(2))
    for person, (probe, other) in enumerate(pairs):
        for position, score in compare_ten_prints(probe, other).items():
            codes[0, position - 1, person] = weigh_pair(probe[position], other[position])
            exact[0, position - 1, person] = weigh(score)
    return codes, exact


def weigh_pair(probe: Template, other: Template) -> float:
    """What the codes of two fingers say, as in a search."""
    alike, common = np.empty(1, np.float32), np.empty(1, np.uint8)
    codes = np.zeros((1, 10, p.CODE_WORDS), np.uint64)
    codes[0, 0] = build_code(other)
    scan_codes(*build_code_probe({1: probe}), codes, np.ones(1, np.uint16), alike, common)
    return float(alike[0])


def find_lowest(step: Scores, exact: Scores, fingers: int, random: np.random.Generator, *, used: int) -> float:
    """What all but LOST of the visits that match exactly reach, when the step looks at `used` of that many fingers."""
    found = []
    for _ in range(DRAWS):
        drawn = random.permutation(len(FINGERS))[:fingers]
        matched = exact[:, drawn].mean(axis=1) >= possible_match_threshold(fingers)
        found.append(step[:, drawn[:used]].sum(axis=1)[matched])
    return float(np.quantile(np.concatenate(found), LOST))


def find_share(step: Likeness, fingers: int, lowest: float, random: np.random.Generator) -> float:
    """Share of impostors who reach `lowest`."""
    return float(np.mean(random.choice(step.impostor, (TRIALS, fingers)).sum(axis=1) >= lowest))


def main() -> None:
    """Measure, print the constants, and record."""
    random = np.random.default_rng(5)
    codes, filtered, exact = measure()
    synthetic_codes, synthetic_exact = measure_synthetic()
    least, rows = [0.0], []
    left: dict[str, list[float]] = {"codes": [], "filter": []}
    for fingers in range(1, 11):
        lowest = min(
            find_lowest(codes.genuine, exact.genuine, fingers, random, used=fingers),
            find_lowest(synthetic_codes, synthetic_exact, fingers, random, used=fingers),
        )
        lowest = math.floor(lowest * 100) / 100
        least.append(lowest)
        after_codes = find_share(codes, fingers, lowest, random)
        used = min(fingers, p.FILTER_FINGERS)
        after_filter = find_share(
            filtered, used, find_lowest(filtered.genuine, exact.genuine, fingers, random, used=used), random
        )
        print(f"{fingers:2} fingers: codes leave {100 * after_codes:.4f} %, the filter {100 * after_filter:.4f} % of those")
        left["codes"].append(round(100 * after_codes, 4))
        left["filter"].append(round(100 * after_codes * after_filter, 8))
        if fingers in _SHOWN:
            for step, share in (("codes", after_codes), ("filter", after_filter)):
                rows.append(
                    {"metric": f"fingerprint.left_by_{step}, {fingers} fingers", "value": round(100 * share, 4), "unit": "%"}
                )
    print(f"LEAST_ALIKE = {tuple(least)}")
    if tuple(least) != p.LEAST_ALIKE:
        raise SystemExit("These are not the constants in parameters.py: put them there, then record.")
    keep_curves("fingerprint_cascade", left | {"drawn": [TRIALS]})
    record("fingerprint_cascade", rows)


if __name__ == "__main__":
    main()
