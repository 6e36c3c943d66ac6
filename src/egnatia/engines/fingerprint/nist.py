"""Ten-print files as police and border systems exchange them: ANSI/NIST-ITL in its traditional, tagged form.

Records of type 1 (transaction), 2 (descriptive text), 4 and 14 (finger images), 9 (minutiae) and 10 (face) are read and
written; others may be there and are passed over. Writing gives a file in the spirit of the Prüm implementation of INTERPOL's
profile (Council Decision 2008/616/JHA, annex, chapter 2; INT-I 4.22).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import nistitl

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.decoding import find_format_and_size
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.engines.fingerprint.nist_layout import check_layout, damaged
from egnatia.engines.fingerprint.nist_minutiae import NistMinutiae, make_minutiae, read_minutiae
from egnatia.engines.fingerprint.nist_prints import (
    COMPRESSIONS,
    PLAIN,
    ROLLED,
    SLAP_POSITIONS,
    NistFinger,
    RecordType,
    make_print,
    read_type_4,
    read_type_14,
)

__all__ = ["PLAIN", "ROLLED", "SLAP_POSITIONS", "NistFile", "NistFinger", "NistMinutiae", "read_nist", "write_nist"]

_TEXT_MAX = 2000
#: Version of the standard: 1-2000, on which INTERPOL's profile rests; 1-2007, the first with INCITS 378 minutiae in type 9.
_INTERPOL, _WITH_MINUTIAE = "0300", "0400"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class NistFile:
    """What a file holds.

    fingers    pictures of single fingers
    slaps      pictures of several fingers
    face       a picture, if there is one
    fields     text by number of the field ("2.030")
    minutiae   of single fingers, by position, where other systems' extraction is in the file
    """

    fingers: list[NistFinger]
    slaps: list[NistFinger]
    face: bytes | None
    fields: dict[str, str]
    minutiae: list[NistMinutiae]


def read_nist(data: bytes) -> NistFile:
    """The content of a file.

    Minutiae that can't be read are left out where there are pictures: whoever registers a person needs nothing else.
    Raises EngineError: `nist.not_nist`, `nist.old_records`, `nist.too_large`, `nist.damaged`.
    """
    check_layout(data)
    message = nistitl.Message()
    try:
        message.parse(data)
        prints = [read_type_4(r) for r in message.iter(4)] + [read_type_14(r) for r in message.iter(14)]
        faces = [bytes(r.DATA) for r in message.iter(10) if r["DATA"]]
        minutiae = _read_minutiae(message, needed=not prints)
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
        minutiae=minutiae,
    )


def _read_minutiae(message: nistitl.Message, *, needed: bool) -> list[NistMinutiae]:
    try:
        return read_minutiae(message)
    except Exception:  # an EngineError, or what Python raises about foreign bytes
        if needed:
            raise
        return []


def write_nist(
    fingers: Sequence[NistFinger],
    *,
    sender: str,
    receiver: str,
    transaction: str,
    made_on: date,
    kind: str = "EGN",
    slaps: Sequence[NistFinger] = (),
    minutiae: Sequence[NistMinutiae] = (),
    face: bytes | None = None,
    fields: Mapping[int, str] | None = None,
    record_type: RecordType | None = None,
) -> bytes:
    """A ten-print file.

    sender, receiver   originating and destination agency, such as "RS/BORDER"
    transaction        control number of the sender
    kind               type of transaction, three or four capitals
    minutiae           written as records of type 9, of each finger the best 255
    face               a JPEG, JPEG 2000 or PNG picture
    fields             text of type 2 by field number, from 3 on
    record_type        4 or 14 for all fingers and slaps; None for what each of them says

    Raises EngineError: `nist.not_for_type_4` where a picture isn't one of 500 dpi, WSQ or uncompressed grey, and
    `image.not_an_image`.
    """
    message = nistitl.Message()
    head = message[0]
    _fill_type_1(head, sender, receiver, transaction, made_on, kind)
    head.VER = _WITH_MINUTIAE if minutiae else _INTERPOL
    if not all(value.isascii() for value in (sender, receiver, transaction, *(fields or {}).values())):
        head += _name_utf_8()
    text = nistitl.AsciiRecord(2)
    text.IDC = 0
    for number, value in sorted((fields or {}).items()):
        text += nistitl.Field(2, number, _to_bytes_as_text(_CONTROL.sub(" ", value)))
    message += text
    pictures = [*fingers, *slaps]
    for number, finger in enumerate(pictures, start=1):
        message += make_print(finger, number, sender, made_on, record_type=record_type)
    for record in make_minutiae(minutiae, pictures):
        message += record
    if face is not None:
        message += _make_type_10(face, len(pictures) + len(minutiae) + 1, sender, made_on)
    return bytes(message.NIST)


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


def _fill_type_1(record: nistitl.AsciiRecord, sender: str, receiver: str, transaction: str, made_on: date, kind: str) -> None:
    record.TOT, record.DAT, record.PRY = kind, f"{made_on:%Y%m%d}", "4"
    record.DAI, record.ORI, record.TCN = receiver, sender, transaction
    record.NSR = record.NTR = "19.68"
    domain = nistitl.Field(1, 13)
    domain.add_subfields(nistitl.SubField(["INT-I", "4.22"]))
    record += domain


def _name_utf_8() -> nistitl.Field:
    """The field that says in which encoding text is. Only where it is needed: NIST's own programs refuse files that have it."""
    encoding = nistitl.Field(1, 15)
    encoding.add_subfields(nistitl.SubField(["3", "UTF-8"]))
    return encoding


def _make_type_10(face: bytes, number: int, sender: str, made_on: date) -> nistitl.AsciiRecord:
    name, width, height = find_format_and_size(face)
    record = nistitl.AsciiRecord(10)
    record.IDC, record.IMT, record.SRC = number, "FACE", sender
    record.PHD, record.HLL, record.VLL = f"{made_on:%Y%m%d}", str(width), str(height)
    record.SLC, record.THPS, record.TVPS = "0", "1", "1"
    record.CGA, record.CSP, record.POS = COMPRESSIONS[name], "SRGB", "F"
    record.DATA = face
    return record
