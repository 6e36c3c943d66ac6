"""Minutiae in ANSI/NIST-ITL files: records of type 9, in the two forms that are in use, to and from `Minutiae`.

The INCITS 378 block (ANSI/NIST-ITL 1-2011 with its update of 2013, 8.9.5, table 28, fields 9.126 to 9.140) is what is written,
and read first: x and y in pixels from the upper left corner, at the scale of 9.130 to 9.132; the angle in units of two degrees,
counter-clockwise from the x axis and along the ridge, as in ISO/IEC 19794-2; type 0 other, 1 ending, 2 bifurcation; quality 1
to 100, 0 where none is reported.

The standard's own older fields (9.005 to 9.012 with 9.004 "S", ANSI/NIST-ITL 1-2000 and 1-2007) are read only, for that is all
that 1-2011 still wants them for: x and y in hundredths of a millimetre from the lower left corner; the angle in degrees,
counter-clockwise from the x axis, but pointing the other way, off the ridge's end; type A ending, B bifurcation, C compound,
D undetermined; quality 2 best to 63 worst, 1 where none is reported, 0 where an expert marked the minutia. They don't say how
large the picture was: that is looked up in the record of type 4 or 14 with the same number (IDC), and without one the frame
ends at the outermost minutiae. NIST's own programs turn one form into the other in the same way (usnistgov/biomdi, an2k2fmr).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nistitl
import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.iso19794 import COORDINATE_MAX, MINUTIAE_MAX
from egnatia.engines.fingerprint.minutiae import BIFURCATION, ENDING, POSITIONS, UNKNOWN, Minutiae
from egnatia.engines.fingerprint.nist_layout import damaged
from egnatia.engines.fingerprint.nist_prints import IMPRESSIONS, LIVE_SCAN, PLAIN, NistFinger, find_frame

_IMP, _FMT, _OLD_POSITION, _OLD_COUNT, _OLD_MINUTIAE = 3, 4, 6, 10, 12
_CBEFF, _EQUIPMENT, _WIDTH, _HEIGHT, _UNITS, _X_SCALE, _Y_SCALE = range(126, 133)
_VIEW, _POSITION, _QUALITY, _COUNT, _MINUTIAE = range(133, 138)

#: CBEFF: the owner is INCITS M1, the format minutiae without extended data, the product isn't registered.
_INCITS_378 = ["27", "513", "0"]
#: Whether the scanner is certified for appendix F, and its number; neither is known here.
_UNKNOWN_EQUIPMENT = ["NONE", "0"]
#: Vendor and product of the quality's algorithm: none that is registered.
_UNREGISTERED = ["0000", "1"]
_PIXELS_PER_INCH, _PIXELS_PER_CM = 1, 2
_PER_INCH = {_PIXELS_PER_INCH: 1.0, _PIXELS_PER_CM: 2.54}
_QUALITY_UNKNOWN = (254, 255)
_TWO_DEGREES, _DEGREES = 180, 360

_DPI = 500
#: What scanners offer; beyond it the coordinates can't be brought to 500 dpi with any sense.
_DPI_RANGE = (250, 1270)
#: 500 dpi in the metric units in which it isn't a whole number.
_DPI_TOLERANCE = 3
_HUNDREDTHS_PER_INCH = 2540
_XYT = re.compile(r"([0-9]{4})([0-9]{4})([0-9]{3})")
_NUMBER = re.compile(r"[0-9]{1,5}")
_OLD_KINDS = {"A": ENDING, "B": BIFURCATION, "C": UNKNOWN, "D": UNKNOWN}
_OLD_QUALITY_MAX = 63
#: A minutia without a quality counts as a middling one, as in `iso19794`; one that an expert marked as a sure one.
_UNREPORTED_QUALITY, _EXPERT_QUALITY = 50, 100


@dataclass(frozen=True, slots=True)
class NistMinutiae:
    """The minutiae of one finger in a file.

    position     1 right thumb … 10 left little finger
    impression   "plain" or "rolled"
    minutiae     at 500 dpi
    quality      of the whole finger, 0 to 100; None where the record doesn't say
    """

    position: int
    impression: str
    minutiae: Minutiae
    quality: int | None = None


def read_minutiae(message: nistitl.Message) -> list[NistMinutiae]:
    """The minutiae of single fingers in a file, by position.

    Passed over are records of palms and of fingers that aren't known, records with other features only, and records without a
    scale that could be brought to 500 dpi. Raises EngineError `nist.damaged`, or whatever Python raises about foreign bytes.
    """
    found = (_read(record, message) for record in message.iter(9))
    return sorted((one for one in found if one is not None), key=lambda one: one.position)


def make_minutiae(minutiae: Sequence[NistMinutiae], pictures: Sequence[NistFinger]) -> Iterator[nistitl.AsciiRecord]:
    """Records of type 9, each with the number (IDC) of the picture of the same finger, or one after all pictures'.

    pictures   those of the file, numbered from 1
    """
    numbers = {(p.position, p.impression): number for number, p in enumerate(pictures, start=1)}
    views = Counter[int]()
    for number, one in enumerate(minutiae, start=len(pictures) + 1):
        yield _make(one, numbers.get((one.position, one.impression), number), views[one.position])
        views[one.position] += 1


def _read(record: nistitl.AsciiRecord, message: nistitl.Message) -> NistMinutiae | None:
    if record[_COUNT] is not None or record[_MINUTIAE] is not None:
        return _read_incits(record)
    if record[_OLD_MINUTIAE] is not None and _item(record, _FMT) == "S":
        frames = (find_frame(r) for kind in (4, 14) for r in message.iter(kind) if r.IDC == record.IDC)
        return _read_old(record, next(frames, None))
    return None


def _read_incits(record: nistitl.AsciiRecord) -> NistMinutiae | None:
    position = _number(_item(record, _POSITION))
    scale = _find_scale(record) if position in POSITIONS else None
    if scale is None:
        return None
    width, height = _number(_item(record, _WIDTH)), _number(_item(record, _HEIGHT))
    rows = _rows(record, _MINUTIAE, items=6, announced=_item(record, _COUNT))
    x, y, angle, kind, quality = np.array([[_number(item) for item in row[1:6]] for row in rows], np.int64).reshape(-1, 5).T
    if (x >= width).any() or (y >= height).any():
        raise damaged("A minutia lies outside its image.")
    if (angle >= _TWO_DEGREES).any() or (kind > BIFURCATION).any() or (quality > 100).any():
        raise damaged("A minutia has an angle, a type or a quality that doesn't exist.")
    points = np.stack([np.floor(x * scale[0]), np.floor(y * scale[1]), _to_turn(angle, _TWO_DEGREES), kind], axis=1)
    frame = int(np.ceil(width * scale[0])), int(np.ceil(height * scale[1]))
    return NistMinutiae(position, _impression(record), _minutiae(points, quality, frame), _read_quality(record))


def _find_scale(record: nistitl.AsciiRecord) -> tuple[float, float] | None:
    """By what x and y are multiplied to bring them to 500 dpi; None where the record has no scale or an absurd one."""
    per_inch = _PER_INCH.get(_number(_item(record, _UNITS)))
    if per_inch is None:
        return None
    x_dpi, y_dpi = (_number(_item(record, tag)) * per_inch for tag in (_X_SCALE, _Y_SCALE))
    if not _DPI_RANGE[0] <= min(x_dpi, y_dpi) <= max(x_dpi, y_dpi) <= _DPI_RANGE[1]:
        return None
    scale_x, scale_y = (1.0 if abs(dpi - _DPI) <= _DPI_TOLERANCE else _DPI / dpi for dpi in (x_dpi, y_dpi))
    return scale_x, scale_y


def _read_quality(record: nistitl.AsciiRecord) -> int | None:
    text = _item(record, _QUALITY)
    quality = _number(text) if text else _QUALITY_UNKNOWN[0]
    if quality > 100 and quality not in _QUALITY_UNKNOWN:
        raise damaged("A finger has a quality that doesn't exist.")
    return None if quality in _QUALITY_UNKNOWN else quality


def _read_old(record: nistitl.AsciiRecord, frame: tuple[int, int] | None) -> NistMinutiae | None:
    position = _number(_item(record, _OLD_POSITION))
    if position not in POSITIONS:
        return None
    rows = _rows(record, _OLD_MINUTIAE, items=4, announced=_item(record, _OLD_COUNT))
    places = np.array([_read_xyt(row[1]) for row in rows], np.int64).reshape(-1, 3)
    from_left, from_below = np.rint(places[:, :2].T * (_DPI / _HUNDREDTHS_PER_INCH)).astype(np.int64)
    width, height = frame or (from_left.max(initial=0) + 1, from_below.max(initial=0) + 1)
    from_above = height - 1 - from_below
    # A pixel more or less is how differently programs count from the lower edge.
    if (from_left > width).any() or (from_above < -1).any():
        raise damaged("A minutia lies outside its image.")
    kind = np.array([_read_old_kind(row[3]) for row in rows], np.int64)
    along_ridge = _to_turn((places[:, 2] + _DEGREES // 2) % _DEGREES, _DEGREES)
    points = np.stack([from_left.clip(0, width - 1), from_above.clip(0, height - 1), along_ridge, kind], axis=1)
    quality = np.array([_read_old_quality(row[2]) for row in rows], np.int64)
    return NistMinutiae(position, _impression(record), _minutiae(points, quality, (int(width), int(height))))


def _read_xyt(text: str) -> tuple[int, ...]:
    found = _XYT.fullmatch(text.strip())
    if not found or int(found[3]) >= _DEGREES:
        raise damaged("A minutia has no place or no direction.")
    return tuple(int(part) for part in found.groups())


def _read_old_kind(text: str) -> int:
    kind = _OLD_KINDS.get(text.strip().upper())
    if kind is None:
        raise damaged("A minutia has a type that doesn't exist.")
    return kind


def _read_old_quality(text: str) -> int:
    quality = _number(text)
    if quality > _OLD_QUALITY_MAX:
        raise damaged("A minutia has a quality that doesn't exist.")
    if quality < 2:
        return (_EXPERT_QUALITY, 0)[quality]
    return 100 - round((quality - 2) * 99 / (_OLD_QUALITY_MAX - 2))


def _minutiae(points: NDArray[np.number], quality: NDArray[np.int64], frame: tuple[int, int]) -> Minutiae:
    if not 0 < min(frame) <= max(frame) <= COORDINATE_MAX:
        raise damaged("The image of its minutiae is larger than any finger, or has no size.")
    quality = np.where(quality == 0, _UNREPORTED_QUALITY, quality)
    return Minutiae(points.astype(np.int16), quality.astype(np.uint8), *frame)


def _to_turn(angle: NDArray[np.int64], units: int) -> NDArray[np.int64]:
    """Angles in 1/256 turn from angles in 1/`units` turn."""
    turn: NDArray[np.int64] = np.rint(angle * (256 / units)).astype(np.int64)
    return turn % 256


def _impression(record: nistitl.AsciiRecord) -> str:
    return IMPRESSIONS.get(_number(_item(record, _IMP)), PLAIN)


def _rows(record: nistitl.AsciiRecord, tag: int, *, items: int, announced: str) -> list[list[str]]:
    """The repetitions of a field, each with at least so many items, and as many as another field announces."""
    value = record[tag].value if record[tag] is not None else ""
    rows: list[Any] = value if isinstance(value, list) else [value] if value else []
    if len(rows) != _number(announced):
        raise damaged("It hasn't as many minutiae as it announces.")
    if any(not isinstance(row, list) or len(row) < items for row in rows):
        raise damaged("A minutia is incomplete.")
    return rows


def _item(record: nistitl.AsciiRecord, tag: int) -> str:
    """The first item of a field, "" where the record hasn't the field."""
    value = record[tag].value if record[tag] is not None else ""
    while isinstance(value, list):
        value = value[0] if value else ""
    return str(value).strip()


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise damaged("A number in its minutiae is missing or can't be read.")
    return int(text)


