"""What takes long and comes out the same each time: made once, in a folder that all processes share.

`tests/run` gives both of its halves the same folder; a session by itself has its own.

The tests of the engine and of the figures don't use it: they read every image, grow every print and draw every figure anew.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import get_language
from numpy.typing import NDArray
from whitenoise.middleware import WhiteNoiseMiddleware

from egnatia.engines.fingerprint.extraction import EXTRACTOR_VERSION, Extraction, extract
from egnatia.engines.fingerprint.images import FingerImage
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.quality import rate
from egnatia.engines.fingerprint.synthetic import make_person
from egnatia.ui.figures import Spec
from egnatia.ui.figures import _convert as convert
from tests.prepared import FOLDER

#: The environment variable that names the folder, where it is to outlast the session.
OUTLASTING = "EGNATIA_TEST_MADE_ONCE"

Arrays = dict[str, NDArray]
#: By address; to be emptied where files are made or changed.
static_files: dict[str, Any] = {}
_find_static_files = WhiteNoiseMiddleware.add_files_from_finders


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


def draw_once(how: str, spec: Spec, **options: Any) -> Any:
    """In the place of `_convert` of figures: each specification is drawn once in each language. Text for SVG, else bytes."""

    def draw() -> Arrays:
        drawn = convert(how, spec, **options)
        return {"drawn": np.frombuffer(drawn.encode() if isinstance(drawn, str) else drawn, np.uint8)}

    content = _keep(draw, how, json.dumps(spec, default=str), get_language(), options)["drawn"].tobytes()
    return content.decode() if how.endswith("_svg") else content


def find_static_files_once(middleware: WhiteNoiseMiddleware) -> None:
    """In the place of its `add_files_from_finders`: every test client would look at each file anew, though few ask for one."""
    if not static_files:
        _find_static_files(middleware)
        static_files.update(middleware.files)
    middleware.files.update(static_files)


def _keep(make: Callable[[], Arrays], *what: object) -> Arrays:
    """The arrays of the file named after `what`; written whole or not at all, as two processes may make it at once."""
    file = Path(os.environ.get(OUTLASTING) or os.environ[FOLDER]) / f"{hashlib.sha256(repr(what).encode()).hexdigest()}.npz"
    if not file.exists():
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
            np.savez(written, **make())
        Path(written.name).replace(file)
    with np.load(file) as arrays:
        return dict(arrays)
