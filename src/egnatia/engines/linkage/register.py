"""A register's persons by how well their records agree with the one that is looked for, best first.

The index (`engines.names.index`) keeps sounds and numbers, no text; the records themselves are read from wherever the caller
keeps them, and only those of the first few (`rank`), who are then compared field by field (`compare`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.linkage.comparison import Linkage, Standing, compare_records
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.pool import OnePool
from egnatia.engines.linkage.probability import Probability, find_standing, prior_odds, probability
from egnatia.engines.linkage.records import PlaceKind, Record
from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.places import UNKNOWN, number_place
from egnatia.engines.names.ranking import rank
from egnatia.engines.names.traits import pack

LIMIT = 20
_HELD = (Field.NAMES, Field.BIRTH, Field.SEX, Field.NATIONALITY, Field.BIRTH_PLACE)  # by the index
MOST_RANKED = 200
#: What was found in synthetic registers was as likely as this many times the odds that its fields add up to
#: (`benches/linkage_calibration`): their weights were fitted to a register held against itself.
UNDERSTATED = 2.0


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the register, what its record says field by field, and how likely it is the person's."""

    row: int
    linkage: Linkage
    probability: Probability
    standing: Standing


class Register:
    """The persons of a register by row number, in memory; one thread may write while others search.

    persons   row number and record of each
    expected  the chance that somebody who is looked for is in the register
    """

    def __init__(self, persons: Iterable[tuple[int, Record]] = (), *, expected: float = 0.5) -> None:
        self._expected, self._persons = expected, 0
        self._index = CandidateIndex(entry for row, record in persons for entry in self._count(row, record))

    def __len__(self) -> int:
        """How many persons it holds of whom a name is known."""
        return self._persons

    def add(self, row: int, record: Record) -> None:
        """A person more, or more names of one whom it holds."""
        for entry in self._count(row, record, is_held=row in self._index):
            self._index.add(entry)

    def remove(self, row: int) -> bool:
        """Overwrite what is held of a row; whether there was anything."""
        was_there = self._index.remove(row)
        self._persons -= was_there
        return was_there

    def replace(self, row: int, record: Record) -> None:
        """As the row's record is now; what was held of it before is overwritten."""
        self.remove(row)
        self.add(row, record)

    def rank(self, probe: Record, limit: int = LIMIT) -> dict[int, float]:
        """The rows most worth a comparison, the best first, and the bits of each by `engines.names.ranking`: of the pair of
        names and dates that agrees best, with sex, nationality and place of birth. Only rows whose names share a word.
        """
        best: dict[int, float] = {}
        births, traits = probe.birth_dates or (None,), pack(probe.sex, probe.nationalities)
        born_at = _list_birth_places(probe)
        for name in probe.names:
            for birth in births:
                for ranked in rank(self._index, name.text, birth, max(limit, MOST_RANKED), traits=traits, born_at=born_at):
                    best[ranked.row] = max(ranked.bits, best.get(ranked.row, ranked.bits))
        return dict(sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit])

    def compare(
        self, probe: Record, records: Mapping[int, Record], ranked: Mapping[int, float] = MappingProxyType({})
    ) -> list[Match]:
        """Records of the register by row, each held against the probe; the most likely first.

        The order is by the bits of `rank`, where there are any, whose weights were fitted, and those of the fields that the
        index doesn't hold.
        """
        pool, odds, found = OnePool(self), self.odds, []
        for row, record in records.items():
            linkage = compare_records(probe, record, pool)
            likely = probability(linkage.bits, odds, error=linkage.error)
            found.append(Match(row, linkage, likely, find_standing(linkage, odds)))
        return sorted(found, key=lambda match: (-_order(match, ranked), match.row))

    @property
    def odds(self) -> float:
        """Of any one of its records to be the person's, before anything is compared (`prior_odds`, UNDERSTATED)."""
        return UNDERSTATED * prior_odds(len(self), expected=self._expected)

    @property
    def bytes(self) -> int:
        return self._index.bytes

    def information(self, word: str) -> float:
        return self._index.information(word)

    def count_sharing(self, name: str, birth: UncertainDate | None = None) -> int:
        return self._index.count_sharing(name, birth)

    def _count(self, row: int, record: Record, *, is_held: bool = False) -> list[Person]:
        entries = _list_entries(row, record)
        self._persons += bool(entries) and not is_held
        return entries


def _order(match: Match, ranked: Mapping[int, float]) -> float:
    if match.row not in ranked:
        return match.linkage.bits
    return ranked[match.row] + sum(one.bits for one in match.linkage.fields if one.field not in _HELD)


def _list_entries(row: int, record: Record) -> list[Person]:
    """Of several places of birth the first; each name with each birth date."""
    traits, place = pack(record.sex, record.nationalities), next(map(number_place, _list_birth_places(record)), UNKNOWN)
    return [Person(row, name.text, birth, traits, place) for name in record.names for birth in record.birth_dates or (None,)]


def _list_birth_places(record: Record) -> list[str]:
    return [place.locality for place in record.places if place.kind is PlaceKind.BIRTH and place.locality]
