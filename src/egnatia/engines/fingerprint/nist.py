"""Ten-print files as police and border systems exchange them: ANSI/NIST-ITL in its traditional, tagged form.

Reading takes what registration needs from the records of type 1 (transaction), 2 (descriptive text), 4 and 14 (finger
images) and 10 (face); other records may be there and are passed over. Writing gives a file in the spirit of the Prüm
implementation of INTERPOL's profile (Council Decision 2008/616/JHA, annex, chapter 2; INT-I 4.22): types 1, 2, 14 and 10.
"""

import io
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import nistitl
from PIL import Image

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.decoding import PIXELS_MAX, decode_picture, find_format_and_size
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.engines.fingerprint.nist_layout import check_layout, damaged

PLAIN, ROLLED = "plain", "rolled"
#: Positions of more than one finger or of a thumb beside the four: 11 and 12 plain thumbs, 13 and 14 four fingers, 15 thumbs.
SLAP_POSITIONS = tuple(range(11, 16))

_IMPRESSIONS = {0: PLAIN, 1: ROLLED, 2: PLAIN, 3: ROLLED}
_LIVE_SCAN = {PLAIN: 0, ROLLED: 1}
_COMPRESSIONS = {"PNG": "PNG", "JPEG": "JPEGB", "JPEG 2000": "JP2", "WSQ": "WSQ20"}
_UNCOMPRESSED = {"NONE", "0", ""}
#: Type 4: impression, six candidate positions, scanning resolution, width, height, compression; then the image.
_TYPE_4 = struct.Struct(">B6sBHHB")
_DPI_BY_DEFINITION = 500
_TEXT_MAX = 2000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class NistFinger:
    """One finger image of a file.

    position     1 right thumb … 10 left little finger, 11 to 15 slaps
    impression   "plain" or "rolled"
    data         an image file that `read_image` understands
    dpi          what the record says
    """

    position: int
    impression: str
    data: bytes
    dpi: int


@dataclass(frozen=True, slots=True)
class NistFile:
    """What a file holds: single fingers, slaps, a face if there is one, and text fields by number ("2.030")."""

    fingers: list[NistFinger]
    slaps: list[NistFinger]
    face: bytes | None
    fields: dict[str, str]


def read_nist(data: bytes) -> NistFile:
    """The content of a file; EngineError `nist.not_nist`, `nist.too_large` or `nist.damaged`."""
    check_layout(data)
    message = nistitl.Message()
    try:
        message.parse(data)
        prints = [_read_type_4(r) for r in message.iter(4)] + [_read_type_14(r) for r in message.iter(14)]
        faces = [bytes(r.DATA) for r in message.iter(10) if r["DATA"]]
        fields = {key: text for r in message if r.type in (1, 2) for key, text in _texts(r)}
    except EngineError:
        raise
    except Exception as error:  # the library lets any slip in foreign bytes surface as whatever Python raises
        raise damaged("One of its records can't be read.") from error
    return NistFile(
        fingers=[p for p in prints if p.position in POSITIONS],
        slaps=[p for p in prints if p.position in SLAP_POSITIONS],
        face=next(iter(faces), None),
        fields=fields,
    )


def write_nist(
    fingers: Sequence[NistFinger],
    *,
    sender: str,
    receiver: str,
    transaction: str,
    made_on: date,
    kind: str = "EGN",
    slaps: Sequence[NistFinger] = (),
    face: bytes | None = None,
    fields: Mapping[int, str] | None = None,
) -> bytes:
    """A ten-print file.

    sender, receiver   originating and destination agency, such as "RS/BORDER"
    transaction        control number of the sender
    kind               type of transaction, three or four capitals
    face               a JPEG, JPEG 2000 or PNG picture
    fields             text of type 2 by field number, from 3 on
    """
    message = nistitl.Message()
    _fill_type_1(message[0], sender, receiver, transaction, made_on, kind)
    text = nistitl.AsciiRecord(2)
    text.IDC = 0
    for number, value in sorted((fields or {}).items()):
        text += nistitl.Field(2, number, _to_bytes_as_text(_CONTROL.sub(" ", value)))
    message += text
    number = 0
    for number, finger in enumerate([*fingers, *slaps], start=1):
        message += _make_type_14(finger, number, sender, made_on)
    if face is not None:
        message += _make_type_10(face, number + 1, sender, made_on)
    return bytes(message.NIST)


def _read_type_4(record: nistitl.BinaryRecord) -> NistFinger:
    impression, positions, _, width, height, compression = _TYPE_4.unpack_from(record.value)
    image = record.value[_TYPE_4.size :]
    data = _as_file(image, width, height) if compression == 0 else bytes(image)
    return NistFinger(positions[0], _IMPRESSIONS.get(impression, PLAIN), data, _DPI_BY_DEFINITION)


