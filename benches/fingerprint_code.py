"""Learns the projection of the coarse code and writes `engines/fingerprint/code_projection.npz`.

It is learned on synthetic fingers alone: principal components of their pair histograms. No print of a real person is in it,
and where the shared FVC prints are at hand, they judge it: the equal error rate of codes, one finger against one.

    python -m benches.fingerprint_code
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import egnatia.engines.fingerprint as package
from benches._fvc import DATA, SETS, find_equal_error_rate, read_set
from benches._record import record
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import build_code, build_histogram
from egnatia.engines.fingerprint.projection import Projection
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import build_template

SEEDS = range(1_000_000, 1_002_000)  # nobody whom tests or the demo grow
_OUT = Path(next(iter(package.__path__))) / "code_projection.npz"


def learn() -> Projection:
    """Principal components of the synthetic fingers' histograms, as whole numbers from -127 to 127: only signs matter."""
    histograms = np.array([build_histogram(build_template(f)) for s in SEEDS for f in synthetic_fingers(s, 0).values()])
    mean = histograms.mean(axis=0)
    _, components = np.linalg.eigh(np.cov(histograms.T))
    directions = components[:, ::-1][:, : p.CODE_BITS].T
    directions = np.rint(directions * 127 / np.abs(directions).max(axis=1, keepdims=True))
    provenance = (
        f"learned by benches/fingerprint_code.py on {datetime.now(UTC).date()} from {len(histograms)} synthetic fingers "
        f"(seeds {SEEDS.start} to {SEEDS.stop - 1}): principal components"
    )
    return Projection(mean.astype(np.float32), directions.astype(np.float32), provenance)


def measure(projection: Projection) -> list[float]:
    """Equal error rate in percent of each shared set."""
    rates = []
    for name in SETS:
        prints = read_set(name)
        codes = np.array([build_code(build_template(minutiae), projection) for minutiae in prints.values()])
        alike: NDArray[np.float64] = -np.bitwise_count(codes[:, None] ^ codes[None]).sum(axis=2).astype(np.float64)
        rates.append(find_equal_error_rate(alike, [finger for finger, _ in prints]))
    return rates


def main() -> None:
    projection = learn()
    np.savez_compressed(
        _OUT, mean=projection.mean, directions=projection.directions.astype(np.int8), provenance=projection.provenance
    )
    print(projection.provenance, _OUT.stat().st_size, "bytes")
    if DATA.is_dir():
        rates = measure(projection)
        rows = [
            {"metric": f"fingerprint.code_eer {name}", "value": round(rate, 2), "unit": "%"}
            for name, rate in zip(SETS, rates, strict=True)
        ]
        mean = {"metric": "fingerprint.code_eer_mean", "value": round(float(np.mean(rates)), 2), "unit": "%"}
        record("fingerprint_code", [*rows, mean])


if __name__ == "__main__":
    main()
