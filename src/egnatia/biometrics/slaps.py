"""Several fingers in one picture: where each lies, so that single fingers can be checked against them.

Nobody can lay the four fingers of a hand on the glass in the wrong order, so a slap tells when single fingers were taken in
one. No database and no disk here: a process of its own does it.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from egnatia.biometrics.reading import Reading, read_finger
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.decoding import decode_picture
from egnatia.engines.fingerprint.ridges import STEP, map_ridges

#: Positions of ANSI/NIST-ITL 1-2011, table 8, and the fingers they show from left to right.
FINGERS_FROM_LEFT = {11: (1,), 12: (6,), 13: (2, 3, 4, 5), 14: (10, 9, 8, 7), 15: (6, 1)}
_DPI = 500
#: The pad of a finger, without the joints below it: 1.2 inches.
_PAD_HEIGHT = 600
_ROUNDS = 30


def read_print(image: bytes, position: int, dpi: int | None) -> Reading:
    """Read what lies at a position: one finger, or several."""
    return read_slap(image, position, dpi) if position in FINGERS_FROM_LEFT else read_finger(image, position, dpi)


def read_slap(image: bytes, position: int, dpi: int | None) -> Reading:
    """The records of the fingers that can be told apart and read, one after the other; none of them is no error."""
    records, qualities = [], []
    try:
        pieces = split_slap(image, position, dpi)
    except EngineError as error:
        return Reading(problem_code=error.code)
    for finger, piece in pieces.items():
        reading = read_finger(piece, finger, _DPI)
        if reading.record:
            records.append(reading.record)
            qualities.append(reading.quality)
    return Reading(b"".join(records), min(qualities, default=0))


def split_slap(image: bytes, position: int, dpi: int | None) -> dict[int, bytes]:
    """A PNG file at 500 dpi for each finger of a slap, by finger position. Raises EngineError."""
    pixels = _at_500_dpi(image, dpi)
    rows, columns = np.nonzero(map_ridges(pixels).is_ridged)
    fingers = FINGERS_FROM_LEFT[position]
    if len(columns) < 4 * len(fingers):
        return {}
    middles = _middles(columns.astype(np.float64), len(fingers))
    nearest = np.abs(columns[:, None] - middles[None, :]).argmin(1)
    return {
        finger: _as_png(_cut(pixels, rows[nearest == number], columns[nearest == number]))
        for number, finger in enumerate(fingers)
        if (nearest == number).any()
    }


def _middles(columns: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Where the fingers stand, from left to right: one-dimensional k-means from an even spread."""
    middles = np.quantile(columns, (np.arange(count) + 0.5) / count)
    for _ in range(_ROUNDS):
        nearest = np.abs(columns[:, None] - middles[None, :]).argmin(1)
        moved = np.array([columns[nearest == n].mean() if (nearest == n).any() else middles[n] for n in range(count)])
        if np.allclose(moved, middles):
            break
        middles = moved
    return np.sort(middles)


def _cut(pixels: NDArray[np.uint8], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The finger's windows from its tip down."""
    top, left = max(0, rows.min() * STEP - STEP), max(0, columns.min() * STEP - STEP)
    bottom = min(top + _PAD_HEIGHT, rows.max() * STEP + STEP)
    return pixels[top:bottom, left : columns.max() * STEP + STEP]


def _at_500_dpi(image: bytes, dpi: int | None) -> NDArray[np.uint8]:
    picture = decode_picture(image)
    scale = _DPI / (dpi or (picture.dpi or (_DPI,))[0])
    size = (round(picture.pixels.shape[1] * scale), round(picture.pixels.shape[0] * scale))
    return np.asarray(Image.fromarray(picture.pixels).resize(size, Image.Resampling.LANCZOS)) if scale != 1 else picture.pixels


def _as_png(pixels: NDArray[np.uint8]) -> bytes:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG", dpi=(_DPI, _DPI), compress_level=1)
    return content.getvalue()
