"""The shared FVC prints as minutiae, extracted once and kept in the user's cache folder by the image's digest."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benches._det import find_equal_error, find_misses
from egnatia.engines.fingerprint.extraction import EXTRACTOR_VERSION, extract
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.template import Template

#: `comparison.compare_many` or `comparison.filter_many`.
Compare = Callable[[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int64], NDArray[np.float32]], None]

DATA = Path(__file__).parents[2] / "shared" / "data" / "fingerprints"
SETS = ("fvc2002/DB1_B", "fvc2002/DB2_B", "fvc2004/DB1_B", "fvc2004/DB2_B")
FINGERS, IMPRESSIONS = range(101, 111), range(1, 9)


def read_set(name: str) -> dict[tuple[int, int], Minutiae]:
    """Minutiae by finger (101 to 110) and impression (1 to 8). Ends the program with a clear word where the prints lack."""
    if not DATA.is_dir():
        raise SystemExit(f"The shared prints are not here ({DATA}): nothing measured.")
    return {(f, i): read_minutiae(DATA / name / f"{f}_{i}.png") for f in FINGERS for i in IMPRESSIONS}


def read_minutiae(path: Path) -> Minutiae:
    data = path.read_bytes()
    kept = _cache() / f"{hashlib.sha256(data).hexdigest()[:32]}.npz"
    if not kept.exists():
        minutiae = extract(read_image(data)).minutiae
        partial = kept.with_suffix(f".{os.getpid()}.npz")
        size = np.array([minutiae.width, minutiae.height])
        np.savez(partial, points=minutiae.points, quality=minutiae.quality, size=size)
        partial.replace(kept)
    with np.load(kept) as found:
        return Minutiae(found["points"], found["quality"], int(found["size"][0]), int(found["size"][1]))


def _cache() -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = home / "egnatia" / "bench-minutiae" / EXTRACTOR_VERSION.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def join_templates(templates: list[Template]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Templates as comparisons take them: one after the other in a buffer, and where in it each begins."""
    starts = np.cumsum([0] + [len(template.data) for template in templates[:-1]])
    return np.concatenate([template.data for template in templates]), starts


def compare_all(templates: list[Template], compare: Compare) -> NDArray[np.float32]:
    """float32[n, n]: the score of every two; the first of a pair is the probe."""
    gallery, starts = join_templates(templates)
    scores = np.empty((len(templates), len(templates)), np.float32)
    for row, template in zip(scores, templates, strict=True):
        compare(template.data, gallery, starts, row)
    return scores


def find_equal_error_rate(scores: NDArray[np.floating[Any]], fingers: list[int]) -> float:
    """Where false matches and false non-matches are equal, in percent, over every two impressions of one set.

    scores: [n, n], the higher the more alike, read above the diagonal; fingers: whose each impression is. That makes 280
    genuine and 2,880 impostor comparisons of 80 impressions.
    """
    return find_equal_error(*split_scores(scores, fingers))


def find_misses_at(rate: float, scores: NDArray[np.floating[Any]], fingers: list[int]) -> float:
    """False non-match rate in percent where at most `rate` of the impostors match; arguments as above.

    With 2,880 impostors and a rate of 0.001 that is the third highest impostor: misses are those who don't score above it.
    """
    genuine, impostors = split_scores(scores, fingers)
    return find_misses(int(rate * len(impostors)), genuine, impostors)


def split_scores(scores: NDArray[np.floating[Any]], fingers: list[int]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Genuine and impostor scores above the diagonal, each ascending."""
    finger = np.array(fingers)
    upper = np.triu_indices(len(finger), 1)
    same = (finger[:, None] == finger[None])[upper]
    return np.sort(scores[upper][same]), np.sort(scores[upper][~same])
