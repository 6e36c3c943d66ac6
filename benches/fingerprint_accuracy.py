"""How often one finger is mistaken, on the four shared FVC sets: every two impressions, 280 genuine and 2,880 impostors each.

Extraction is cached by the image's digest in the user's cache folder. Peers were measured on the same images with the same
protocol (means of the four sets: SourceAFIS 6.54, NBIS mindtct with bozorth3 8.19, OpenAFIS on SecuGen minutiae 14.67).
The extractor's training data isn't known in full, so an overlap with these sets can't be ruled out.

    python -m benches.fingerprint_accuracy
"""

import numpy as np
from numpy.typing import NDArray

from benches._fvc import SETS, find_equal_error_rate, read_set
from benches._record import record
from egnatia.engines.fingerprint.comparison import compare_many
from egnatia.engines.fingerprint.template import Template, build_template

PEERS = {
    "SourceAFIS 3.18.1": (3.20, 1.51, 8.93, 12.50),
    "NBIS 5.0": (4.17, 2.61, 11.84, 14.14),
    "OpenAFIS": (8.88, 9.59, 28.33, 11.87),
}
TARGET = "at most 1.5"


def score_all(templates: list[Template]) -> NDArray[np.float32]:
    """float32[n, n]: exact score of every two."""
    starts = np.cumsum([0] + [len(template.data) for template in templates[:-1]])
    buffer = np.concatenate([template.data for template in templates])
    scores = np.empty((len(templates), len(templates)), np.float32)
    for row, template in zip(scores, templates, strict=True):
        compare_many(template.data, buffer, starts, row)
    return scores


def main() -> None:
    rates, rows = [], []
    for i, name in enumerate(SETS):
        prints = read_set(name)
        scores = score_all([build_template(minutiae) for minutiae in prints.values()])
        rates.append(find_equal_error_rate(scores, [finger for finger, _ in prints]))
        peers = {peer: of_sets[i] for peer, of_sets in PEERS.items()}
        rows.append({"metric": f"fingerprint.eer {name}", "value": round(rates[-1], 2), "unit": "%", "peers": peers})
    peers = {peer: round(float(np.mean(of_sets)), 2) for peer, of_sets in PEERS.items()}
    mean = round(float(np.mean(rates)), 2)
    record(
        "fingerprint_accuracy",
        [{"metric": "fingerprint.eer_mean", "value": mean, "unit": "%", "target": TARGET, "peers": peers}, *rows],
    )


if __name__ == "__main__":
    main()
