"""A finger's template: its minutiae with their cylinders, in the very bytes that the comparison reads.

Layout, little-endian, a multiple of eight bytes, so that many templates lie one after the other in one buffer and kernels
read them where they are:

    header   uint8 version, uint8 count n, uint8[2] zero, uint16 width, uint16 height
    bits     uint64[WORDS, n]   cylinders, word by word, so that one word of all minutiae lies together
    x, y     int16[n] each      pixels at 500 dpi, y pointing down
    theta    uint8[n]           1/256 turn counter-clockwise; minutiae are sorted by it
    index    uint8[n]           place of the minutia in the finger as it was given
    padding  to eight bytes
"""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.cylinders import build_cylinders
from egnatia.engines.fingerprint.minutiae import Minutiae

_LAYOUT = 3
#: Names the layout, the constants and the projections; templates and codes of another version are rebuilt from the minutiae.
TEMPLATE_VERSION = f"mcc{p.GRID}x{p.SLICES}-{_LAYOUT}"
#: What numbers of minutiae a template's bytes can hold.
MOST_GIVEN = 256

_HEADER = struct.Struct("<BBxxHH")
_TEN_PRINT = struct.Struct("<BxxxI")


@dataclass(frozen=True, slots=True)
class Template:
    """One finger, ready to compare. `data: uint64[k]` holds the layout above; `len` is its number of cylinders."""

    data: NDArray[np.uint64]

    def __len__(self) -> int:
        return int(self.data[0]) >> 8 & 0xFF

    @property
    def bits(self) -> NDArray[np.uint64]:
        """uint64[WORDS, n]: the cylinders."""
        return self.data[1 : 1 + p.WORDS * len(self)].reshape(p.WORDS, len(self))

    @property
    def xy(self) -> NDArray[np.int16]:
        """int16[2, n]: x and y in pixels at 500 dpi, y pointing down."""
        return self._tail.view(np.int16)[: 2 * len(self)].reshape(2, len(self))

    @property
    def theta(self) -> NDArray[np.uint8]:
        """uint8[n]: direction in 1/256 turn, rising."""
        return self._tail.view(np.uint8)[4 * len(self) : 5 * len(self)]

    @property
    def index(self) -> NDArray[np.uint8]:
        """uint8[n]: place of each minutia in the finger as it was given to `build_template`."""
        return self._tail.view(np.uint8)[5 * len(self) : 6 * len(self)]

    @property
    def _tail(self) -> NDArray[np.uint64]:
        return self.data[1 + p.WORDS * len(self) :]

    def to_bytes(self) -> bytes:
        return self.data.astype("<u8", copy=False).tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Template":
        """Raises EngineError `template.broken` or `template.other_version`."""
        if len(data) < _HEADER.size or len(data) % 8:
            raise EngineError("template.broken", "This is not a fingerprint template.", "Build the template again.")
        version, count, _, _ = _HEADER.unpack_from(data)
        if version != _LAYOUT:
            raise EngineError("template.other_version", "The template has another version.", "Build the template again.")
        if len(data) != 8 * get_words(count):
            raise EngineError("template.broken", "The template has the wrong length.", "Build the template again.")
        return cls(np.frombuffer(data, "<u8").astype(np.uint64, copy=False))


#: A person's templates by finger position.
TenPrint = dict[int, Template]


def get_words(count: int) -> int:
    """Length in uint64 of a template with `count` cylinders."""
    return 1 + p.WORDS * count + (6 * count + 7) // 8


def build_template(minutiae: Minutiae) -> Template:
    """Make a finger's template from its minutiae, at most the MOST_MINUTIAE best of them.

    Minutiae without neighbours or at the far edge get no cylinder and are left out; a finger of none or few minutiae gives
    an empty template, which matches nothing. Raises EngineError `minutiae.too_many` above 256 (ISO/IEC 19794-2 allows 255).
    """
    if len(minutiae) > MOST_GIVEN:
        raise EngineError("minutiae.too_many", "The finger has more than 256 minutiae.", "Keep the best 255.")
    best = np.argsort(-minutiae.quality.astype(np.int16), kind="stable")[: p.MOST_MINUTIAE]
    best = best[np.argsort(minutiae.points[best, 2] & 255, kind="stable")]
    points = minutiae.points[best]
    theta = (points[:, 2] & 255).astype(np.uint8)
    bits, kept = build_cylinders(points[:, 0].astype(np.float64), -points[:, 1].astype(np.float64), theta)
    return _pack(bits[:, kept], points[kept], best[kept], minutiae)


def _pack(bits: NDArray[np.uint64], points: NDArray[np.int16], index: NDArray[np.intp], minutiae: Minutiae) -> Template:
    count = len(points)
    header = _HEADER.pack(_LAYOUT, count, min(minutiae.width, 0xFFFF), min(minutiae.height, 0xFFFF))
    tail = points[:, 0].tobytes() + points[:, 1].tobytes() + (points[:, 2] & 255).astype(np.uint8).tobytes()
    tail += index.astype(np.uint8).tobytes()
    data = header + np.ascontiguousarray(bits).tobytes() + tail
    return Template(np.frombuffer(data.ljust(8 * get_words(count), b"\0"), np.uint64))


def pack_ten_print(ten_print: TenPrint) -> bytes:
    """All fingers in one piece: for each, its position and length, then its template."""
    parts = []
    for position in sorted(ten_print):
        data = ten_print[position].to_bytes()
        parts.append(_TEN_PRINT.pack(position, len(data)) + data)
    return b"".join(parts)


def unpack_ten_print(data: bytes) -> TenPrint:
    """What `pack_ten_print` packed. Raises EngineError `template.broken` or `template.other_version`."""
    ten_print: TenPrint = {}
    at = 0
    while at < len(data):
        if at + _TEN_PRINT.size > len(data):
            raise EngineError("template.broken", "The ten-print ends too early.", "Build the templates again.")
        position, length = _TEN_PRINT.unpack_from(data, at)
        at += _TEN_PRINT.size
        ten_print[position] = Template.from_bytes(data[at : at + length])
        at += length
    return ten_print
