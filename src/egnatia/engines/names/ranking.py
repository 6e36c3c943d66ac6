"""A register's persons by how well name and birth date agree with those that are looked for: candidates, compared exactly.

The bits of the name and of the birth date (`births`) are logarithms of likelihood ratios and are added, as in Fellegi and
Sunter (1969). Those of the name are the mean of two that err in different ways: of the exact comparison (`comparison`), which
knows what spellings are worth but not how common a word is, and of the index, which knows that from the register's own counts.
Nothing is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names import births
from egnatia.engines.names.comparison import compare_list
from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.index import LIMIT, CandidateIndex
from egnatia.engines.names.index_kernels import find_script
from egnatia.engines.names.index_parts import GONE, Part
from egnatia.engines.names.index_search import Found
from egnatia.engines.names.prepared import LATIN_SOUNDS, OPENNESS, Name, NameList, prepare
from egnatia.engines.names.traits import UNKNOWN, weigh_traits


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row with the bits of that of its names that agrees best.

    bits           by which the list is ordered: the mean of name_bits and register_bits, and birth_bits
    name_bits      by the exact comparison
    register_bits  by the index, which counts how common the words are
    birth_bits     by the birth date
    trait_bits     by sex and nationality
    """

    row: int
    bits: float
    name_bits: float
    register_bits: float
    birth_bits: float
    trait_bits: float


def rank(
    index: CandidateIndex, name: str, birth: UncertainDate | None = None, limit: int = LIMIT, *, traits: int = UNKNOWN
) -> list[Ranked]:
    """The candidates of a register for a name, a birth date, sex and nationality (`traits.pack`), the best first."""
    probe, born = prepare(name), births.pack(birth)
    best: dict[int, Ranked] = {}
    for found in keep_best(index.find(probe, born, traits, limit), limit):
        rows = found.part.rows[found.entries].tolist()
        of_birth = _weigh_all(born, found.part.births[found.entries])
        of_traits = _weigh_all_traits(traits, found.part.traits[found.entries])
        of_name = compare_entries(probe, found.part, found.entries)
        of_register = found.bits - of_birth - of_traits
        bits = (of_name + of_register) / 2 + of_birth + of_traits
        for row, *apart in zip(rows, *(one.tolist() for one in (bits, of_name, of_register, of_birth, of_traits)), strict=True):
            if row != GONE and (row not in best or apart[0] > best[row].bits):
                best[row] = Ranked(row, *apart)
    return sorted(best.values(), key=lambda ranked: (-ranked.bits, ranked.row))[:limit]


def keep_best(found: Sequence[Found], limit: int) -> list[Found]:
    """Of all parts together the best `limit` entries and those as good as the last of them."""
    scores = np.concatenate([one.bits for one in found]) if found else np.zeros(0, np.float32)
    least = np.sort(scores)[-limit] if len(scores) > limit else -np.inf
    return [Found(one.part, one.entries[one.bits >= least], one.bits[one.bits >= least]) for one in found]


def compare_entries(probe: Name, part: Part, entries: NDArray[np.int32]) -> NDArray[np.float64]:
    """float64[entries]: bits of `comparison.compare` for the names of entries, made anew from their words."""
    bits = np.zeros(len(entries))
    scripts = _find_scripts(part, entries)
    for script in np.unique(scripts):
        places = np.flatnonzero(scripts == script)
        sounds, starts, names = _spell_out(part, entries[places])
        listed = NameList(sounds, LATIN_SOUNDS[sounds], starts, names)
        bits[places] = compare_list(probe, listed, OPENNESS[script])
    return bits


@kernel
def _weigh_all(birth, others):  # type: ignore[no-untyped-def]
    bits = np.empty(len(others))
    for at in range(len(others)):
        bits[at] = births.weigh_births(birth, others[at])
    return bits


@kernel
def _weigh_all_traits(traits, others):  # type: ignore[no-untyped-def]
    bits = np.empty(len(others))
    for at in range(len(others)):
        bits[at] = weigh_traits(traits, others[at])
    return bits


@kernel
def _find_scripts(part, entries):  # type: ignore[no-untyped-def]
    """uint8[entries]: of each the script of its words that leaves most open."""
    scripts = np.zeros(len(entries), np.uint8)
    for k in range(len(entries)):
        scripts[k] = find_script(part, entries[k])
    return scripts


@kernel
def _spell_out(part, entries):  # type: ignore[no-untyped-def]
    """Sounds, where words begin in them, and where names begin in those: as in `prepared.NameList`."""
    names = np.zeros(len(entries) + 1, np.int64)
    for k in range(len(entries)):
        names[k + 1] = names[k] + part.entry_starts[entries[k] + 1] - part.entry_starts[entries[k]]
    starts = np.zeros(names[-1] + 1, np.int64)
    for k in range(len(entries)):
        for at in range(names[k + 1] - names[k]):
            word = part.entry_words[part.entry_starts[entries[k]] + at]
            starts[names[k] + at + 1] = starts[names[k] + at] + part.sound_starts[word + 1] - part.sound_starts[word]
    sounds = np.empty(starts[-1], np.uint8)
    for k in range(len(entries)):
        for at in range(names[k + 1] - names[k]):
            word = part.entry_words[part.entry_starts[entries[k]] + at]
            begin, end = starts[names[k] + at], starts[names[k] + at + 1]
            sounds[begin:end] = part.sounds[part.sound_starts[word] : part.sound_starts[word] + end - begin]
    return sounds, starts, names