def _read_type_14(record: nistitl.AsciiRecord) -> NistFinger:
    image = bytes(record.DATA)
    width, height = int(record.HLL), int(record.VLL)
    data = _as_file(image, width, height) if record.CGA.strip().upper() in _UNCOMPRESSED else image
    per_unit = float(record.THPS)
    dpi = round(per_unit * 2.54 if record.SLC.strip() == "2" else per_unit)
    position = int(_first(record["FGP"]))
    return NistFinger(position, _IMPRESSIONS.get(int(record.IMP), PLAIN), data, dpi)


def _as_file(pixels: bytes, width: int, height: int) -> bytes:
    """Bare grey pixels as a PNG file, so that every finger's data is a file."""
    if width * height != len(pixels) or not 0 < len(pixels) <= PIXELS_MAX:
        raise damaged("An uncompressed image hasn't the size that it announces.")
    file = io.BytesIO()
    Image.frombytes("L", (width, height), pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()


def _texts(record: nistitl.AsciiRecord) -> list[tuple[str, str]]:
    found = [(f.tag, f) for f in record._fields if f.tag > 2 and not isinstance(f, nistitl.BinaryField)]
    return [(f"{record.type}.{tag:03}", _clean(field.value)) for tag, field in found]


def _clean(value: object) -> str:
    """A field's value as one line: items and repetitions separated by spaces, control characters gone, not endless."""
    if isinstance(value, list):
        return " ".join(filter(None, (_clean(part) for part in value)))[:_TEXT_MAX]
    return _CONTROL.sub(" ", _from_bytes_as_text(str(value or ""))).strip()[:_TEXT_MAX]


def _to_bytes_as_text(text: str) -> str:
    """UTF-8 in the form in which the library, which knows Latin-1 only, hands bytes through."""
    return text.encode().decode("latin-1")


def _from_bytes_as_text(text: str) -> str:
    """What the bytes say in UTF-8; where they aren't UTF-8, an older system wrote Latin-1."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _first(field: nistitl.Field) -> str:
    """The first value of a field that may repeat."""
    value = field.value
    while isinstance(value, list):
        value = value[0]
    return str(value)


def _fill_type_1(record: nistitl.AsciiRecord, sender: str, receiver: str, transaction: str, made_on: date, kind: str) -> None:
    record.VER, record.TOT, record.DAT, record.PRY = "0300", kind, f"{made_on:%Y%m%d}", "4"
    record.DAI, record.ORI, record.TCN = receiver, sender, transaction
    record.NSR = record.NTR = "19.68"
    domain = nistitl.Field(1, 13)
    domain.add_subfields(nistitl.SubField(["INT-I", "4.22"]))
    record += domain
    encoding = nistitl.Field(1, 15)
    encoding.add_subfields(nistitl.SubField(["3", "UTF-8"]))
    record += encoding


def _make_type_14(finger: NistFinger, number: int, sender: str, made_on: date) -> nistitl.AsciiRecord:
    data, (name, width, height) = finger.data, find_format_and_size(finger.data)
    if name not in _COMPRESSIONS:
        data, name = _to_png(finger.data), "PNG"
    record = nistitl.AsciiRecord(14)
    record.IDC, record.IMP, record.SRC = number, str(_LIVE_SCAN[finger.impression]), sender
    record.FCD, record.HLL, record.VLL = f"{made_on:%Y%m%d}", str(width), str(height)
    record.SLC, record.THPS, record.TVPS = "1", str(finger.dpi), str(finger.dpi)
    record.CGA, record.BPX, record.FGP = _COMPRESSIONS[name], "8", str(finger.position)
    record.DATA = data
    return record


def _make_type_10(face: bytes, number: int, sender: str, made_on: date) -> nistitl.AsciiRecord:
    name, width, height = find_format_and_size(face)
    record = nistitl.AsciiRecord(10)
    record.IDC, record.IMT, record.SRC = number, "FACE", sender
    record.PHD, record.HLL, record.VLL = f"{made_on:%Y%m%d}", str(width), str(height)
    record.SLC, record.THPS, record.TVPS = "0", "1", "1"
    record.CGA, record.CSP, record.POS = _COMPRESSIONS[name], "SRGB", "F"
    record.DATA = face
    return record


def _to_png(data: bytes) -> bytes:
    file = io.BytesIO()
    Image.fromarray(decode_picture(data).pixels).save(file, "PNG")
    return file.getvalue()
