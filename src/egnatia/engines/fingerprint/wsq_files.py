"""WSQ files: what they say about themselves, and their pixels, decoded where a crash does no harm.

NIST's decoder, which the `wsq` package wraps, is C code that damaged files can crash: some thousand random changes to a good
file were enough to write past its memory. So the layout is checked first, and decoding happens in a process of its own that
may use little memory and time and no files; it costs about 50 ms.

The layout is that of JPEG: markers, most of them followed by a segment with its length (FBI IAFIS-IC-0110, "WSQ Gray-Scale
Fingerprint Image Compression Specification", version 3.1, section 3).
"""

import re
import struct
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError

#: What the specification is for. A file in another resolution says so in its comment (NIST's NISTCOM).
_DPI_BY_DEFINITION = 500.0
_START_OF_FRAME, _START_OF_BLOCK, _COMMENT = 0xFFA2, 0xFFA3, 0xFFA8
_SEGMENTS = range(_START_OF_FRAME, _COMMENT + 1)
_FRAME_SIZE = struct.Struct(">2xHH")
_PPI = re.compile(rb"(?:^|\n)PPI (\d{1,5})(?:\n|$)")

_SECONDS_MAX = 20
_DECODER = """
import resource, sys, _wsq
for limit, most in {"AS": 1 << 30, "CPU": 10, "FSIZE": 0, "CORE": 0}.items():
    resource.setrlimit(getattr(resource, "RLIMIT_" + limit), (most, most))
pixels, width, height, _ = _wsq.decompress(sys.stdin.buffer.read())
sys.stdout.buffer.write(width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes(pixels))
"""


def decode_wsq(data: bytes) -> NDArray[np.uint8]:
    """The pixels uint8[h, w] of a WSQ file; EngineError `image.not_an_image` where the decoder can't make any."""
    width, height = find_wsq_size(data)
    child = [sys.executable, "-I", "-c", _DECODER]
    try:
        done = subprocess.run(child, input=data, capture_output=True, timeout=_SECONDS_MAX, check=True)  # noqa: S603  fixed words
    except subprocess.SubprocessError as error:
        raise _damaged("Its image can't be decoded.") from error
    announced = struct.pack(">II", width, height)
    if done.stdout[:8] != announced or len(done.stdout) != 8 + width * height:
        raise _damaged("Its image hasn't the size that it announces.")
    return np.frombuffer(done.stdout, np.uint8, offset=8).reshape(height, width)


def find_wsq_size(data: bytes) -> tuple[int, int]:
    """Width and height; EngineError `image.not_an_image` unless the segments before the image are whole and say it once."""
    frames = [content for marker, content in _segments(data) if marker == _START_OF_FRAME]
    if len(frames) != 1 or len(frames[0]) < _FRAME_SIZE.size:
        raise _damaged("It doesn't say once how large its image is.")
    height, width = _FRAME_SIZE.unpack_from(frames[0])
    return width, height


def find_wsq_resolution(data: bytes) -> tuple[float, float]:
    """Pixels per inch along x and y: from the comment, or 500 as WSQ is defined."""
    for marker, content in _segments(data):
        found = _PPI.search(content) if marker == _COMMENT else None
        if found and int(found[1]):
            return float(found[1]), float(found[1])
    return _DPI_BY_DEFINITION, _DPI_BY_DEFINITION


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of each segment up to the first block of image data."""
    offset = 2
    while True:
        if offset + 4 > len(data):
            raise _damaged("It ends before its image begins.")
        marker, length = struct.unpack_from(">HH", data, offset)
        if marker not in _SEGMENTS or length < 2 or offset + 2 + length > len(data):
            raise _damaged("Its parts don't follow each other as they should.")
        yield marker, data[offset + 4 : offset + 2 + length]
        if marker == _START_OF_BLOCK:
            return
        offset += 2 + length


def _damaged(how: str) -> EngineError:
    return EngineError(
        "image.not_an_image",
        f"The WSQ file is damaged. {how}",
        "Send the file again, or save the fingerprint as PNG.",
    )
