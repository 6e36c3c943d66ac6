"""Whether bytes are laid out as an ANSI/NIST-ITL file, walked record by record before anything is parsed.

A small file can be made to keep a parser busy for hours with a million tiny records or fields, so their number is limited
here, where walking them costs next to nothing.
"""

import re
import struct

from egnatia.engines.errors import EngineError

BYTES_MAX = 64_000_000
RECORDS_MAX = 100
FIELDS_MAX = 500
#: Low-resolution and binary fingerprint records (types 3, 5 and 6): withdrawn from the standard in 2007, and too coarse.
_WITHDRAWN = (b"3", b"5", b"6")

_FS, _GS, _RS, _US = b"\x1c", b"\x1d", b"\x1e", b"\x1f"
_TAGGED = re.compile(rb"(\d{1,2})\.0*1:(\d{1,9})[\x1c\x1d]")
_CONTENT = re.compile(rb"\x1d1\.0*3:([^\x1c\x1d]*)")
_IMAGE_TAG = b"999:"


def check_layout(data: bytes) -> None:
    """EngineError `nist.not_nist`, `nist.too_large` or `nist.damaged` unless the records fill the file one after another."""
    if len(data) > BYTES_MAX:
        raise _too_large(f"It has {len(data) / 1e6:.0f} megabytes")
    first = _TAGGED.match(data)
    if first is None or first[1] != b"1":
        raise EngineError(
            "nist.not_nist",
            "This isn't an ANSI/NIST file.",
            "Export the ten-print as ANSI/NIST-ITL in the traditional form, not as XML.",
        )
    offset = records = 0
    while offset < len(data):
        length = _check_record(data, offset)
        offset, records = offset + length, records + 1
        if records > RECORDS_MAX:
            raise _too_large(f"It has more than {RECORDS_MAX} records")
    _check_kinds(data[: int(first[2])])


def damaged(how: str) -> EngineError:
    """The error for a file that begins well and then contradicts itself."""
    return EngineError(
        "nist.damaged", f"The ANSI/NIST file is damaged or was cut off. {how}", "Export or send the file again, whole."
    )


def _check_record(data: bytes, offset: int) -> int:
    """The length of the record at `offset`."""
    tagged = _TAGGED.match(data, offset)
    if tagged:
        length, shortest = int(tagged[2]), len(tagged[0])
    elif offset + 5 <= len(data):
        (length,), shortest = struct.unpack_from(">I", data, offset), 5
    else:
        raise damaged("Its last record is incomplete.")
    if length < shortest or offset + length > len(data):
        raise damaged("A record is shorter than it announces.")
    if tagged:
        _check_tagged(data, offset, offset + length)
    return length


def _check_tagged(data: bytes, start: int, end: int) -> None:
    if data[end - 1 : end] != _FS:
        raise damaged("A record doesn't end with its separator.")
    image = data.find(_IMAGE_TAG, start, end)
    fields = data.count(_GS, start, end if image < 0 else image)
    if fields > FIELDS_MAX:
        raise _too_large(f"A record has more than {FIELDS_MAX} fields")


def _check_kinds(first_record: bytes) -> None:
    content = _CONTENT.search(first_record)
    if content is None:
        raise damaged("It has no table of contents.")
    if any(entry.split(_US)[0].lstrip(b"0") in _WITHDRAWN for entry in content[1].split(_RS)[1:]):
        raise EngineError(
            "nist.old_records",
            "The file holds fingerprint records of a kind that was withdrawn from the standard.",
            "Export the ten-print again with records of type 4 or 14 at 500 dpi.",
        )


def _too_large(how: str) -> EngineError:
    return EngineError("nist.too_large", f"{how}; no ten-print needs that.", "Send one person's ten-print per file.")
