"""What each step of the search cascade loses, and how many persons it leaves, by number of fingers; derives LEAST_ALIKE.

Persons are put together as in `fingerprint_thresholds`: the ten fingers of a shared FVC set are one person, two impressions two
visits, so that a bad capture is bad on all fingers. Counted are visits that the exact comparison matches: what the exact
comparison wouldn't match isn't the cascade's to lose. The codes' least likeness is what all but one in a thousand of these
reach. Impostors are drawn from every two different fingers of a set.

    python -m benches.fingerprint_cascade
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benches._fvc import FINGERS, IMPRESSIONS, SETS, compare_all, read_set
from benches._record import keep_curves, record
from benches.fingerprint_code import weigh_codes
from benches.fingerprint_thresholds import score_all
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import build_code
from egnatia.engines.fingerprint.comparison import filter_many
from egnatia.engines.fingerprint.template import build_template
from egnatia.engines.fingerprint.thresholds import possible_match_threshold

LOST = 0.001
DRAWS = 1000  # of fingers
TRIALS = 1_000_000  # impostors
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


def find_lowest(step: Likeness, exact: Likeness, fingers: int, random: np.random.Generator, *, used: int) -> float:
    """What all but LOST of the visits that match exactly reach, when the step looks at `used` of that many fingers."""
    found = []
    for _ in range(DRAWS):
        drawn = random.permutation(len(FINGERS))[:fingers]
        matched = exact.genuine[:, drawn].mean(axis=1) >= possible_match_threshold(fingers)
        found.append(step.genuine[:, drawn[:used]].sum(axis=1)[matched])
    return float(np.quantile(np.concatenate(found), LOST))


def find_share(step: Likeness, fingers: int, lowest: float, random: np.random.Generator) -> float:
    """Share of impostors who reach `lowest`."""
    return float(np.mean(random.choice(step.impostor, (TRIALS, fingers)).sum(axis=1) >= lowest))


def main() -> None:
    """Measure, print the constants, and record."""
    random = np.random.default_rng(5)
    codes, filtered, exact = measure()
    least, rows = [0.0], []
    left: dict[str, list[float]] = {"codes": [], "filter": []}
    for fingers in range(1, 11):
        lowest = math.floor(find_lowest(codes, exact, fingers, random, used=fingers) * 100) / 100
        least.append(lowest)
        after_codes = find_share(codes, fingers, lowest, random)
        used = min(fingers, p.FILTER_FINGERS)
        after_filter = find_share(filtered, used, find_lowest(filtered, exact, fingers, random, used=used), random)
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
