"""Whether bytes are laid out as an ANSI/NIST-ITL file, walked record by record before anything is parsed.

A small file can be made to keep a parser busy for hours with a million tiny records, fields or items, so their number is
limited here, where walking them costs next to nothing.
"""

import re
import struct

import nistitl

from egnatia.engines.errors import EngineError

BYTES_MAX = 64_000_000
RECORDS_MAX = 100
FIELDS_MAX = 500
#: Repetitions and items of a file's fields: the minutiae of ten fingers with their neighbours are some thirty thousand.
ITEMS_MAX = 100_000
#: Low-resolution and binary fingerprint records (types 3, 5 and 6): withdrawn from the standard in 2007, and too coarse.
_WITHDRAWN = (b"3", b"5", b"6")

_FS, _GS, _RS, _US = b"\x1c", b"\x1d", b"\x1e", b"\x1f"
_TAGGED = re.compile(rb"(\d{1,2})\.0*1:(\d{1,9})[\x1c\x1d]")
_CONTENT = re.compile(rb"\x1d1\.0*3:([^\x1c\x1d]*)")
_IMAGE_TAG = b"999:"
#: Types in whose records the parser stops reading text where the image begins; in all others it reads to the end.
_WITH_IMAGE = frozenset(kind for kind, names in nistitl.ALIASES.items() if "DATA" in names.values())


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
    offset = records = items = 0
    while offset < len(data):
        length, more_items = _check_record(data, offset)
        offset, records, items = offset + length, records + 1, items + more_items
        if records > RECORDS_MAX:
            raise _too_large(f"It has more than {RECORDS_MAX} records")
        if items > ITEMS_MAX:
            raise _too_large(f"Its fields have more than {ITEMS_MAX} items")
    _check_kinds(data[: int(first[2])])


def damaged(how: str) -> EngineError:
    """The error for a file that begins well and then contradicts itself."""
    return EngineError(
        "nist.damaged", f"The ANSI/NIST file is damaged or was cut off. {how}", "Export or send the file again, whole."
    )


def _check_record(data: bytes, offset: int) -> tuple[int, int]:
    """The length of the record at `offset`, and how many items its fields have."""
    tagged = _TAGGED.match(data, offset)
    if tagged:
        length, shortest = int(tagged[2]), len(tagged[0])
    elif offset + 5 <= len(data):
        (length,), shortest = struct.unpack_from(">I", data, offset), 5
    else:
        raise damaged("Its last record is incomplete.")
    if length < shortest or offset + length > len(data):
        raise damaged("A record is shorter than it announces.")
    items = _check_tagged(data, offset, offset + length, int(tagged[1])) if tagged else 0
    return length, items


def _check_tagged(data: bytes, start: int, end: int, kind: int) -> int:
    """How many items the fields of a record of text have."""
    if data[end - 1 : end] != _FS:
        raise damaged("A record doesn't end with its separator.")
    image = data.find(_IMAGE_TAG, start, end) if kind in _WITH_IMAGE else -1
    text_end = end if image < 0 else image
    if data.count(_GS, start, text_end) > FIELDS_MAX:
        raise _too_large(f"A record has more than {FIELDS_MAX} fields")
    return data.count(_RS, start, text_end) + data.count(_US, start, text_end)


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
