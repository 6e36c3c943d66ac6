"""Bytes from outside to grey pixels: PNG, TIFF, BMP, JPEG, JPEG 2000 and WSQ.

The format is told from the first bytes and its reader called directly, so that no other of Pillow's many readers ever sees
foreign bytes, and the size is checked before a single pixel is decoded. Of a file with several pictures the first counts;
colour and palettes become grey, transparency becomes paper, and a camera's rotation is undone.
"""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import BmpImagePlugin, Image, ImageFile, ImageOps, Jpeg2KImagePlugin, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.wsq_files import decode_wsq, find_wsq_resolution, find_wsq_size

#: A hand's four fingers at 1000 dpi take 9.6 million pixels; nothing that a fingerprint scanner makes is larger.
PIXELS_MAX = 12_000_000
BYTES_MAX = 32_000_000

_READERS: dict[str, tuple[tuple[bytes, ...], type[ImageFile.ImageFile]]] = {
    "PNG": ((b"\x89PNG\r\n\x1a\n",), PngImagePlugin.PngImageFile),
    "TIFF": ((b"II*\0", b"MM\0*"), TiffImagePlugin.TiffImageFile),
    "BMP": ((b"BM",), BmpImagePlugin.BmpImageFile),
    "JPEG": ((b"\xff\xd8\xff",), JpegImagePlugin.JpegImageFile),
    "JPEG 2000": ((b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"), Jpeg2KImagePlugin.Jpeg2KImageFile),
}
_WSQ_SIGNATURE = b"\xff\xa0"
#: Resolutions that software writes when it knows none.
_PLACEHOLDER_DPI = {0, 1, 72, 96}


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded file: pixels uint8[h, w], dpi along x and y or None where the file names none, and its format."""

    pixels: NDArray[np.uint8]
    dpi: tuple[float, float] | None
    format: str


def decode_picture(data: bytes) -> Picture:
    """The first picture in `data`; EngineError `image.not_an_image` or `image.too_large`."""
    if len(data) > BYTES_MAX:
        raise _too_large(f"The file has {len(data) / 1e6:.0f} megabytes.")
    if data.startswith(_WSQ_SIGNATURE):
        return _decode_wsq(data)
    name = _find_reader(data)
    try:
        return _decode(data, name)
    except EngineError:
        raise
    except Exception as error:  # whatever a reader raises about foreign bytes, the file is what is wrong
        raise _not_an_image(f"It starts like a {name} file but can't be read as one.") from error


def find_format_and_size(data: bytes) -> tuple[str, int, int]:
    """Format, width and height of a picture without decoding it; EngineError as `decode_picture`."""
    if data.startswith(_WSQ_SIGNATURE):
        return "WSQ", *find_wsq_size(data)
    name = _find_reader(data)
    try:
        with _READERS[name][1](io.BytesIO(data)) as image:
            return name, *image.size
    except Exception as error:  # as above
        raise _not_an_image(f"It starts like a {name} file but can't be read as one.") from error


def _find_reader(data: bytes) -> str:
    for name, (signatures, _) in _READERS.items():
        if data.startswith(signatures):
            return name
    raise _not_an_image("It is none of PNG, TIFF, BMP, JPEG, JPEG 2000 and WSQ.")


def _decode_wsq(data: bytes) -> Picture:
    _check_size(*find_wsq_size(data))
    return Picture(decode_wsq(data), find_wsq_resolution(data), "WSQ")


def _decode(data: bytes, name: str) -> Picture:
    _, reader = _READERS[name]
    with reader(io.BytesIO(data)) as image:
        _check_size(*image.size)
        dpi = _find_dpi(image)
        image.load()
        turned = ImageOps.exif_transpose(image)
        if turned.size != image.size and dpi:
            dpi = dpi[::-1]
        return Picture(_to_grey(turned), dpi, name)


def _check_size(width: int, height: int) -> None:
    if width * height > PIXELS_MAX:
        raise _too_large(f"It has {width} by {height} pixels.")


def _find_dpi(image: ImageFile.ImageFile) -> tuple[float, float] | None:
    x, y = (float(value) for value in image.info.get("dpi", (0, 0)))
    return None if round(x) in _PLACEHOLDER_DPI or round(y) in _PLACEHOLDER_DPI else (x, y)


def _to_grey(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode.startswith("I"):
        return _from_deep(np.asarray(image))
    if image.mode == "F":
        raise _not_an_image("Its pixels are fractions, not grey values.")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("L"), np.uint8)


def _from_deep(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """More than 8 bits a pixel: scanners put 10, 12 or 16 bits into 16, so the largest value tells how many there are."""
    numbers = values.astype(np.int64)
    if numbers.min() < 0:
        raise _not_an_image("Its pixels have negative values.")
    bits = max(8, int(numbers.max()).bit_length())
    return (numbers >> (bits - 8)).astype(np.uint8)


def _not_an_image(why: str) -> EngineError:
    return EngineError(
        "image.not_an_image",
        f"The file can't be read as an image. {why}",
        "Save the fingerprint as PNG, TIFF, BMP, JPEG 2000 or WSQ and send it again.",
    )


def _too_large(why: str) -> EngineError:
    return EngineError(
        "image.too_large",
        f"The image is larger than any single fingerprint. {why}",
        "Send one finger per image, scanned at 500 or 1000 dpi.",
    )
