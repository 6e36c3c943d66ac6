"""Persons by row number, as the register's index counts them: sixteen bytes a person."""

from bisect import bisect_left
from uuid import UUID

_SIZE = 16


class PersonRows:
    """Numbers persons 0, 1, 2 …, for good.

    Those that come in the order of their ids, as the whole register does when it is read, are found again without a
    dictionary; only those after the first that doesn't are kept in one.

    >>> rows = PersonRows()
    >>> [rows.add(UUID(int=number)) for number in (3, 7, 5, 7)], rows.person_at(2).int
    ([0, 1, 2, 1], 5)
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._sorted = 0  # how many of them stand in order
        self._later: dict[UUID, int] = {}

    def __len__(self) -> int:
        return len(self._ids) // _SIZE

    def add(self, person_id: UUID) -> int:
        """The person's row, a new one where they have none yet."""
        row = self._find(person_id)
        if row is not None:
            return row
        row = len(self)
        if not self._later and (row == 0 or self._bytes_at(row - 1) < person_id.bytes):
            self._sorted = row + 1
        else:
            self._later[person_id] = row
        self._ids += person_id.bytes
        return row

    def person_at(self, row: int) -> UUID:
        return UUID(bytes=self._bytes_at(row))

    def _find(self, person_id: UUID) -> int | None:
        row = bisect_left(range(self._sorted), person_id.bytes, key=self._bytes_at)
        if row < self._sorted and self._bytes_at(row) == person_id.bytes:
            return row
        return self._later.get(person_id)

    def _bytes_at(self, row: int) -> bytes:
        return bytes(self._ids[row * _SIZE : (row + 1) * _SIZE])
