"""What takes long and comes out the same each time: made once a session, in a folder that all its processes share.

The engine's own tests don't use it: they read every image and grow every print anew.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.extraction import EXTRACTOR_VERSION, Extraction, extract
from egnatia.engines.fingerprint.images import FingerImage
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.quality import rate
from egnatia.engines.fingerprint.synthetic import make_person
from tests.prepared import FOLDER

Arrays = dict[str, NDArray]


@cache
def impression(seed: int, position: int, take: int) -> NDArray[np.uint8]:
    """uint8[h, w], read-only: one finger of the person grown from `seed`, as `SyntheticPerson.impression` draws it."""

    def draw() -> Arrays:
        return {"pixels": make_person(seed).impression(position, take)}

    pixels = _keep(draw, "impression", seed, position, take)["pixels"]
    pixels.flags.writeable = False
    return pixels


def read_once(image: FingerImage) -> Extraction:
    """In the place of `extract`: the network looks at each picture once."""

    def look() -> Arrays:
        found = extract(image).minutiae
        return {"points": found.points, "quality": found.quality}

    digest = hashlib.sha256(image.pixels.tobytes()).hexdigest()
    minutiae = Minutiae(**_keep(look, EXTRACTOR_VERSION, image.pixels.shape, digest), width=image.width, height=image.height)
    return Extraction(minutiae, rate(minutiae, image.ridges))


def _keep(make: Callable[[], Arrays], *what: object) -> Arrays:
    """The arrays of the file named after `what`; written whole or not at all, as two processes may make it at once."""
    file = Path(os.environ[FOLDER]) / f"{hashlib.sha256(repr(what).encode()).hexdigest()}.npz"
    if not file.exists():
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
            np.savez(written, **make())
        Path(written.name).replace(file)
    with np.load(file) as arrays:
        return dict(arrays)
