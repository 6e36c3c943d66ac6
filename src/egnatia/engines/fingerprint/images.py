"""A fingerprint image as it comes from a scanner, a file or a partner, made ready for extraction.

Whatever the file was, what comes out is one finger at 500 dpi, grey, dark ridges on a light ground. An image that can't
become that is refused with a code and a cure, because a wrong scale or a picture of something else would silently never
match anybody.

Polarity: where the ground around the print is clearly darker than the print, the image is a negative and is inverted
(`was_inverted` says so). Where the print fills the whole image nothing tells a negative from a positive; it stays as it is,
which costs little, since valleys have the same directions as ridges.
"""

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.decoding import PIXELS_MAX, Picture, decode_picture
from egnatia.engines.fingerprint.ridges import RidgeMap, map_ridges

DPI = 500
DPI_RANGE = (300, 1200)
#: Shortest side in pixels at 500 dpi, 6.5 mm: less than the smallest single-finger sensor.
SIDE_MIN = 128
#: Longest sides of a print in pixels at 500 dpi: the 1.6 by 2 inches of a rolled or whole plain thumb.
SIDES_MAX = (800, 1000)
#: Scales closer to 1 than this are left alone: metric units round 500 dpi to 499.999 or 500.38.
_SCALE_TOLERANCE = 0.004
_MARGIN = 16

# Taken from the four FVC sets; in brackets their worst image. Noise, text, shades, photographs, grids, bars and screenshots
# fall short of at least one (tests/engines/fingerprint/test_images.py). Rings pass: they have no minutiae, and fall there.
_RIDGE_AREA_MIN = 25.0  # mm² (43)
_RIDGE_SHARE_MIN = 0.15  # of what is printed (0.21)
_RIDGE_PRODUCT_MIN = 8.0  # of these two: a photograph has a few windows like ridges among many that aren't (10.1)
_FLOW_MIN = 0.35  # (0.47)
_ONE_WAY_MIN = 0.3  # a grid or a chessboard goes two ways (0.41)
_UNEVENNESS_MIN = 0.03  # skin is never as regular as print (0.126)
# Bars and lines of text all run one way: fingers bend. Both together, for a patch of a finger may be nearly straight.
_STRAIGHT_FLOW, _STRAIGHT_SPREAD = 0.935, 0.11  # (0.909, and 0.21)
_PRINTED_SHARE_MIN = 0.01

# A negative is told only from ground that is really there and really darker than the print.
_GROUND_SHARE_MIN = 0.1
_GROUND_DARKER_BY = 20.0


@dataclass(frozen=True, slots=True)
class FingerImage:
    """One finger: pixels uint8[h, w] at 500 dpi, 0 black, dark ridges; what the file said; its ridges window by window."""

    pixels: NDArray[np.uint8]
    source_dpi: int
    source_format: str
    was_inverted: bool
    ridges: RidgeMap

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


def read_image(data: bytes, *, dpi: int | None = None) -> FingerImage:
    """The finger in a file's bytes.

    dpi   what the scanner or the record around the file says; goes before what the file itself says, which is often only
          what some program wrote by default

    Raises EngineError: `image.not_an_image`, `image.too_large`, `image.resolution_unknown`, `image.resolution_wrong`,
    `image.too_small`, `image.empty`, `image.not_a_finger`.
    """
    picture = decode_picture(data)
    resolution = _get_resolution(picture, dpi)
    pixels = _to_500_dpi(picture.pixels, resolution)
    if min(pixels.shape) < SIDE_MIN:
        raise _too_small(pixels)
    pixels, ridges = _crop_to_print(pixels)
    was_inverted = is_negative(ridges)
    if was_inverted:
        pixels = 255 - pixels
        ridges = dataclasses.replace(ridges, tone=255 - ridges.tone)
    _check_is_finger(ridges)
    return FingerImage(pixels, round(resolution[0]), picture.format, was_inverted, ridges)


