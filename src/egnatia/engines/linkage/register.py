"""A register's persons by how well their records agree with the one that is looked for, best first.

The index (`engines.names.index`) keeps sounds and numbers, no text; the records themselves are read from wherever the caller
keeps them, and only those of the first few, who are then compared field by field.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.linkage.comparison import Linkage, Standing, compare_records
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.pool import OnePool
from egnatia.engines.linkage.probability import Probability, find_standing, prior_odds, probability
from egnatia.engines.linkage.records import Record
from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.ranking import rank
from egnatia.engines.names.traits import pack

LIMIT = 20
_HELD = (Field.NAMES, Field.BIRTH, Field.SEX, Field.NATIONALITY)  # by the index
MOST_RANKED = 200

#: Records by row number; rows that are no more may be missing.
ReadRecords = Callable[[Sequence[int]], Mapping[int, Record]]


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the register, what its record says field by field, and how likely it is the person's."""

    row: int
    linkage: Linkage
    probability: Probability
    standing: Standing


class Register:
    """The persons of a register by row number, in memory; one thread may write while others search.

    read      gives the records of rows; never asked for more than a search lists
    persons   row number and record of each
    expected  the chance that somebody who is looked for is in the register
    """

    def __init__(self, read: ReadRecords, persons: Iterable[tuple[int, Record]] = (), *, expected: float = 0.5) -> None:
        self._read, self._expected, self._persons = read, expected, 0
        self._index = CandidateIndex(self._list_all(persons))

    def _list_all(self, persons: Iterable[tuple[int, Record]]) -> Iterator[Person]:
        for row, record in persons:
            entries = _list_entries(row, record)
            self._persons += bool(entries)
            yield from entries

    def __len__(self) -> int:
        """How many persons it holds, of those who have a name."""
        return self._persons

    def add(self, row: int, record: Record) -> None:
        """A person more, or more names of one that it holds."""
        entries = _list_entries(row, record)
        self._persons += bool(entries) and row not in self._index
        for entry in entries:
            self._index.add(entry.row, entry.name, entry.birth, traits=entry.traits)

    def remove(self, row: int) -> bool:
        """Overwrite what is held of a row; whether there was anything."""
        was_held = self._index.remove(row)
        self._persons -= was_held
        return was_held

    def replace(self, row: int, record: Record) -> None:
        """As the row's record is now; what was held of it before is overwritten."""
        self.remove(row)
        self.add(row, record)

    def search(self, probe: Record, limit: int = LIMIT, *, also: Sequence[int] = ()) -> list[Match]:
        """Whoever may be the person, the most likely first: the `limit` best whose names share a word, and those given.

        also  rows that were found in another way, by the number of a document, say

        The order is by the bits of the index, whose weights were fitted, and those of the fields that it doesn't hold.
        """
        ranked = self._rank(probe, max(limit, MOST_RANKED))
        rows = list(dict.fromkeys((*sorted(ranked, key=lambda row: (-ranked[row], row))[:limit], *also)))
        records, pool = self._read(rows), OnePool(self)
        odds = prior_odds(len(self), expected=self._expected)
        found = []
        for row in rows:
            if row in records:
                linkage = compare_records(probe, records[row], pool)
                likely = probability(linkage.bits, odds, error=linkage.error)
                found.append(Match(row, linkage, likely, find_standing(linkage, odds)))
        return sorted(found, key=lambda match: (-_order(match, ranked), match.row))

    def information(self, word: str) -> float:
        return self._index.information(word)

    def count_sharing(self, name: str, birth: UncertainDate | None = None) -> int:
        return self._index.count_sharing(name, birth)

    def _rank(self, probe: Record, limit: int) -> dict[int, float]:
        """The bits of each row by `engines.names.ranking`, of the pair of names and dates that agrees best."""
        best: dict[int, float] = {}
        births, traits = probe.birth_dates or (None,), pack(probe.sex, probe.nationalities)
        for name in probe.names:
            for birth in births:
                for ranked in rank(self._index, name.text, birth, limit, traits=traits):
                    best[ranked.row] = max(ranked.bits, best.get(ranked.row, ranked.bits))
        return best


def _order(match: Match, ranked: Mapping[int, float]) -> float:
    if match.row not in ranked:
        return match.linkage.bits
    return ranked[match.row] + sum(one.bits for one in match.linkage.fields if one.field not in _HELD)


def _list_entries(row: int, record: Record) -> list[Person]:
    traits = pack(record.sex, record.nationalities)
    return [Person(row, name.text, birth, traits) for name in record.names for birth in record.birth_dates or (None,)]
