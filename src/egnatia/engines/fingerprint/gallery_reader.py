"""Opens the templates of a search's shortlist from the gallery's file. An entry is read as a whole: it lies in one place."""

import logging
import os
from collections.abc import Iterator
from itertools import accumulate
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import gallery_file as records
from egnatia.engines.fingerprint.gallery_index import Rows
from egnatia.engines.fingerprint.search import Templates

_log = logging.getLogger(__name__)


class RecordReader:
    """The records of `rows` in an open file."""

    def __init__(self, file: records.OpenFile, sealer: records.Sealer, rows: Rows) -> None:
        self._file = file
        self._sealer = sealer
        self._rows = rows

    def read_templates(self, rows: NDArray[np.int64], positions: list[int]) -> dict[int, Templates]:
        """Templates of those rows and fingers, opened; what was erased or damaged meanwhile is left out."""
        opened: dict[int, tuple[list[int], list[bytes]]] = {position: ([], []) for position in positions}
        for row in rows.tolist():
            for position, plain in self._open_fingers(row, positions):
                opened[position][0].append(row)
                opened[position][1].append(plain)
        return {position: _join(found, parts) for position, (found, parts) in opened.items() if found}

    def find_entry_id(self, row: int) -> UUID | None:
        """Whose record it is; None if its head was damaged since it was read first."""
        head = self._find_head(row, self._read(row, records.HEAD_BYTES))
        return head.entry_id if head else None

    def _open_fingers(self, row: int, positions: list[int]) -> Iterator[tuple[int, bytes]]:
        data = self._read(row, int(self._rows.lengths[row]))
        head = self._find_head(row, data)
        if head is None:
            return
        ends = list(accumulate(head.lengths, initial=records.HEAD_BYTES + head.codes_length))
        for position in positions:
            begin, end = ends[position - 1], ends[position]
            if begin == end:
                continue
            plain = self._sealer.find_opened(head.entry, head.nonce, position, sealed := data[begin:end])
            if plain is not None:
                yield position, plain
            elif any(sealed):
                _log.error("Finger %d of gallery entry %s is damaged: rebuild the gallery.", position, head.entry_id)

    def _read(self, row: int, length: int) -> bytes:
        return os.pread(self._file.descriptor, length, int(self._rows.offsets[row]))

    def _find_head(self, row: int, data: bytes) -> records.Head | None:
        offset = int(self._rows.offsets[row])
        head = records.find_head(data[: records.HEAD_BYTES], offset)
        if head is None and self._rows.lengths[row]:  # not one that was erased since
            _log.error("The gallery's record at byte %d is damaged: rebuild the gallery.", offset)
        return head


def _join(rows: list[int], parts: list[bytes]) -> Templates:
    ends = np.cumsum([len(part) // 8 for part in parts])
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    buffer = np.frombuffer(b"".join(parts), "<u8").astype(np.uint64, copy=False)
    return np.array(rows, np.int64), buffer, starts