def _make(one: NistMinutiae, number: int, view: int) -> nistitl.AsciiRecord:
    _check(one)
    kept = one.minutiae.best(MINUTIAE_MAX)
    record = nistitl.AsciiRecord(9)
    record.IDC = number
    values: Mapping[int, str | list[str] | list[list[str]]] = {
        _IMP: str(LIVE_SCAN[one.impression]),
        _FMT: "U",
        _CBEFF: [_INCITS_378],
        _EQUIPMENT: [_UNKNOWN_EQUIPMENT],
        _WIDTH: str(kept.width),
        _HEIGHT: str(kept.height),
        _UNITS: str(_PIXELS_PER_INCH),
        _X_SCALE: str(_DPI),
        _Y_SCALE: str(_DPI),
        _VIEW: str(view),
        _POSITION: str(one.position),
        _QUALITY: [[str(one.quality), *_UNREGISTERED]] if one.quality is not None else "",
        _COUNT: str(len(kept)),
        _MINUTIAE: _to_items(kept),
    }
    for tag, value in values.items():
        if value:
            record += nistitl.Field(9, tag, value)
    return record


def _check(one: NistMinutiae) -> None:
    points, size = one.minutiae.points, (one.minutiae.width, one.minutiae.height)
    if one.position not in POSITIONS or not 0 <= (one.quality or 0) <= 100:
        raise ValueError(f"position {one.position} or quality {one.quality} out of range")
    if not ((points >= 0) & (points < [*size, 256, 3])).all() or not 0 < min(size) <= max(size) <= COORDINATE_MAX:
        raise ValueError("minutiae outside the image or the range of the record format")


def _to_items(minutiae: Minutiae) -> list[list[str]]:
    """Index, x, y, angle, type and quality of each."""
    x, y, direction, kind = minutiae.points.T.astype(np.int64)
    angle = np.rint(direction * (_TWO_DEGREES / 256)).astype(np.int64) % _TWO_DEGREES
    index = np.arange(1, len(minutiae) + 1)
    return [[str(item) for item in row] for row in zip(index, x, y, angle, kind, minutiae.quality, strict=True)]
