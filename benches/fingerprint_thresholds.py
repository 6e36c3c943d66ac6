"""Derives the thresholds of `engines/fingerprint/thresholds.json` from comparisons of different persons, and writes the file.

A person's fused score is a mean over fingers. The distribution of one finger's score between different persons is measured:
on the shared FVC prints (every two different fingers, within and across sensors) and on synthetic fingers. Persons of n
fingers are then put together by drawing n finger comparisons from the same two sources (sensors, or synthetic), because
prints of one capture share their quality. Below what that measures, the tail is extrapolated as an exponential through the
last measured decade. With few fingers the measured tail falls a little more slowly than that, so the rate is found in a
second way, too: by convolution of the measured distribution of one finger with itself, which extrapolates nothing but takes
the fingers of a person for independent, and one finger for never scoring higher than it did here. A threshold keeps its rate
both ways: over all sources, and by convolution also at the worst of them where there are fingers enough that nobody is missed
for it. Where the prints of one person's visits are compared instead, the same gives the false non-match rate.

    python -m benches.fingerprint_thresholds
"""

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import egnatia.engines.fingerprint as package
from benches._fvc import FINGERS, IMPRESSIONS, SETS, compare_all, read_set
from benches._record import keep_curves, record
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.comparison import compare_many
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import TEMPLATE_VERSION, Template, build_template

TARGETS = {1: 1e-6, 2: 1e-7, 3: 1e-8}  # false match rate by fingers; from four on there is room for LEAST_RATE
LEAST_RATE = 1e-9  # one false candidate in a thousand searches of a million persons
WORST_FROM = 5  # fingers; with fewer, a threshold that holds at the worst source misses more of the same person
FLOOR = 0.10  # whatever the tail says: what was never measured (twins, faulty scanners) gets a margin
TRIALS = 2_000_000
DRAWS = 200
STEPS = 4000  # of one finger's evidence, in convolutions
SYNTHETIC_PERSONS = 60
_OUT = Path(next(iter(package.__path__))) / "thresholds.json"

Scores = NDArray[np.float64]


def score_all(templates: list[Template]) -> Scores:
    """float64[n, n]: evidence of every two fingers."""
    scores = compare_all(templates, compare_many)
    return -np.expm1(-np.maximum(0, scores.astype(np.float64) - p.IMPOSTOR_SCORE) / p.EVIDENCE_SCALE)  # fusion.weigh


def measure_fvc() -> tuple[dict[str, Scores], Scores]:
    """Impostor evidence by pair of sensors, and genuine evidence float64[set, finger, impression, impression]."""
    templates = [build_template(read[f, i]) for name in SETS for read in [read_set(name)] for f in FINGERS for i in IMPRESSIONS]
    evidence = score_all(templates).reshape(len(SETS), 10, 8, len(SETS), 10, 8)
    impostors = {}
    for a, name in enumerate(SETS):
        for b in range(a, len(SETS)):
            block = evidence[a, :, :, b].transpose(0, 2, 1, 3)
            different = block if a != b else block[~np.eye(10, dtype=bool)]
            impostors[f"{name} against {SETS[b]}"] = different.ravel()
    genuine = np.stack([[evidence[a, f, :, a, f] for f in range(10)] for a in range(len(SETS))])
    return impostors, genuine


def measure_synthetic() -> Scores:
    """Impostor evidence of synthetic fingers: every two of different persons, same position or not."""
    people = [synthetic_fingers(seed, 0) for seed in range(SYNTHETIC_PERSONS)]
    templates = [build_template(finger) for person in people for finger in person.values()]
    evidence = score_all(templates)
    person = np.repeat(np.arange(len(people)), 10)
    return evidence[person[:, None] != person[None]]


def draw_persons(sources: list[Scores], fingers: int, random: np.random.Generator) -> Scores:
    """Fused scores of TRIALS comparisons of different persons, as many from each source."""
    each = TRIALS // len(sources)
    return np.concatenate([random.choice(source, (each, fingers)).mean(axis=1) for source in sources])


def convolve(persons: list[Scores], sources: list[Scores]) -> list[Scores]:
    """Distributions of the sum of one finger more, by source; steps of 1 / STEPS of evidence, a finger's rounded up."""
    found = []
    for whole, source in zip(persons, sources, strict=True):
        steps = np.bincount(np.ceil(source * STEPS).astype(np.int64), minlength=STEPS + 1)
        found.append(np.convolve(whole, steps / len(source)))
    return found


def find_convolved_rates(persons: list[Scores], fingers: int, score: float) -> list[float]:
    """Share of each source's persons whose mean of `fingers` reaches the score."""
    return [float(whole[math.floor(score * fingers * STEPS) :].sum()) for whole in persons]


def find_convolved_threshold(persons: list[Scores], fingers: int, rate: float) -> float:
    """The lowest score that persons reach no more often than `rate`: of all sources, and from WORST_FROM fingers on of each."""
    wholes = persons if fingers >= WORST_FROM else [np.mean(persons, axis=0)]
    return max(float(np.argmax(whole[::-1].cumsum()[::-1] <= rate)) for whole in wholes) / (fingers * STEPS)


