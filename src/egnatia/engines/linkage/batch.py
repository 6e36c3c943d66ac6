"""All records of a register held against one another: which pairs are worth a comparison field by field.

Records meet under keys (`names.pairs`, `blocks`); each pair that met is weighed by name, birth date, sex, nationality, place
of birth and documents, nearly as `comparison` does, which has the last word on those that are proposed here. Records are
kept as sounds and numbers, about two hundred bytes each.
"""

import math
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.documents.codes import iso_code
from egnatia.engines.linkage.blocks import find_pairs
from egnatia.engines.linkage.levels import weight_of
from egnatia.engines.linkage.names import read_line
from egnatia.engines.linkage.probability import prior_odds
from egnatia.engines.linkage.records import PlaceKind, Record
from egnatia.engines.linkage.rivals import weigh_rivals
from egnatia.engines.names import births
from egnatia.engines.names.comparison import MOST_INFORMATION
from egnatia.engines.names.index import SUPPOSED, SUPPOSED_TO_HAVE
from egnatia.engines.names.pairs import Judge, Names, find_blocks, find_first_keys, weigh_pairs
from egnatia.engines.names.places import number_place
from egnatia.engines.names.prepared import LATIN_SOUNDS, OPENNESS, prepare
from egnatia.engines.names.scripts import Script
from egnatia.engines.names.traits import pack
from egnatia.engines.names.transducer import Transducer, get_transducer, get_transducer_alone

