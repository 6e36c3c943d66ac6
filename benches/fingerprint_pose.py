"""How well `pose` tells how far a print is turned: shared and synthetic prints turned by known angles; and what turning costs.

The shared prints were captured upright; some lie askew by up to forty degrees or show a finger without its tip, which is
counted as an error here. With --learn the mean flow of upright synthetic fingers is written anew first.

    python -m benches.fingerprint_pose
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import egnatia.engines.fingerprint as package
from benches._fvc import DATA, FINGERS, SETS
from benches._record import record
from egnatia.engines.fingerprint.comparison import compare
from egnatia.engines.fingerprint.extraction import find_minutiae
from egnatia.engines.fingerprint.images import FingerImage, read_image
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.engines.fingerprint.pose import find_askew, find_pose
from egnatia.engines.fingerprint.quality import ON_ITS_SIDE
from egnatia.engines.fingerprint.ridges import map_ridges
from egnatia.engines.fingerprint.synthetic import make_person
from egnatia.engines.fingerprint.synthetic.orientation import draw_shape, orientation_at
from egnatia.engines.fingerprint.template import Template, build_template

LEARNED_PERSONS = 60
GRID = range(-140, 141, 20)  # pixels from the finger's middle
ANGLES = (0, 30, 45, 60, 90, 135, 180)
CLOSE = 30
SYNTHETIC_PERSONS = range(1000, 1008)  # none of those that were learned from
COMPARED = 10
_OUT = Path(next(iter(package.__path__))) / "upright_flow.npz"

Pixels = NDArray[np.uint8]


def learn() -> None:
    """Mean of e^2iθ over the fingers of many synthetic persons; y points down, as in pictures."""
    shapes = [draw_shape(seed, position) for seed in range(LEARNED_PERSONS) for position in POSITIONS]
    angles = np.array([[[orientation_at(shape, float(x), float(y)) for x in GRID] for y in GRID] for shape in shapes])
    mean = np.exp(-2j * angles).mean(axis=0)
    real, imaginary = (np.rint(100 * part).astype(np.int8) for part in (mean.real, mean.imag))
    np.savez(_OUT, real=real, imaginary=imaginary, step=GRID.step)


def turn(pixels: Pixels, degrees: int) -> Pixels:
    """Clockwise as one looks at it, on as light a ground as the picture has."""
    if degrees % 90 == 0:
        return np.ascontiguousarray(np.rot90(pixels, -degrees // 90))
    ground = int(np.percentile(pixels, 97))
    return np.asarray(Image.fromarray(pixels).rotate(-degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=ground))


def measure(name: str, pictures: list[Pixels]) -> list[dict[str, Any]]:
    rows = []
    for angle in ANGLES:
        maps = [map_ridges(turn(pixels, angle)) for pixels in pictures]
        poses = [find_pose(ridges) for ridges in maps]
        off = [abs((pose.turned - angle + 180) % 360 - 180) if pose else 180 for pose in poses]
        askew = [find_askew(ridges) for ridges in maps]
        said = {
            f"within {CLOSE} degrees": np.mean(np.array(off) <= CLOSE),
            "called turned": np.mean([turned is not None and abs(turned) <= ON_ITS_SIDE for turned in askew]),
            "called upside down": np.mean([turned is not None and abs(turned) > ON_ITS_SIDE for turned in askew]),
        }
        rows += [
            {
                "metric": f"fingerprint.pose {name}, turned by {angle}: {what}",
                "value": round(100 * float(share), 1),
                "unit": "%",
            }
            for what, share in said.items()
        ]
    return rows


def cost_of_turning(paths: list[Path]) -> list[dict[str, Any]]:
    """Mean score of turned prints with another print of the finger, relative to that of the same prints as they are."""
    scores = {angle: list[float]() for angle in ANGLES}
    for path in paths:
        reference = _template(read_image(path.with_stem(f"{path.stem[:-1]}2").read_bytes()).pixels)
        pixels = read_image(path.read_bytes()).pixels
        for angle in ANGLES:
            scores[angle].append(compare(_template(turn(pixels, angle)), reference))
    return [
        {
            "metric": f"fingerprint.score_of_prints_turned by {angle}",
            "value": round(100 * float(np.mean(found) / np.mean(scores[0])), 1),
            "unit": "% of the upright ones'",
        }
        for angle, found in scores.items()
        if angle
    ]


def _template(pixels: Pixels) -> Template:
    return build_template(find_minutiae(FingerImage(pixels, 500, "PNG", False, map_ridges(pixels))))


def main() -> None:
    if "--learn" in sys.argv:
        learn()
    if not DATA.is_dir():
        raise SystemExit(f"The shared prints are not here ({DATA}): nothing measured.")
    paths = [DATA / name / f"{finger}_1.png" for name in SETS for finger in FINGERS]
    real = [read_image(path.read_bytes()).pixels for path in paths]
    synthetic = [make_person(seed).impression(position, 0) for seed in SYNTHETIC_PERSONS for position in (2, 6, 10)]
    rows = cost_of_turning(paths[:: len(paths) // COMPARED])
    record("fingerprint_pose", rows + measure("shared prints", real) + measure("synthetic prints", synthetic))


if __name__ == "__main__":
    main()
