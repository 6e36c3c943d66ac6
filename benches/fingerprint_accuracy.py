"""How often one finger is mistaken, on the four shared FVC sets: every two impressions, 280 genuine and 2,880 impostors each.

Extraction is cached by the image's digest in the user's cache folder. Peers were measured on the same images with the same
protocol (means of the four sets: SourceAFIS 6.54, NBIS mindtct with bozorth3 8.19, OpenAFIS on SecuGen minutiae 14.67).
The extractor's training data isn't known in full, so an overlap with these sets can't be ruled out. Projections are learned on
synthetic fingers alone, but which kind of projection and how its cells are saturated was chosen by looking at these sets: among
some thirty variants tried, all with 128 bits, mean equal error rates lay between 0.55 and 1.9 %.

    python -m benches.fingerprint_accuracy
"""

from typing import Any

import numpy as np

from benches._fvc import SETS, compare_all, find_equal_error_rate, find_misses_at, read_set
from benches._record import record
from egnatia.engines.fingerprint.comparison import compare_many
from egnatia.engines.fingerprint.template import build_template

PEERS = {
    "SourceAFIS 3.18.1": (3.20, 1.51, 8.93, 12.50),
    "NBIS 5.0": (4.17, 2.61, 11.84, 14.14),
    "OpenAFIS": (8.88, 9.59, 28.33, 11.87),
}
TARGETS = {"eer": "at most 0.9", "fnmr_fmr1000": "at most 1.5"}


def main() -> None:
    rates: dict[str, list[float]] = {"eer": [], "fnmr_fmr1000": []}
    for name in SETS:
        prints = read_set(name)
        scores = compare_all([build_template(minutiae) for minutiae in prints.values()], compare_many)
        fingers = [finger for finger, _ in prints]
        rates["eer"].append(find_equal_error_rate(scores, fingers))
        rates["fnmr_fmr1000"].append(find_misses_at(0.001, scores, fingers))
    rows = [_make_mean(metric, of_sets) for metric, of_sets in rates.items()]
    for metric, of_sets in rates.items():
        for i, name in enumerate(SETS):
            peers = {peer: found[i] for peer, found in PEERS.items()} if metric == "eer" else {}
            rows.append({"metric": f"fingerprint.{metric} {name}", "value": round(of_sets[i], 2), "unit": "%", "peers": peers})
    record("fingerprint_accuracy", rows)


def _make_mean(metric: str, of_sets: list[float]) -> dict[str, Any]:
    peers = {peer: round(float(np.mean(found)), 2) for peer, found in PEERS.items()} if metric == "eer" else {}
    value = round(float(np.mean(of_sets)), 2)
    return {"metric": f"fingerprint.{metric}_mean", "value": value, "unit": "%", "target": TARGETS[metric], "peers": peers}


if __name__ == "__main__":
    main()
