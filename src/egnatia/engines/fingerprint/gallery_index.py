"""What the gallery keeps in memory: the codes of everyone's fingers, and where their records lie."""

from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.gallery_file import Head

_FIRST_ROOM = 256


class GalleryIndex:
    """A row per person, in the order of the file; rows of erased persons stay, empty, until the file is read anew.

    codes: uint64[room, 10, CODE_WORDS], contiguous; masks: uint16[room], a bit per finger, 0 for an erased row.
    Arrays are replaced, not resized, when they are full, so a search that holds them goes on undisturbed.
    """

    def __init__(self) -> None:
        self.codes: NDArray[np.uint64] = np.zeros((_FIRST_ROOM, 10, p.CODE_WORDS), np.uint64)
        self.masks: NDArray[np.uint16] = np.zeros(_FIRST_ROOM, np.uint16)
        self.heads: list[Head | None] = []
        self.rows: dict[UUID, int] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, head: Head, codes: bytes) -> None:
        """Take in a record whose codes have been opened; a later record of the same entry replaces the earlier."""
        self.remove(head.entry_id)
        row = len(self.heads)
        if row == len(self.masks):
            self.codes = np.concatenate([self.codes, np.zeros_like(self.codes)])
            self.masks = np.concatenate([self.masks, np.zeros_like(self.masks)])
        fingers = [position - 1 for position in head.positions]
        self.codes[row, fingers] = np.frombuffer(codes, "<u8").reshape(-1, p.CODE_WORDS)
        self.masks[row] = head.mask
        self.heads.append(head)
        self.rows[head.entry_id] = row

    def remove(self, entry_id: UUID) -> Head | None:
        """Forget an entry; returns where it lies, or None if it isn't here."""
        row = self.rows.pop(entry_id, None)
        if row is None:
            return None
        head = self.heads[row]
        self.masks[row] = 0
        self.codes[row] = 0
        self.heads[row] = None
        return head
