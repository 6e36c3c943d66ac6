"""The gallery's file: an append-only list of sealed records. This page is its format.

    header      magic, format version, template version, check value sealed with the key
    record*     head | sealed codes | sealed templates, one per finger
    tombstone   head alone: the entry is erased; its sealed bytes further up are zeros

A head holds the kind, the entry's id, which fingers there are, the length of each, a nonce, a checksum of the body (sealed
codes and templates) and one of itself. Everything sealed is AES-GCM with the entry's id and the section as associated data,
so no record can pass for another's. All numbers are little-endian.

A crash can leave the last record torn: then its head is short or wrong, or its body is. Bytes that were damaged later, in the
middle, are passed over up to the next head whose checksum holds.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.template import TEMPLATE_VERSION

MAGIC = b"EGNATIA gallery\n"
FORMAT = 1
ENTRY, TOMBSTONE = 1, 2
TAG = 16  # bytes that AES-GCM adds
CODE_BYTES = 8 * p.CODE_WORDS

_HEADER = struct.Struct("<16sH16s12s32s")
_CHECK = b"the right key\0\0\0"
_MARK = b"\xe6REC"
_HEAD = struct.Struct("<4sBxH16s11sx10HII")
HEADER_BYTES, HEAD_BYTES = _HEADER.size, _HEAD.size
_SECTIONS = tuple(bytes([section]) for section in range(11))
_STEP = 1 << 20


class Head(NamedTuple):
    """What stands in front of a record. `mask` has a bit per finger, position 1 the lowest; lengths are of sealed bytes.

    `entry` is the entry's id in its 16 bytes: a search with few fingers reads a large part of all heads.
    """

    offset: int
    kind: int
    mask: int
    entry: bytes
    nonce: bytes
    lengths: tuple[int, ...]
    body_checksum: int

    @property
    def entry_id(self) -> UUID:
        return UUID(bytes=self.entry)

    @property
    def positions(self) -> list[int]:
        return [position for position in range(1, 11) if self.mask >> (position - 1) & 1]

    @property
    def body(self) -> int:
        return self.offset + HEAD_BYTES

    @property
    def codes_length(self) -> int:
        return self.mask.bit_count() * CODE_BYTES + TAG if self.kind == ENTRY else 0

    @property
    def body_length(self) -> int:
        return self.codes_length + sum(self.lengths)

    @property
    def end(self) -> int:
        return self.body + self.body_length


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no record any more."""

    offset: int
    end: int


class OpenFile:
    """A file's descriptor, closed when the last search that uses it has ended."""

    def __init__(self, path: Path, flags: int) -> None:
        self.descriptor = os.open(path, flags | os.O_CLOEXEC)

    def __del__(self) -> None:
        if hasattr(self, "descriptor"):
            os.close(self.descriptor)


