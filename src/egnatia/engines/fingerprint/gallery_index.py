"""What the gallery keeps in memory: the codes of everyone's fingers, and where their records lie. About 350 bytes a person."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.gallery_file import Head

Kind = TypeVar("Kind", bound=np.generic)

_BLOCK = 1 << 15  # persons: 10 MB of codes
_LEAST_RECENT = 4096


@dataclass(frozen=True, slots=True)
class Block:
    """Codes of up to _BLOCK persons in a row. codes: uint64[_BLOCK, 10, CODE_WORDS]; masks: uint16[_BLOCK], a bit per finger.

    The mask of an erased row, and of one not yet used, is 0.
    """

    codes: NDArray[np.uint64]
    masks: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a search goes through, whatever is appended meanwhile. Rows count on from block to block.

    offsets: uint64[n], where each row's record begins in the file; lengths: uint32[n], its bytes, 0 once erased.
    """

    blocks: tuple[Block, ...]
    offsets: NDArray[np.uint64]
    lengths: NDArray[np.uint32]


class GalleryIndex:
    """A row per person, in the order of the file; rows of erased persons stay, empty, until the file is read anew.

    Blocks are added, never moved or resized, and other arrays are replaced, so a search that holds them goes on undisturbed.
    The rows of ids are found in a sorted array; of the last ones, in a dictionary, which is merged when it is large.
    """

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._higher: NDArray[np.uint64] = np.zeros(0, np.uint64)  # half of the id
        self._lower: NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._offsets: NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._lengths: NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._used = 0
        self._live = 0
        self._keys: NDArray[np.uint64] = np.zeros(0, np.uint64)  # lower halves of the first rows' ids, ascending
        self._order: NDArray[np.uint32] = np.zeros(0, np.uint32)  # and the rows that they are of
        self._recent: dict[UUID, int] = {}  # all other rows that are not erased

    def __len__(self) -> int:
        return self._live

    def __contains__(self, entry_id: UUID) -> bool:
        return self._find(entry_id) is not None

    def ids(self) -> list[UUID]:
        """In the order of the file."""
        live = np.flatnonzero(self._lengths[: self._used])
        halves = zip(self._higher[live].tolist(), self._lower[live].tolist(), strict=True)
        return [UUID(int=(higher << 64) | lower) for higher, lower in halves]

    def rows(self) -> Rows:
        return Rows(tuple(self._blocks), self._offsets[: self._used], self._lengths[: self._used])

    def extents(self) -> list[tuple[int, int]]:
        """Offset and length of every record that isn't erased, in the order of the file."""
        live = np.flatnonzero(self._lengths[: self._used])
        return list(zip(self._offsets[live].tolist(), self._lengths[live].tolist(), strict=True))

    def add(self, head: Head, codes: bytes) -> None:
        """Take in a record whose codes have been opened; a later record of the same entry replaces the earlier."""
        self.remove(head.entry_id)
        row = self._used
        self._make_room()
        block, at = self._blocks[row // _BLOCK], row % _BLOCK
        fingers = [position - 1 for position in head.positions]
        block.codes[at, fingers] = np.frombuffer(codes, "<u8").reshape(-1, p.CODE_WORDS)
        block.masks[at] = head.mask
        self._higher[row], self._lower[row] = _halve(head.entry_id)
        self._offsets[row], self._lengths[row] = head.offset, head.end - head.offset
        self._used += 1
        self._live += 1
        self._recent[head.entry_id] = row
        if len(self._recent) > max(_LEAST_RECENT, self._used // 16):
            self._order = np.argsort(self._lower[: self._used], kind="stable").astype(np.uint32)
            self._keys = self._lower[self._order]
            self._recent = {}

    def remove(self, entry_id: UUID) -> tuple[int, int] | None:
        """Forget an entry; returns offset and length of its record, or None if it isn't here."""
        row = self._find(entry_id)
        if row is None:
            return None
        self._recent.pop(entry_id, None)
        block, at = self._blocks[row // _BLOCK], row % _BLOCK
        block.masks[at] = 0
        block.codes[at] = 0
        length = int(self._lengths[row])
        self._lengths[row] = 0
        self._live -= 1
        return int(self._offsets[row]), length

    def _find(self, entry_id: UUID) -> int | None:
        if entry_id in self._recent:
            return self._recent[entry_id]
        higher, lower = _halve(entry_id)
        first, last = np.searchsorted(self._keys, lower, "left"), np.searchsorted(self._keys, lower, "right")
        for row in self._order[first:last].tolist():
            if self._lengths[row] and self._higher[row] == higher:
                return int(row)
        return None

    def _make_room(self) -> None:
        if self._used == len(self._blocks) * _BLOCK:
            self._blocks.append(Block(np.zeros((_BLOCK, 10, p.CODE_WORDS), np.uint64), np.zeros(_BLOCK, np.uint16)))
        if self._used == len(self._lengths):
            self._higher, self._lower, self._offsets = (_double(array) for array in (self._higher, self._lower, self._offsets))
            self._lengths = _double(self._lengths)


def _double(array: NDArray[Kind]) -> NDArray[Kind]:
    """Twice the room; what isn't written yet takes no memory."""
    larger = np.zeros(max(2 * len(array), _BLOCK), array.dtype)
    larger[: len(array)] = array
    return larger


def _halve(entry_id: UUID) -> tuple[np.uint64, np.uint64]:
    return np.uint64(entry_id.int >> 64), np.uint64(entry_id.int & 0xFFFF_FFFF_FFFF_FFFF)
