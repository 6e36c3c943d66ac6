"""Learns the projection of the coarse code and writes `engines/fingerprint/code_projection.npz`.

It is learned on synthetic fingers alone: principal components of their pair histograms, each divided by its standard
deviation among them. No print of a real person is in it, and where the shared FVC prints are at hand, they judge it: the
equal error rate of codes, one finger against one, by differing bits and as the scan weighs them.

    python -m benches.fingerprint_code
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import egnatia.engines.fingerprint as package
from benches._fvc import DATA, SETS, find_equal_error_rate, read_set
from benches._record import record
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import build_code, build_histogram
from egnatia.engines.fingerprint.code_scan import build_code_probe, scan_codes
from egnatia.engines.fingerprint.projection import read_projection
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import Template, build_template

SEEDS = range(1_000_000, 1_002_000)  # nobody whom tests or the demo grow
_OUT = Path(next(iter(package.__path__))) / "code_projection.npz"


def learn() -> tuple[dict[str, NDArray[Any]], str]:
    """What the file holds, and its provenance: principal components, as whole numbers from -127 to 127, and their scale."""
    histograms = np.array([build_histogram(build_template(f)) for s in SEEDS for f in synthetic_fingers(s, 0).values()])
    mean = histograms.mean(axis=0)
    _, components = np.linalg.eigh(np.cov(histograms.T))
    directions = components[:, ::-1][:, : p.CODE_BITS].T
    directions = np.rint(directions * 127 / np.abs(directions).max(axis=1, keepdims=True))
    provenance = (
        f"learned by benches/fingerprint_code.py on {datetime.now(UTC).date()} from {len(histograms)} synthetic fingers "
        f"(seeds {SEEDS.start} to {SEEDS.stop - 1}): principal components"
    )
    scale = (1 / ((histograms - mean) @ directions.T).std(axis=0, keepdims=True)).T
    found = {"mean": mean.astype(np.float32), "directions": directions.astype(np.int8), "scale": scale.astype(np.float32)}
    return found, provenance


def measure() -> dict[str, list[float]]:
    """Equal error rate in percent of each shared set, by differing bits and weighed."""
    rates: dict[str, list[float]] = {"code_eer": [], "code_eer_weighed": []}
    for name in SETS:
        prints = read_set(name)
        templates = [build_template(minutiae) for minutiae in prints.values()]
        codes = np.array([build_code(template) for template in templates])
        plain: NDArray[np.float64] = -np.bitwise_count(codes[:, None] ^ codes[None]).sum(axis=2).astype(np.float64)
        fingers = [finger for finger, _ in prints]
        rates["code_eer"].append(find_equal_error_rate(plain, fingers))
        rates["code_eer_weighed"].append(find_equal_error_rate(weigh_codes(templates, codes), fingers))
    return rates


def weigh_codes(templates: list[Template], codes: NDArray[np.uint64]) -> NDArray[np.float32]:
    """float32[n, n]: what the scan says of every template, as a probe's only finger, against every code."""
    gallery = np.zeros((len(codes), 10, p.CODE_WORDS), np.uint64)
    gallery[:, 0] = codes
    masks, common = np.ones(len(codes), np.uint16), np.empty(len(codes), np.uint8)
    alike = np.empty((len(templates), len(codes)), np.float32)
    for template, row in zip(templates, alike, strict=True):
        scan_codes(*build_code_probe({1: template}), gallery, masks, row, common)
    return alike


def main() -> None:
    found, provenance = learn()
    np.savez_compressed(_OUT, **found, provenance=provenance)  # type: ignore[arg-type]
    read_projection.cache_clear()
    print(provenance, _OUT.stat().st_size, "bytes")
    if DATA.is_dir():
        rates = measure()
        rows = [
            {"metric": f"fingerprint.{metric} {name}", "value": round(rate, 2), "unit": "%"}
            for metric, of_sets in rates.items()
            for name, rate in zip((*SETS, "mean"), (*of_sets, float(np.mean(of_sets))), strict=True)
        ]
        record("fingerprint_code", rows)


if __name__ == "__main__":
    main()
