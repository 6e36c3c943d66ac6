"""Stored images as a browser can show them, at the 500 dpi of their minutiae."""

import io
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from egnatia.biometrics.actions.extract_capture import image_of
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.engines.fingerprint.images import read_image

#: One finger on a sheet of all ten.
CELL_WIDTH, CELL_HEIGHT = 80, 96


def finger_pixels(capture: Capture) -> NDArray[np.uint8]:
    """The finger, uint8[h, w], as extraction saw it, so that minutiae fall onto their ridges."""
    with engine_errors_as_problems():
        return read_image(image_of(capture), dpi=capture.dpi or None).pixels


def finger_png(capture: Capture) -> bytes:
    return _png(Image.fromarray(finger_pixels(capture)))


def sheet_png(rows: Iterable[dict[int, Capture]]) -> bytes:
    """Ten small pictures a row, by position; white where there is none. One image, so one look at it, one audit event."""
    rows = list(rows)
    sheet = Image.new("L", (10 * CELL_WIDTH, len(rows) * CELL_HEIGHT), 255)
    for row, captures in enumerate(rows):
        for position, capture in captures.items():
            small = Image.fromarray(finger_pixels(capture))
            small.thumbnail((CELL_WIDTH, CELL_HEIGHT))
            left = (position - 1) * CELL_WIDTH + (CELL_WIDTH - small.width) // 2
            sheet.paste(small, (left, row * CELL_HEIGHT + (CELL_HEIGHT - small.height) // 2))
    return _png(sheet)


def _png(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "PNG", compress_level=3)
    return content.getvalue()
