"""Finger pictures in ANSI/NIST-ITL files: records of type 4 and of type 14.

A record of type 4 is binary and older: one picture of 500 dpi, bare grey pixels or WSQ, behind a head of 18 bytes
(ANSI/NIST-ITL 1-2011, 8.4, in the traditional encoding of annex B). A record of type 14 is tagged and takes other resolutions
and formats.
"""

import io
import math
import struct
from dataclasses import dataclass
from datetime import date
from typing import Literal

import nistitl
from PIL import Image

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.decoding import PIXELS_MAX, decode_picture, find_format_and_size
from egnatia.engines.fingerprint.nist_layout import damaged

PLAIN, ROLLED = "plain", "rolled"
#: Positions of more than one finger or of a thumb beside the four: 11 and 12 plain thumbs, 13 and 14 four fingers, 15 thumbs.
SLAP_POSITIONS = tuple(range(11, 16))
#: The standard's codes of impressions, from scanners and from paper; whatever else there is counts as plain.
IMPRESSIONS = {0: PLAIN, 1: ROLLED, 2: PLAIN, 3: ROLLED}
LIVE_SCAN = {PLAIN: 0, ROLLED: 1}
#: The field's values for formats that both a picture file and a record know.
COMPRESSIONS = {"PNG": "PNG", "JPEG": "JPEGB", "JPEG 2000": "JP2", "WSQ": "WSQ20"}

RecordType = Literal[4, 14]

_UNCOMPRESSED = {"NONE", "0", ""}
#: Type 4 behind length and IDC: impression, six candidate positions, resolution, width, height, compression; then the image.
_TYPE_4 = struct.Struct(">B6sBHHB")
_TYPE_4_BARE, _TYPE_4_WSQ = 0, 1
_UNUSED_POSITION = b"\xff"
#: "Minimum scanning resolution", which is what `_DPI_BY_DEFINITION` says.
_MINIMUM_RESOLUTION = 0
_DPI_BY_DEFINITION = 500
#: The standard's own margin, one in a hundred.
_DPI_TOLERANCE = 5
_SIDE_MAX = 0xFFFF
#: Formats whose pixels come out as they went in, so that bare pixels lose nothing.
_LOSSLESS = ("PNG", "TIFF", "BMP")


@dataclass(frozen=True, slots=True)
class NistFinger:
    """One finger image of a file.

    position      1 right thumb … 10 left little finger, 11 to 15 slaps
    impression    "plain" or "rolled"
    data          an image file that `read_image` understands
    dpi           what the record says
    record_type   the type of record in which it came or is to be written, 4 or 14
    """

    position: int
    impression: str
    data: bytes
    dpi: int
    record_type: RecordType = 14


def read_type_4(record: nistitl.BinaryRecord) -> NistFinger:
    """The picture of a record of type 4; EngineError `nist.damaged`, or whatever Python raises about foreign bytes."""
    impression, positions, _, width, height, compression = _TYPE_4.unpack_from(record.value)
    image = record.value[_TYPE_4.size :]
    data = _as_file(image, width, height) if compression == _TYPE_4_BARE else bytes(image)
    return NistFinger(positions[0], IMPRESSIONS.get(impression, PLAIN), data, _DPI_BY_DEFINITION, 4)


def read_type_14(record: nistitl.AsciiRecord) -> NistFinger:
    """The picture of a record of type 14; errors as `read_type_4`."""
    image = bytes(record.DATA)
    width, height = int(record.HLL), int(record.VLL)
    data = _as_file(image, width, height) if record.CGA.strip().upper() in _UNCOMPRESSED else image
    position = int(_first(record["FGP"]))
    return NistFinger(position, IMPRESSIONS.get(int(record.IMP), PLAIN), data, _read_dpi(record))


def find_frame(record: nistitl.AsciiRecord | nistitl.BinaryRecord) -> tuple[int, int]:
    """Width and height that a record of type 4 or 14 announces, in pixels at 500 dpi; errors as `read_type_4`."""
    if record.type == 4:
        _, _, _, width, height, _ = _TYPE_4.unpack_from(record.value)
        return width, height
    scale = _DPI_BY_DEFINITION / _read_dpi(record)
    return math.ceil(int(record.HLL) * scale), math.ceil(int(record.VLL) * scale)


