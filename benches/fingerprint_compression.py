"""What lossy files cost: one finger's errors on the four shared sets when every print has been through WSQ or JPEG 2000.

WSQ at the FBI's usual rate (0.75 bits a pixel, about 15 to 1), JPEG 2000 at 10 to 1. Both of a pair have been compressed. The
protocol is that of `fingerprint_accuracy`, whose figures are those without.

    python -m benches.fingerprint_compression
"""

import io
from typing import Any

import numpy as np
import wsq  # noqa: F401  registers the format with Pillow
from PIL import Image

from benches._fvc import DATA, FINGERS, IMPRESSIONS, SETS, compare_all, find_equal_error_rate, find_misses_at
from benches._record import record
from egnatia.engines.fingerprint.comparison import compare_many
from egnatia.engines.fingerprint.extraction import extract
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.template import Template, build_template

FORMATS: dict[str, dict[str, Any]] = {
    "WSQ": {"format": "WSQ"},
    "JPEG 2000": {"format": "JPEG2000", "irreversible": True, "quality_mode": "rates", "quality_layers": [10]},
}
FMR = 0.001


def read_compressed(name: str, how: dict[str, Any]) -> tuple[list[Template], float]:
    """Templates of a set after compression, and how many times smaller the files are than their pixels."""
    templates, pixels, size = [], 0, 0
    for finger in FINGERS:
        for impression in IMPRESSIONS:
            whole = read_image((DATA / name / f"{finger}_{impression}.png").read_bytes()).pixels
            file = io.BytesIO()
            Image.fromarray(whole).save(file, **how)
            templates.append(build_template(extract(read_image(file.getvalue(), dpi=500)).minutiae))
            pixels, size = pixels + whole.size, size + len(file.getvalue())
    return templates, pixels / size


def main() -> None:
    if not DATA.is_dir():
        raise SystemExit(f"The shared prints are not here ({DATA}): nothing measured.")
    fingers = [finger for finger in FINGERS for _ in IMPRESSIONS]
    rows = []
    for label, how in FORMATS.items():
        read = {name: read_compressed(name, how) for name in SETS}
        scores = {name: compare_all(templates, compare_many) for name, (templates, _) in read.items()}
        eer = {name: round(find_equal_error_rate(of_set, fingers), 2) for name, of_set in scores.items()}
        misses = {name: round(find_misses_at(FMR, of_set, fingers), 2) for name, of_set in scores.items()}
        for metric, rates in (("eer", eer), ("fnmr_fmr1000", misses)):
            mean = round(float(np.mean(list(rates.values()))), 2)
            rows.append({"metric": f"fingerprint.{metric}_mean, {label}", "value": mean, "unit": "%", "peers": rates})
        smaller = round(float(np.mean([ratio for _, ratio in read.values()])), 1)
        rows.append({"metric": f"fingerprint.compression, {label}", "value": smaller, "unit": "to 1"})
    record("fingerprint_compression", rows)


if __name__ == "__main__":
    main()
