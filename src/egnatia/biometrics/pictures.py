"""Stored images as a browser can show them, at the 500 dpi of their minutiae."""

import io
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from egnatia.biometrics.actions.extract_capture import image_of
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.engines.fingerprint.decoding import decode_picture
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import Minutiae

#: One finger on a sheet of all ten.
CELL_WIDTH, CELL_HEIGHT = 80, 96
_DOT = 5


def finger_pixels(capture: Capture) -> NDArray[np.uint8]:
    """The finger, uint8[h, w], as extraction saw it, so that minutiae fall onto their ridges."""
    with engine_errors_as_problems():
        return read_image(image_of(capture), dpi=capture.dpi or None).pixels


def finger_png(capture: Capture) -> bytes:
    return _png(Image.fromarray(finger_pixels(capture)))


def slap_png(capture: Capture) -> bytes:
    """Several fingers in one picture, as it came."""
    with engine_errors_as_problems():
        return _png(Image.fromarray(decode_picture(image_of(capture)).pixels))


def sheet_png(rows: Iterable[dict[int, Capture | Minutiae]]) -> bytes:
    """Ten small pictures a row, by position; dots where only minutiae are there, white where there is nothing.

    One image for all, so one look at it, one audit event.
    """
    rows = list(rows)
    sheet = Image.new("L", (10 * CELL_WIDTH, len(rows) * CELL_HEIGHT), 255)
    for row, prints in enumerate(rows):
        for position, print_ in prints.items():
            small = Image.fromarray(_dots(print_) if isinstance(print_, Minutiae) else finger_pixels(print_))
            small.thumbnail((CELL_WIDTH, CELL_HEIGHT))
            left = (position - 1) * CELL_WIDTH + (CELL_WIDTH - small.width) // 2
            sheet.paste(small, (left, row * CELL_HEIGHT + (CELL_HEIGHT - small.height) // 2))
    return _png(sheet)


def _dots(minutiae: Minutiae) -> NDArray[np.uint8]:
    """A dark square for each minutia, large enough to be seen when the picture is made small."""
    pixels = np.full((minutiae.height, minutiae.width), 255, np.uint8)
    for x, y in minutiae.points[:, :2].tolist():
        pixels[max(0, y - _DOT) : y + _DOT, max(0, x - _DOT) : x + _DOT] = 60
    return pixels


def _png(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "PNG", compress_level=3)
    return content.getvalue()