def find_convolved_tail(persons: list[Scores], fingers: int) -> list[tuple[float, float]]:
    """Scores and the share of all persons who reach them, every hundredth down to LEAST_RATE."""
    scores = np.arange(0.01, 1.0, 0.01).round(2).tolist()
    rates = [float(np.mean(find_convolved_rates(persons, fingers, score))) for score in scores]
    return [(score, float(f"{rate:.4g}")) for score, rate in zip(scores, rates, strict=True) if rate > LEAST_RATE / 10]


def find_threshold(scores: Scores, rate: float) -> tuple[float, bool]:
    """The score that `rate` of the impostors reach, and whether it had to be extrapolated."""
    ordered = np.sort(scores)
    measured = 100 / len(scores)  # a hundred impostors beyond it make a rate that can be believed
    if rate >= measured:
        return float(ordered[-int(rate * len(scores))]), False
    near, far = ordered[-int(10 * measured * len(scores))], ordered[-int(measured * len(scores))]
    slope = (far - near) / math.log(10)
    return float(far + slope * math.log(measured / rate)), True


def find_tail(scores: Scores) -> dict[str, list[tuple[float, float]]]:
    """Scores that a share of the impostors reaches, by whether the share is measured or extrapolated."""
    tail: dict[str, list[tuple[float, float]]] = {"measured": [], "extrapolated": []}
    for rate in np.geomspace(0.1, LEAST_RATE, 33).tolist():
        score, extrapolated = find_threshold(scores, rate)
        tail["extrapolated" if extrapolated else "measured"].append((round(score, 5), float(f"{rate:.4g}")))
    return tail


def find_misses(genuine: Scores, fingers: int, score: float, random: np.random.Generator) -> float:
    """Share of the same person's visits that stay below `score`: persons are sets, visits impressions, fingers drawn."""
    first, second = np.triu_indices(len(IMPRESSIONS), 1)
    visits = genuine[:, :, first, second]  # set, finger, pair of visits
    drawn = [random.permutation(len(FINGERS))[:fingers] for _ in range(DRAWS)]
    below = [visits[:, chosen].mean(axis=1) < score for chosen in drawn]
    return float(np.mean(below))


def make_rows(rows: list[dict[str, Any]], convolved: dict[int, dict[str, float]]) -> list[dict[str, Any]]:
    """The thresholds for the page of benchmarks."""
    return [
        {
            "metric": f"fingerprint.threshold, {row['fingers']} finger{'s' * (row['fingers'] > 1)}",
            "value": row["score"],
            "unit": f"for one false match in {1 / row['false_match_rate']:,.0f}",
            "peers": {
                "by convolution": convolved[row["fingers"]]["mean"],
                "by convolution, worst source": convolved[row["fingers"]]["worst"],
                "misses of the same person, %": round(100 * row["false_non_match_rate"], 3),
            },
        }
        for row in rows
    ]


def main() -> None:
    random = np.random.default_rng(20)
    impostors, genuine = measure_fvc()
    impostors["synthetic"] = measure_synthetic()
    rows, tails = [], {}
    sources = list(impostors.values())
    persons = [np.ones(1)] * len(sources)
    convolved: dict[int, dict[str, float]] = {}
    for fingers in range(1, 11):
        rate = TARGETS.get(fingers, LEAST_RATE)
        drawn = draw_persons(sources, fingers, random)
        persons = convolve(persons, sources)
        tails[str(fingers)] = find_tail(drawn) | {"convolved": find_convolved_tail(persons, fingers)}
        score, extrapolated = find_threshold(drawn, rate)
        score = max(score, find_convolved_threshold(persons, fingers, rate), FLOOR)
        score = math.ceil(round(score * 1000, 6)) / 1000
        rates = find_convolved_rates(persons, fingers, score)
        convolved[fingers] = {"mean": float(f"{np.mean(rates):.2g}"), "worst": float(f"{max(rates):.2g}")}
        misses = find_misses(genuine, fingers, score, random)
        row = {"fingers": fingers, "score": score, "false_match_rate": rate, "extrapolated": extrapolated}
        rows.append(row | {"false_non_match_rate": round(misses, 5)})
        print(rows[-1])
    evidence = {
        "date": datetime.now(UTC).date().isoformat(),
        "command": "python -m benches.fingerprint_thresholds",
        "template_version": TEMPLATE_VERSION,
        "impostors": {
            name: {"comparisons": len(found), "highest": round(float(found.max()), 4)} for name, found in impostors.items()
        },
        "genuine": f"{len(genuine)} virtual persons of 10 fingers, 28 pairs of visits each, {DRAWS} draws of fingers",
        "trials_per_number_of_fingers": TRIALS,
        "measured_down_to": 100 / TRIALS,
        "rates_by_convolution": convolved,
        "method": " ".join((__doc__ or "").split("\n    python")[0].split()),
        "floor": FLOOR,
    }
    keep_curves("fingerprint_thresholds", tails)
    record("fingerprint_thresholds", make_rows(rows, convolved))
    _OUT.write_text(json.dumps({"evidence": evidence, "thresholds": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