class Sealer:
    """Seals and opens sections of records with the gallery's key (AES-GCM; 16, 24 or 32 bytes)."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, entry: bytes, nonce: bytes, section: int, plain: bytes) -> bytes:
        """Section 0 is the codes, 1 to 10 the template of that finger. `nonce` has 11 bytes; the section is the twelfth."""
        return self._cipher.encrypt(nonce + _SECTIONS[section], plain, entry + _SECTIONS[section])

    def find_opened(self, entry: bytes, nonce: bytes, section: int, sealed: bytes) -> bytes | None:
        """The plain bytes, or None where they were damaged, erased or sealed with another key."""
        try:
            return self._cipher.decrypt(nonce + _SECTIONS[section], sealed, entry + _SECTIONS[section])
        except InvalidTag:
            return None


def pack_header(key: bytes) -> bytes:
    nonce = os.urandom(12)
    version = TEMPLATE_VERSION.encode().ljust(16, b"\0")
    return _HEADER.pack(MAGIC, FORMAT, version, nonce, AESGCM(key).encrypt(nonce, _CHECK, MAGIC))


def check_header(data: bytes, key: bytes) -> None:
    """Raises EngineError `gallery.not_a_gallery`, `gallery.other_version` or `gallery.wrong_key`."""
    if len(data) < HEADER_BYTES or not data.startswith(MAGIC):
        raise EngineError("gallery.not_a_gallery", "The file is not a fingerprint gallery.", "Rebuild the gallery.")
    _, version, templates, nonce, check = _HEADER.unpack_from(data)
    if version != FORMAT or templates.rstrip(b"\0").decode("ascii", "replace") != TEMPLATE_VERSION:
        raise EngineError("gallery.other_version", "The gallery was written by another version.", "Rebuild the gallery.")
    try:
        AESGCM(key).decrypt(nonce, check, MAGIC)
    except InvalidTag:
        raise EngineError(
            "gallery.wrong_key", "The gallery was sealed with another key.", "Put the right key file back, or rebuild."
        ) from None


def pack_entry(sealer: Sealer, entry_id: UUID, codes: dict[int, bytes], templates: dict[int, bytes]) -> bytes:
    """A whole record. Both dictionaries have the same finger positions."""
    nonce = os.urandom(11)
    positions = sorted(codes)
    body = [sealer.seal(entry_id.bytes, nonce, 0, b"".join(codes[position] for position in positions))]
    lengths = [0] * 10
    for position in positions:
        body.append(sealer.seal(entry_id.bytes, nonce, position, templates[position]))
        lengths[position - 1] = len(body[-1])
    mask = sum(1 << (position - 1) for position in positions)
    sealed = b"".join(body)
    return _pack_head(ENTRY, mask, entry_id, nonce, lengths, zlib.crc32(sealed)) + sealed


def pack_tombstone(entry_id: UUID) -> bytes:
    return _pack_head(TOMBSTONE, 0, entry_id, bytes(11), [0] * 10, 0)


def _pack_head(kind: int, mask: int, entry_id: UUID, nonce: bytes, lengths: list[int], body_checksum: int) -> bytes:
    head = _HEAD.pack(_MARK, kind, mask, entry_id.bytes, nonce, *lengths, body_checksum, 0)[:-4]
    return head + struct.pack("<I", zlib.crc32(head))


def find_head(data: bytes, offset: int) -> Head | None:
    """The head that `data` begins with, if it is one; `offset` is its place in the file."""
    if len(data) < HEAD_BYTES or not data.startswith(_MARK):
        return None
    _, kind, mask, entry, nonce, *lengths, body_checksum, checksum = _HEAD.unpack_from(data)
    if zlib.crc32(data[: HEAD_BYTES - 4]) != checksum:
        return None
    return Head(offset, kind, mask, entry, nonce, tuple(lengths), body_checksum)


def read_head(file: int, offset: int) -> Head | None:
    """The head at `offset` of an open file, None where there is none any more."""
    return find_head(os.pread(file, HEAD_BYTES, offset), offset)


def iterate_records(file: int, start: int, end: int) -> Iterator[Head | Damage]:
    """Heads of all whole records between two offsets of an open file, and the damage between them; a torn tail is left out.

    `file` is a descriptor. The last record's body is held against its checksum, because a crash can leave it unwritten.
    """
    at = start
    while at < end:
        head = read_head(file, at)
        if head is None:
            following = _find_next_head(file, at + 1, end)
            if following is None:
                return
            yield Damage(at, following)
            at = following
        elif head.end > end or (head.end == end and not is_body_whole(file, head)):
            return
        else:
            yield head
            at = head.end


def is_body_whole(file: int, head: Head) -> bool:
    """Whether the sealed bytes are as they were written."""
    return zlib.crc32(os.pread(file, head.body_length, head.body)) == head.body_checksum


def is_body_erased(file: int, offset: int, length: int) -> bool:
    """Whether the sealed bytes of the record at `offset`, of `length` bytes with its head, are all zeros."""
    return not any(os.pread(file, length - HEAD_BYTES, offset + HEAD_BYTES))


def erase_body(file: int, offset: int, length: int) -> None:
    """Overwrite the sealed bytes with zeros, and wait for the disk."""
    os.pwrite(file, bytes(length - HEAD_BYTES), offset + HEAD_BYTES)
    os.fsync(file)


def _find_next_head(file: int, start: int, end: int) -> int | None:
    at = start
    while at < end:
        data = os.pread(file, min(_STEP + HEAD_BYTES, end - at), at)
        found = data.find(_MARK)
        while found >= 0:
            if find_head(data[found : found + HEAD_BYTES], at + found):
                return at + found
            found = data.find(_MARK, found + 1)
        at += _STEP
    return None
