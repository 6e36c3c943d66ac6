"""Which of a register's persons are worth an exact comparison: an index in memory over the sounds of their names.

A token of the name that is looked for is held, by the transducer, against the words of the register that share a key with it
(`keys`). Each word that may be the token leads to the entries that have it; entries with a rare word, with two words, or with
one word and a near birth date are scored, and the best are the candidates (`index_search`).

Readers need no lock: a part is never changed but by `remove`, which overwrites numbers, each by one that may stand there.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names import births, places
from egnatia.engines.names.erasure import forget_texts, scrub
from egnatia.engines.names.index_parts import EMPTY, GONE, Entry, build_part, hear_words, join_columns, make_columns
from egnatia.engines.names.index_search import ALIKE, Found, Probe, Rooms, ask, choose_tokens, find_best, find_sharing
from egnatia.engines.names.prepared import prepare
from egnatia.engines.names.traits import UNKNOWN

LIMIT = 200
TAIL = 1_000  # entries that are put together anew with each that is added
_LEAST_MIDDLE = 50_000  # entries of the part between the tail and the base before it becomes part of the base
_SHARE_OF_MIDDLE = 16  # or this part of the base, if that is more
SUPPOSED = 200.0  # names that are counted besides those of the register, or a few persons would have only common names
SUPPOSED_TO_HAVE = 0.001  # of these, how many have a word


class Person(NamedTuple):
    """As the register gives them: row number, name as written, birth date, sex and nationality packed (`traits`), and the
    number of the place of birth (`places`).

    One with several names comes several times.
    """

    row: int
    name: str
    birth: UncertainDate | None = None
    traits: int = UNKNOWN
    place: int = places.UNKNOWN


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person worth an exact comparison: the row, and bits by the cheap score of the best of their names."""

    row: int
    bits: float


class CandidateIndex:
    """An index of names by row number.

    >>> index = CandidateIndex([Person(7, "محمد رضا حسینی"), Person(8, "Ivan Petrov")])
    >>> [found.row for found in index.search("Huseini Muhamed")]
    [7]
    """

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self._writing = threading.Lock()
        self._rooms = Rooms()
        base = build_part(join_columns([make_columns(map(_make_entry, persons))]))
        self._parts = (base, EMPTY, EMPTY)  # the base, the middle, the tail

    def __len__(self) -> int:
        """How many names it holds."""
        return sum(int((part.rows != GONE).sum()) for part in self._parts)

    def __contains__(self, row: int) -> bool:
        """Whether it holds a name of a row."""
        return any(bool((part.rows == row).any()) for part in self._parts)

    @property
    def bytes(self) -> int:
        """What its arrays take, and the room of those who search it at once."""
        return sum(array.nbytes for part in self._parts for array in part) + self._rooms.bytes

    def add(self, person: Person) -> None:
        """A name more, of a new row or of one that has names already."""
        new = make_columns([_make_entry(person)])
        with self._writing:
            base, middle, tail = self._parts
            tail = build_part(join_columns([tail, new]))
            if len(tail.rows) > TAIL:
                middle, tail = build_part(join_columns([middle, tail])), EMPTY
            if len(middle.rows) > max(_LEAST_MIDDLE, len(base.rows) // _SHARE_OF_MIDDLE):
                base, middle = build_part(join_columns([base, middle])), EMPTY
            self._parts = (base, middle, tail)

    def remove(self, row: int) -> bool:
        """Forget all names of a row, and the words that nobody else bears; whether there were any.

        The caches of texts that were read (`prepare`) are emptied too, as they may hold the person's.
        """
        with self._writing:
            found = [scrub(part, row) for part in self._parts]
        self._rooms.forget()
        forget_texts()
        return any(found)

    def search(
        self,
        name: str,
        birth: UncertainDate | None = None,
        limit: int = LIMIT,
        *,
        traits: int = UNKNOWN,
        born_at: Iterable[str] = (),
    ) -> list[Candidate]:
        """The rows most worth a comparison, the best first; none where no word is shared or nothing can be heard."""
        best: dict[int, float] = {}
        probe = Probe(prepare(name), births.pack(birth), traits, places.number_places(born_at))
        for found in self.find(probe, limit):
            for row, worth in zip(found.part.rows[found.entries].tolist(), found.bits.tolist(), strict=True):
                if row != GONE:
                    best[row] = max(worth, best.get(row, worth))
        ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [Candidate(row, worth) for row, worth in ordered[:limit]]

    def find(self, probe: Probe, limit: int) -> list[Found]:
        """The best `limit` entries of each part, and those as good as the last."""
        parts = [part for part in self._parts if len(part.rows)]
        with self._rooms.lend(parts) as rooms:
            tokens = choose_tokens(ask(probe.name, rooms), rooms)
            return find_best(rooms, tokens, probe, limit) if tokens else []

    def information(self, token: str) -> float:
        """Bits that a word carries by how many of the register have it, or one that may well be it: log2(1 / their share).

        A few further names are supposed (SUPPOSED), which makes no difference in a large register and in a small one keeps a
        word that all have from saying nothing. A word that nobody has counts as one that one has; of an empty register and of
        a word that nobody can hear nothing is known: 0 bits.
        """
        probe, parts = prepare(token), [part for part in self._parts if len(part.rows)]
        if not parts or not len(probe.sounds):
            return 0.0
        with self._rooms.lend(parts) as rooms:
            found = ask(probe, rooms)[0][0]
        well = max((float(one.weights.max()) for one in found if len(one.weights)), default=0.0) - ALIKE
        have = sum(
            float((part.counts[one.words] * np.exp(np.minimum(one.weights - well, 0.0))).sum())
            for part, one in zip(parts, found, strict=True)
        )
        total = sum(len(part.rows) for part in parts)
        return float(np.log2((total + SUPPOSED) / (min(max(have, 1.0), total) + SUPPOSED * SUPPOSED_TO_HAVE)))

    def count_sharing(self, name: str, birth: UncertainDate | None = None) -> int:
        """How many rows have all words of a name, or ones that may well be they; of the year of birth, where one is given."""
        probe, parts = prepare(name), [part for part in self._parts if len(part.rows)]
        if not parts or not len(probe.sounds):
            return 0
        year = births.pack(birth) // births.YEAR
        with self._rooms.lend(parts) as rooms:
            asked = [ways[0] for ways in ask(probe, rooms)]
        rows: set[int] = set()
        for at, part in enumerate(parts):
            entries = find_sharing(part, [token[at] for token in asked])
            if year:
                entries = entries[part.births[entries] // births.YEAR == year]
            rows.update(part.rows[entries].tolist())
        return len(rows - {GONE})


def _make_entry(person: Person) -> Entry:
    return person.row, births.pack(person.birth), person.traits, person.place, hear_words(person.name)