def make_print(
    finger: NistFinger, number: int, sender: str, made_on: date, *, record_type: RecordType | None
) -> nistitl.AsciiRecord | nistitl.BinaryRecord:
    """A record of the type that the finger wants, or of `record_type`; EngineError `nist.not_for_type_4`."""
    if (record_type or finger.record_type) == 4:
        return _make_type_4(finger, number)
    return _make_type_14(finger, number, sender, made_on)


def _read_dpi(record: nistitl.AsciiRecord) -> int:
    per_unit = float(record.THPS)
    return round(per_unit * 2.54 if record.SLC.strip() == "2" else per_unit)


def _as_file(pixels: bytes, width: int, height: int) -> bytes:
    """Bare grey pixels as a PNG file, so that every finger's data is a file."""
    if width * height != len(pixels) or not 0 < len(pixels) <= PIXELS_MAX:
        raise damaged("An uncompressed image hasn't the size that it announces.")
    file = io.BytesIO()
    Image.frombytes("L", (width, height), pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()


def _first(field: nistitl.Field) -> str:
    """The first value of a field that may repeat."""
    value = field.value
    while isinstance(value, list):
        value = value[0]
    return str(value)


def _make_type_4(finger: NistFinger, number: int) -> nistitl.BinaryRecord:
    if abs(finger.dpi - _DPI_BY_DEFINITION) > _DPI_TOLERANCE:
        raise _not_for_type_4(f"The picture of finger {finger.position} has {finger.dpi} dpi")
    compression, width, height, image = _type_4_image(finger)
    if max(width, height) > _SIDE_MAX:
        raise _not_for_type_4(f"The picture of finger {finger.position} has {width} by {height} pixels")
    record = nistitl.BinaryRecord(4)
    record.IDC = number
    positions = bytes([finger.position]).ljust(6, _UNUSED_POSITION)
    head = _TYPE_4.pack(LIVE_SCAN[finger.impression], positions, _MINIMUM_RESOLUTION, width, height, compression)
    record.value = head + image
    return record


def _type_4_image(finger: NistFinger) -> tuple[int, int, int, bytes]:
    """Compression code, width, height and the bytes of the image."""
    name, width, height = find_format_and_size(finger.data)
    if name == "WSQ":
        return _TYPE_4_WSQ, width, height, finger.data
    if name not in _LOSSLESS:
        raise _not_for_type_4(f"The picture of finger {finger.position} is {name}")
    pixels = decode_picture(finger.data).pixels
    return _TYPE_4_BARE, pixels.shape[1], pixels.shape[0], pixels.tobytes()


def _not_for_type_4(what: str) -> EngineError:
    return EngineError(
        "nist.not_for_type_4",
        f"{what}; a record of type 4 takes 500 dpi, as WSQ or as uncompressed grey.",
        "Write this finger as a record of type 14, or save it again as WSQ or PNG of 500 dpi.",
    )


def _make_type_14(finger: NistFinger, number: int, sender: str, made_on: date) -> nistitl.AsciiRecord:
    data, (name, width, height) = finger.data, find_format_and_size(finger.data)
    if name not in COMPRESSIONS:
        data, name = _to_png(finger.data), "PNG"
    record = nistitl.AsciiRecord(14)
    record.IDC, record.IMP, record.SRC = number, str(LIVE_SCAN[finger.impression]), sender
    record.FCD, record.HLL, record.VLL = f"{made_on:%Y%m%d}", str(width), str(height)
    record.SLC, record.THPS, record.TVPS = "1", str(finger.dpi), str(finger.dpi)
    record.CGA, record.BPX, record.FGP = COMPRESSIONS[name], "8", str(finger.position)
    record.DATA = data
    return record


def _to_png(data: bytes) -> bytes:
    file = io.BytesIO()
    Image.fromarray(decode_picture(data).pixels).save(file, "PNG")
    return file.getvalue()
