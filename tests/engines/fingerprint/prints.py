"""Prints for tests of images and extraction: real ones where the shared data are, and drawn ones whose minutiae are known."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.conftest import SHARED_DATA

FVC = SHARED_DATA / "fingerprints"
needs_real_prints = pytest.mark.skipif(not FVC.is_dir(), reason=f"the shared prints are not here ({FVC})")

#: Where the drawn print's ridges end or fork, and the turn that each adds.
SPIRALS = ((110, 130, 1), (230, 150, -1), (150, 260, 1), (210, 300, -1), (100, 210, -1), (260, 240, 1), (180, 110, 1))
_PERIOD = 9.0


def draw_print(width: int = 352, height: int = 400, *, period: float = _PERIOD) -> NDArray[np.uint8]:
    """Arched ridges with seven minutiae in an oval on white paper.

    The ridges are the cosine of a phase; a minutia is a point around which the phase gains a whole turn (K. G. Larkin,
    P. A. Fletcher, "A coherent framework for fingerprint analysis: are fingerprints holograms?", Optics Express 15, 2007).
    """
    y, x = np.mgrid[:height, :width].astype(float)
    phase = 2 * np.pi * np.hypot(x - width / 2, y - height - 80) / period
    for centre_x, centre_y, turn in SPIRALS:
        phase += turn * np.arctan2(y - centre_y, x - centre_x)
    oval = ((x - width / 2) / (width * 0.42)) ** 2 + ((y - height / 2) / (height * 0.42)) ** 2
    ink = (0.5 + 0.5 * np.cos(phase)) * np.clip((1 - oval) * 8, 0, 1)
    grain = np.random.default_rng(5).normal(0, 4, ink.shape)
    return np.clip(245 - 190 * ink + grain, 0, 255).astype(np.uint8)


def as_file(picture: NDArray[np.generic] | Image.Image, kind: str = "PNG", *, dpi: float | None = 500, **options) -> bytes:
    """The bytes of a picture in a file of a kind; without a resolution for `dpi=None`."""
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    if dpi is not None:
        options["dpi"] = (dpi, dpi)
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