def is_negative(ridges: RidgeMap) -> bool:
    """Whether the picture has a ground, and the ground is clearly darker than the print on it."""
    ground = ~ridges.is_printed
    if ground.mean() < _GROUND_SHARE_MIN or not ridges.is_ridged.any():
        return False
    return float(ridges.tone[ground].mean() - ridges.tone[ridges.is_ridged].mean()) < -_GROUND_DARKER_BY


def _get_resolution(picture: Picture, dpi: int | None) -> tuple[float, float]:
    resolution = (float(dpi), float(dpi)) if dpi is not None else picture.dpi
    if resolution is None:
        raise EngineError(
            "image.resolution_unknown",
            "The image doesn't say at how many dots per inch it was scanned.",
            "Look up the scanner's resolution (mostly 500 dpi) and give it with the image.",
        )
    x, y = resolution
    low, high = DPI_RANGE
    if not (low <= x <= high and low <= y <= high) or abs(x - y) > 0.02 * x:
        raise EngineError(
            "image.resolution_wrong",
            f"The image is said to have {x:.0f} by {y:.0f} dots per inch; {low} to {high}, the same both ways, can be used.",
            "Scan the finger again at 500 dpi or, if the figure in the file is wrong, give the scanner's resolution.",
        )
    return resolution


def _to_500_dpi(pixels: NDArray[np.uint8], resolution: tuple[float, float]) -> NDArray[np.uint8]:
    scale_x, scale_y = DPI / resolution[0], DPI / resolution[1]
    if max(abs(scale_x - 1), abs(scale_y - 1)) < _SCALE_TOLERANCE:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale_x)), max(1, round(pixels.shape[0] * scale_y)))
    if size[0] * size[1] > PIXELS_MAX:
        raise _larger_than_a_finger()
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def _crop_to_print(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], RidgeMap]:
    """The picture with its ridges mapped; one larger than any finger loses the ground around the print first."""
    ridges = map_ridges(pixels)
    if ridges.is_printed.mean() < _PRINTED_SHARE_MIN:
        raise EngineError(
            "image.empty",
            "There is nothing, or almost nothing, on the image.",
            "Take the finger again, pressed a little harder, and check that the file is the right one.",
        )
    height, width = pixels.shape
    if not _is_too_large(width, height):
        return pixels, ridges
    left, top, right, bottom = ridges.box(width, height, margin=_MARGIN) or (0, 0, width, height)
    if _is_too_large(right - left, bottom - top):
        raise _larger_than_a_finger()
    pixels = pixels[top:bottom, left:right]
    return pixels, map_ridges(pixels)


def _is_too_large(width: int, height: int) -> bool:
    return min(width, height) > SIDES_MAX[0] or max(width, height) > SIDES_MAX[1]


def _check_is_finger(ridges: RidgeMap) -> None:
    if not _has_skin(ridges):
        raise EngineError(
            "image.not_a_finger",
            "No fingerprint can be recognised on the image.",
            "Check that the file is the right one and that its resolution is right, or take the finger again.",
        )


def _has_skin(ridges: RidgeMap) -> bool:
    area, share, flow = ridges.area_mm2(), float(ridges.is_ridged.sum() / ridges.is_printed.sum()), ridges.flow()
    if area < _RIDGE_AREA_MIN or share < _RIDGE_SHARE_MIN or area * share < _RIDGE_PRODUCT_MIN or flow < _FLOW_MIN:
        return False
    if np.median(ridges.one_way[ridges.is_ridged]) < _ONE_WAY_MIN or ridges.unevenness() < _UNEVENNESS_MIN:
        return False
    return flow <= _STRAIGHT_FLOW or ridges.spread() >= _STRAIGHT_SPREAD


def _larger_than_a_finger() -> EngineError:
    return EngineError(
        "image.too_large",
        "What is on the image is larger than one finger.",
        "Send one finger per image; check the resolution given with it.",
    )


def _too_small(pixels: NDArray[np.uint8]) -> EngineError:
    return EngineError(
        "image.too_small",
        f"At 500 dpi the image has only {pixels.shape[1]} by {pixels.shape[0]} pixels; a finger needs {SIDE_MIN} each way.",
        "Scan the whole finger, and check the resolution given with the image.",
    )