MOST_DOCUMENTS = 3  # of a record, that are weighed
_PERSONS_AT_ONCE, _PAIRS_AT_ONCE = 50_000, 20_000
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Two records by number, the smaller first, and about how many bits speak for their being one person's: less what speaks
    for others (`rivals`)."""

    first: int
    second: int
    bits: float


class Batch:
    """Records by the order in which they were added: 0, 1, 2 …"""

    def __init__(self) -> None:
        self._sounds, self._starts = bytearray(), array("q", [0])
        self._words, self._persons = array("q", [0]), array("q", [0])
        self._scripts, self._births = array("B"), array("q")
        self._traits, self._places, self._documents = array("q"), array("Q"), array("Q")
        self._countries = array("Q")  # of birth

    def __len__(self) -> int:
        return len(self._persons) - 1

    def add(self, record: Record) -> int:
        """The number of the record. One without a name meets others by its documents only."""
        packed = [births.pack(birth) for birth in record.birth_dates] or [births.UNKNOWN]
        for name, birth in product(record.names, packed):
            self._add_name(name.text, birth)
        self._persons.append(len(self._births))
        self._traits.append(pack(record.sex, record.nationalities))
        locality, country = _find_birth_place(record)
        self._places.append(number_place(locality) if locality else 0)
        self._countries.append(_number(country) if country else 0)
        numbers = [_number(document.bare_number) for document in record.documents]
        self._documents.extend(_fill(numbers, MOST_DOCUMENTS))
        return len(self) - 1

    def _add_name(self, text: str, birth: int) -> None:
        name = prepare(text)
        before = len(self._sounds)
        self._sounds += name.sounds.tobytes()
        self._starts.extend((name.starts[1:] + before).tolist())
        self._words.append(len(self._starts) - 1)
        self._scripts.append(OPENNESS.index(name.script))
        self._births.append(birth)

    def propose(self, least: float, *, threads: int = 2) -> list[Proposed]:
        """Pairs for which about `least` bits speak, or more, whatever their rivals; those for which most speaks first.

        Raises EngineError `linkage.no_memory`.
        """
        names = self._names()
        with ThreadPoolExecutor(threads) as pool:
            spans = [(at, min(at + _PERSONS_AT_ONCE, len(self))) for at in range(0, len(self), _PERSONS_AT_ONCE)]
            blocks = list(pool.map(lambda span: find_blocks(names, *span), spans))
            keys, rows = (np.concatenate([block[at] for block in [*blocks, self._document_blocks()]]) for at in (0, 1))
            pairs = find_pairs(keys, rows, threads=threads)
            del keys, rows, blocks
            informations = self._inform(names)
            judge, cuts = _get_judge(), range(0, pairs.shape[1], _PAIRS_AT_ONCE)

            def weigh(at: int) -> NDArray[np.float64]:
                part = pairs[:, at : at + _PAIRS_AT_ONCE]
                weighed: NDArray[np.float64] = weigh_pairs(part, names, informations, self._weigh_others(part), least, judge)
                return weighed

            bits = np.concatenate([np.zeros(0), *pool.map(weigh, cuts)])
        return self._order(pairs, bits, np.flatnonzero(bits >= least))

    def _order(self, pairs: NDArray[np.uint32], bits: NDArray[np.float64], kept: NDArray[np.int64]) -> list[Proposed]:
        numbers = [(int(first), int(second)) for first, second in pairs[:, kept].T]
        weighed = weigh_rivals(numbers, bits[kept].tolist(), prior_odds(len(self)))
        found = [Proposed(*pair, told) for pair, told in zip(numbers, weighed, strict=True)]
        return sorted(found, key=lambda one: (-one.bits, one.first, one.second))

    def _names(self) -> Names:
        sounds = np.frombuffer(self._sounds or b"", np.uint8)
        return Names(
            LATIN_SOUNDS[sounds],
            sounds,
            np.frombuffer(self._starts, np.int64),
            np.frombuffer(self._words, np.int64),
            _view(self._scripts, np.uint8),
            _view(self._births, np.int64),
            np.frombuffer(self._persons, np.int64),
            _view(self._traits, np.int64),
            _view(self._places, np.uint64),
        )

    def _document_blocks(self) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        numbers = _view(self._documents, np.uint64)
        there = np.flatnonzero(numbers)
        return numbers[there], (there // MOST_DOCUMENTS).astype(np.uint32)

    def _inform(self, names: Names) -> NDArray[np.float64]:
        """float64[words]: nats by how many records have a word of the same first key, as `CandidateIndex.information`."""
        _, places, counts = np.unique(find_first_keys(names), return_inverse=True, return_counts=True)
        shares = (np.minimum(counts, len(self)) + SUPPOSED * SUPPOSED_TO_HAVE) / (len(self) + SUPPOSED)
        informed: NDArray[np.float64] = np.minimum(-np.log(shares), MOST_INFORMATION * math.log(2))[places]
        return informed

    def _weigh_others(self, pairs: NDArray[np.uint32]) -> NDArray[np.float64]:
        """float64[pairs]: bits of place of birth and documents."""
        places, countries = (_view(values, np.uint64)[pairs] for values in (self._places, self._countries))
        documents = _view(self._documents, np.uint64).reshape(-1, MOST_DOCUMENTS)[pairs]
        are_told = (countries > 0).all(axis=0)
        is_elsewhere = are_told & (countries[0] != countries[1])
        is_one_place = (places[0] == places[1]) & (places[0] > 0) & ~is_elsewhere
        codes = ("birth_place.differs", "birth_place.same", "birth_place.same_country")
        is_another = are_told & (places > 0).all(axis=0)
        of_places = np.select([is_elsewhere, is_one_place, is_another], [_bits(code) for code in codes], 0.0)
        bits: NDArray[np.float64] = of_places + _share(documents) * _bits("document.same_number")
        return bits


def _share(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """bool[pairs]: whether the two have one of values, uint64[2, pairs, k], in common; 0 is none."""
    shared: NDArray[np.bool_] = ((values[0][:, :, None] == values[1][:, None, :]) & (values[0][:, :, None] > 0)).any(
        axis=(1, 2)
    )
    return shared


def _find_birth_place(record: Record) -> tuple[str | None, str | None]:
    """Locality and the country's code: of the first place with a locality, or of the first."""
    places = [place for place in record.places if place.kind is PlaceKind.BIRTH]
    found = next((place for place in places if place.locality), places[0] if places else None)
    return (found.locality, found.country and iso_code(found.country)) if found else (None, None)


def _bits(code: str) -> float:
    return weight_of(code).bits


def _view(values: "array[int]", kind: type[_T]) -> NDArray[_T]:
    return np.frombuffer(values, kind) if len(values) else np.zeros(0, kind)


def _fill(numbers: list[int], many: int) -> Iterator[int]:
    yield from numbers[:many]
    yield from [0] * (many - len(numbers))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) or 1


def _get_judge() -> Judge:
    models = [get(script) for get in (get_transducer, get_transducer_alone) for script in OPENNESS]
    stacked = [np.stack([model[at] for model in models]) for at in range(len(Transducer._fields))]
    line = read_line()
    return Judge(Transducer._make(stacked), line.weights, OPENNESS.index(Script.LATIN), line.sums["shared"], line.bases)


def find_least(odds: float, chance: float) -> float:
    """Bits from which a pair has this chance: with `odds` beforehand, as in `probability`."""
    return math.log2(chance / (1 - chance)) - math.log2(odds)
