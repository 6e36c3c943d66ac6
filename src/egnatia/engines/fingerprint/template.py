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
from egnatia.engines.fingerprint.cylinders import build_cylinders, get_signs
from egnatia.engines.fingerprint.kernels import kernel
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.projection import Signs

_LAYOUT = 3
#: Names the layout, the constants and the projections; templates and codes of another version are rebuilt from the minutiae.
TEMPLATE_VERSION = f"mcc{p.GRID}x{p.SLICES}-{_LAYOUT}"
#: What numbers of minutiae a template's bytes can hold.
MOST_GIVEN = 256

_HEADER = struct.Struct("<BBxxHH")
_TEN_PRINT = struct.Struct("<BxxxI")


@kernel
def get_count(data: NDArray[np.uint64]) -> int:
    """How many cylinders a template's data hold."""
    return int(data[0] >> np.uint64(8) & np.uint64(0xFF))


@kernel
def get_tail(data: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The part of a template's data that holds places, directions and indexes."""
    return data[1 + p.WORDS * get_count(data) :]


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
    points, quality = np.ascontiguousarray(minutiae.points, np.int16), np.ascontiguousarray(minutiae.quality, np.uint8)
    data = _build(points, quality, min(minutiae.width, 0xFFFF), min(minutiae.height, 0xFFFF), get_signs())
    data.flags.writeable = False
    return Template(data)


@kernel
def _build(points: NDArray[np.int16], quality: NDArray[np.uint8], width: int, height: int, signs: Signs) -> NDArray[np.uint64]:
    best = _sort(255 - quality, np.arange(len(points)))[: p.MOST_MINUTIAE]
    best = _sort((points[:, 2] & 255).astype(np.uint8), best)
    n = len(best)
    x, y, theta = np.empty(n), np.empty(n), np.empty(n, np.uint8)
    for m in range(n):
        x[m], y[m], theta[m] = points[best[m], 0], -float(points[best[m], 1]), points[best[m], 2] & 255
    bits, kept = build_cylinders(x, y, theta, signs)
    count = len(bits)
    data = np.zeros(1 + p.WORDS * count + (6 * count + 7) // 8, np.uint64)
    data[0] = _LAYOUT | count << 8 | width << 32 | height << 48
    for m in range(count):
        for word in range(p.WORDS):
            data[1 + word * count + m] = bits[m, word]
    tail = data[1 + p.WORDS * count :]
    xy, bytes_ = tail.view(np.int16), tail.view(np.uint8)
    at = 0
    for m in range(n):
        if kept[m]:
            xy[at], xy[count + at] = points[best[m], 0], points[best[m], 1]
            bytes_[4 * count + at], bytes_[5 * count + at] = theta[m], best[m]
            at += 1
    return data


@kernel
def _sort(keys: NDArray[np.uint8], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places in the order of their keys, those of one key as they were (counting sort)."""
    starts = np.zeros(257, np.int64)
    for place in places:
        starts[int(keys[place]) + 1] += 1
    for key in range(256):
        starts[key + 1] += starts[key]
    ordered = np.empty_like(places)
    for place in places:
        ordered[starts[keys[place]]] = place
        starts[keys[place]] += 1
    return ordered


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
