"""Minutiae as ISO/IEC 19794-2:2005 finger minutiae records, the form in which fingers cross a border.

One record holds one view of one finger: a header of 24 bytes, a view header of 4, six bytes per minutia, and two bytes that
say that no extended data follow (7.3 to 7.5). Reading is strict, because the bytes come from outside: whatever isn't exactly
such a record raises EngineError.
"""

import struct

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.minutiae import POSITIONS, Minutiae

MAGIC, VERSION = b"FMR\0", b" 20\0"
#: 500 dpi in pixels per centimetre, rounded as scanners round it.
PIXELS_PER_CM = 197
MINUTIAE_MAX = 255
COORDINATE_MAX = (1 << 14) - 1

_HEADER = struct.Struct(">4s4sIHHHHHBB")
_VIEW = struct.Struct(">BBBB")
_MINUTIA = np.dtype([("kind_x", ">u2"), ("y", ">u2"), ("direction", "u1"), ("quality", "u1")])
_EXTENDED_LENGTH = struct.Struct(">H")
_SMALLEST = _HEADER.size + _VIEW.size + _EXTENDED_LENGTH.size
#: What scanners offer, 250 to 1270 dpi; beyond it the coordinates can't be brought to 500 dpi with any sense.
_RESOLUTIONS = range(98, 501)
#: Quality 0 means "not reported" (7.5.2.5); such a minutia counts as a middling one.
_UNREPORTED_QUALITY = 50


def encode(minutiae: Minutiae, position: int, quality: int) -> bytes:
    """One finger as a record.

    minutiae   at 500 dpi; beyond 255 only the best are written, the format has no room for more
    position   1 right thumb … 10 left little finger
    quality    of the whole finger, 0 to 100
    """
    if position not in POSITIONS or not 0 <= quality <= 100:
        raise ValueError(f"position {position} or quality {quality} out of range")
    kept = minutiae.best(MINUTIAE_MAX)
    body = _pack_minutiae(kept)
    view = _VIEW.pack(position, 0, quality, len(kept)) + body + _EXTENDED_LENGTH.pack(0)
    header = _HEADER.pack(
        MAGIC, VERSION, _HEADER.size + len(view), 0, minutiae.width, minutiae.height, PIXELS_PER_CM, PIXELS_PER_CM, 1, 0
    )
    return header + view


def decode(data: bytes) -> tuple[int, Minutiae]:
    """The finger position and the minutiae of a record, brought to 500 dpi.

    Raises EngineError: `record.not_minutiae` (not such a record), `record.damaged` (its parts contradict each other),
    `record.several_fingers`, `record.position_unknown`, `record.resolution_wrong`.
    """
    width, height, per_cm = _read_header(data)
    position, count = _read_view(data)
    start = _HEADER.size + _VIEW.size
    end = start + count * _MINUTIA.itemsize
    if end + _EXTENDED_LENGTH.size > len(data):
        raise _damaged("it announces more minutiae than it holds")
    (extended,) = _EXTENDED_LENGTH.unpack_from(data, end)
    if end + _EXTENDED_LENGTH.size + extended != len(data):
        raise _damaged("its extended data don't end where the record ends")
    rows = np.frombuffer(data[start:end], _MINUTIA)
    return position, _unpack_minutiae(rows, width, height, per_cm)


def _pack_minutiae(minutiae: Minutiae) -> bytes:
    points = minutiae.points.astype(np.int64)
    inside = (points >= 0) & (points <= [COORDINATE_MAX, COORDINATE_MAX, 255, 2])
    if not inside.all() or not 0 <= minutiae.width <= 0xFFFF or not 0 <= minutiae.height <= 0xFFFF:
        raise ValueError("minutiae outside the range of the record format")
    rows = np.zeros(len(points), _MINUTIA)
    rows["kind_x"] = points[:, 3] << 14 | points[:, 0]
    rows["y"], rows["direction"], rows["quality"] = points[:, 1], points[:, 2], minutiae.quality
    return rows.tobytes()


def _read_header(data: bytes) -> tuple[int, int, tuple[int, int]]:
    if len(data) < _SMALLEST or data[:8] != MAGIC + VERSION:
        raise EngineError(
            "record.not_minutiae",
            "This isn't a fingerprint record of ISO/IEC 19794-2:2005.",
            "Ask the sender for records in that format.",
        )
    _, _, length, _, width, height, x_per_cm, y_per_cm, views, _ = _HEADER.unpack_from(data)
    if length != len(data):
        raise _damaged("its length isn't the one it announces")
    if views != 1:
        raise EngineError(
            "record.several_fingers",
            f"The record holds {views} views of fingers instead of one.",
            "Ask the sender for one record per finger.",
        )
    if x_per_cm not in _RESOLUTIONS or y_per_cm not in _RESOLUTIONS:
        raise EngineError(
            "record.resolution_wrong",
            f"The record names a resolution of {x_per_cm} by {y_per_cm} pixels per centimetre.",
            "Ask the sender for records made from images of 500 dpi.",
        )
    return width, height, (x_per_cm, y_per_cm)


def _read_view(data: bytes) -> tuple[int, int]:
    position, _, quality, count = _VIEW.unpack_from(data, _HEADER.size)
    if position not in POSITIONS:
        raise EngineError(
            "record.position_unknown",
            "The record doesn't say which of the ten fingers it is.",
            "Ask the sender for records with finger positions 1 to 10.",
        )
    if quality > 100:
        raise _damaged("its quality is beyond 100")
    return position, count


def _unpack_minutiae(rows: NDArray[np.void], width: int, height: int, per_cm: tuple[int, int]) -> Minutiae:
    x, y, kind = rows["kind_x"] & COORDINATE_MAX, rows["y"] & COORDINATE_MAX, rows["kind_x"] >> 14
    if len(rows) and (x.max() >= width or y.max() >= height):
        raise _damaged("a minutia lies outside the image")
    if (kind > 2).any() or (rows["quality"] > 100).any():
        raise _damaged("a minutia has a kind or quality that doesn't exist")
    scale_x, scale_y = (PIXELS_PER_CM / n if abs(n - PIXELS_PER_CM) > 1 else 1.0 for n in per_cm)
    width, height = int(np.ceil(width * scale_x)), int(np.ceil(height * scale_y))
    if max(width, height) > COORDINATE_MAX:
        raise _damaged("its image is larger than any finger")
    points = np.stack([np.floor(x * scale_x), np.floor(y * scale_y), rows["direction"], kind], axis=1)
    quality = np.where(rows["quality"] == 0, _UNREPORTED_QUALITY, rows["quality"])
    return Minutiae(points.astype(np.int16), quality.astype(np.uint8), width, height)


def _damaged(how: str) -> EngineError:
    return EngineError("record.damaged", f"The fingerprint record is damaged: {how}.", "Ask the sender for the record again.")
