"""How like real prints synthetic minutiae are: the figures of the shared FVC prints and of synthetic captures, side by side.

Real are 40 fingers of 8 captures each, synthetic three times as many, index and middle fingers of a person each. The distance
is Kolmogorov and Smirnov's: the largest difference of the two distribution functions, 0 alike, 1 apart. The generator's
amounts were set on these very prints, so this says how well it fits them, not how well it would fit others.

    python -m benches.fingerprint_synthetic
"""

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from benches._fvc import FINGERS, IMPRESSIONS, SETS, compare_all, find_equal_error_rate, read_set
from benches._record import keep_curves, record
from egnatia.engines.fingerprint.code import build_code
from egnatia.engines.fingerprint.comparison import compare_many, filter_many
from egnatia.engines.fingerprint.cylinders import get_signs
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.projection import find_signs
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.engines.fingerprint.template import build_template

ROUNDS, FIRST, POSITIONS = 3, 900_000, (2, 3, 7, 8)  # persons whom the amounts were not set on
FINGER = np.repeat(np.arange(40), len(IMPRESSIONS))
TARGET = "at most 0.1"
TIMED = range(300)
BINS = np.geomspace(0.004, 1, 49)  # scores

Samples = dict[str, NDArray[np.float64]]


def read_real() -> list[Minutiae]:
    return [read[f, i] for name in SETS for read in [read_set(name)] for f in FINGERS for i in IMPRESSIONS]


def make_synthetic(start: int) -> list[Minutiae]:
    """One finger each of 40 persons, because a person's fingers share their quality."""
    wanted = [(start + k, POSITIONS[k // 10]) for k in range(40)]
    return [synthetic_fingers(s, take, positions=(p,))[p] for s, p in wanted for take in range(len(IMPRESSIONS))]


def measure(prints: list[Minutiae]) -> Samples:
    """Every figure that is compared, of all prints or of every two of them."""
    templates = [build_template(minutiae) for minutiae in prints]
    exact, quick = compare_all(templates, compare_many), compare_all(templates, filter_many)
    codes = np.array([build_code(template) for template in templates])
    bits = np.bitwise_count(codes[:, None] ^ codes[None]).sum(axis=2)
    upper = np.triu_indices(len(prints), 1)
    same = (FINGER[:, None] == FINGER[None])[upper]
    samples: Samples = {"minutiae": np.array([len(minutiae) for minutiae in prints], np.float64)}
    for name, values in (("score", exact), ("filter", quick), ("code_bits", bits)):
        samples[f"genuine_{name}"] = values[upper][same].astype(np.float64)
        samples[f"impostor_{name}"] = values[upper][~same].astype(np.float64)
    fours = np.split(np.arange(len(prints)), 4)
    rates = [find_equal_error_rate(exact[np.ix_(four, four)], FINGER[four].tolist()) for four in fours]
    return samples | {"eer": np.array(rates)}


def compare_samples(real: Samples, synthetic: Samples) -> list[dict[str, Any]]:
    rows = []
    for name in real.keys() - {"eer"}:
        distance = round(float(ks_2samp(real[name], synthetic[name]).statistic), 3)
        peers = {"real": _describe(real[name]), "synthetic": _describe(synthetic[name])}
        row = {"metric": f"fingerprint.synthetic_{name}_ks", "value": distance, "unit": "KS", "target": TARGET}
        rows.append(row | {"peers": peers})
    for percent in (99, 99.9, 99.99):
        ends = [float(np.percentile(samples["impostor_score"], percent)) for samples in (synthetic, real)]
        ratio = {"metric": f"fingerprint.synthetic_impostor_p{percent}_ratio", "value": round(ends[0] / ends[1], 3)}
        rows.append(ratio | {"unit": "synthetic / real", "peers": {"synthetic": round(ends[0], 4), "real": round(ends[1], 4)}})
    rates = {"real": round(float(real["eer"].mean()), 2)}
    eer = {"metric": "fingerprint.synthetic_eer", "value": round(float(synthetic["eer"].mean()), 2), "unit": "%"}
    return [*sorted(rows, key=lambda row: str(row["metric"])), eer | {"target": "1 to 4", "peers": rates}]


def make_histograms(real: Samples, synthetic: Samples) -> dict[str, list[float]]:
    """Shares of the comparisons in percent by score, in steps equally wide on a logarithmic scale; BINS are their borders."""
    curves: dict[str, list[float]] = {"borders": [round(float(border), 5) for border in BINS]}
    for who, samples in (("real", real), ("synthetic", synthetic)):
        for kind in ("genuine", "impostor"):
            scores = samples[f"{kind}_score"]
            counts, _ = np.histogram(scores.clip(BINS[0], BINS[-1]), BINS)
            curves[f"{who} {kind}"] = [round(100 * float(count) / len(scores), 4) for count in counts]
    return curves


def _describe(values: NDArray[np.float64]) -> str:
    quantiles = ", ".join(f"{value:.4g}" for value in np.percentile(values, (1, 5, 25, 50, 75, 95)))
    return f"mean {values.mean():.4g}, deviation {values.std():.4g}; at 1, 5, 25, 50, 75, 95 %: {quantiles}"


def time_persons() -> list[dict[str, Any]]:
    """Persons of ten fingers a second of processor time, from the seed and from minutiae that are there; and what bounds it."""
    warm = build_template(synthetic_fingers(0, 0)[1])
    build_code(warm)
    began = time.process_time()
    made = [synthetic_fingers(seed, 0) for seed in TIMED]
    minutiae = time.process_time() - began
    for fingers in made:
        for finger in fingers.values():
            build_code(build_template(finger))
    whole = time.process_time() - began
    features = np.random.default_rng(0).random((400, len(get_signs().mean))).astype(np.float32)
    find_signs(features, get_signs())
    began = time.process_time()
    for _ in TIMED:
        find_signs(features, get_signs())
    products = len(TIMED) * get_signs().directions.size * len(features) / (time.process_time() - began)
    unit = {"unit": "persons / CPU-s"}
    rows = {"minutiae": minutiae, "codes_of_minutiae": whole - minutiae, "templates": whole}
    return [
        {"metric": f"fingerprint.synthetic_{name}_per_s", "value": round(len(TIMED) / spent), "target": "at least 1000"} | unit
        for name, spent in rows.items()
    ] + [
        {"metric": "fingerprint.sign_products_per_s", "value": round(products / 1e9, 1), "unit": "thousand million / CPU-s"},
    ]


def main() -> None:
    rounds = [measure(make_synthetic(FIRST + 40 * k)) for k in range(ROUNDS)]
    synthetic = {name: np.concatenate([samples[name] for samples in rounds]) for name in rounds[0]}
    real = measure(read_real())
    rows = compare_samples(real, synthetic)
    keep_curves("fingerprint_synthetic", make_histograms(real, synthetic))
    record("fingerprint_synthetic", rows + time_persons())


if __name__ == "__main__":
    main()
