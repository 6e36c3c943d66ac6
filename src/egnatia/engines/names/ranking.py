"""A register's persons by how well name, birth date, sex, nationality and place of birth agree with those that are looked for:
candidates, compared exactly.

All bits are logarithms of likelihood ratios and are added, as in Fellegi and Sunter (1969). Those of the name are two that err
in different ways: of the exact comparison (`comparison`), which knows what spellings are worth but not how common a word is,
and of the index, which knows that from the register's own counts. What both are worth beside one another, by whether the two
names are in one script, was fitted to searches of a synthetic register (`ranking.json`, written by
`benches/identity_weights.py`): a conditional logit, which makes the person of each search the likeliest of the candidates.
Nothing is decided here.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names import births
from egnatia.engines.names.comparison import compare_list
from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.index import LIMIT, CandidateIndex
from egnatia.engines.names.index_kernels import find_script
from egnatia.engines.names.index_parts import GONE, Part
from egnatia.engines.names.index_search import Found, Probe
from egnatia.engines.names.places import number_places
from egnatia.engines.names.prepared import LATIN_SOUNDS, OPENNESS, Name, NameList, prepare
from egnatia.engines.names.scripts import Script
from egnatia.engines.names.traits import UNKNOWN, weigh_traits

Floats = NDArray[np.float64]

#: What the order rests on, in bits but for the words; "latin", "same_script" and "cross" say of which scripts both names are.
FEATURES = (
    "name_latin",
    "name_same_script",
    "name_cross",
    "register_latin",
    "register_same_script",
    "register_cross",
    "latin_finds_other",
    "other_finds_latin",
    "words_more",  # that the entry has
    "words_less",
    "birth_and_traits",
    "place",
)
_FILE = "ranking.json"
_LATIN = OPENNESS.index(Script.LATIN)
_MOST_APART = 3  # words


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row with the bits of that of its names that agrees best.

    bits           by which the list is ordered
    name_bits      by the exact comparison
    register_bits  by the index, which counts how common the words are
    birth_bits     by the birth date
    trait_bits     by sex and nationality
    place_bits     by the place of birth
    """

    row: int
    bits: float
    name_bits: float
    register_bits: float
    birth_bits: float
    trait_bits: float
    place_bits: float


class Compared(NamedTuple):
    """Candidates of one part: float64[entries] for each kind of bits."""

    name: Floats
    register: Floats
    birth: Floats
    traits: Floats
    place: Floats


def rank(
    index: CandidateIndex,
    name: str,
    birth: UncertainDate | None = None,
    limit: int = LIMIT,
    *,
    traits: int = UNKNOWN,
    born_at: Iterable[str] = (),
) -> list[Ranked]:
    """The candidates of a register, the best first.

    traits   sex and nationality (`traits.pack`)
    born_at  the place of birth as written; of several each may be it
    """
    probe = Probe(prepare(name), births.pack(birth), traits, number_places(born_at))
    best: dict[int, Ranked] = {}
    for found in keep_best(index.find(probe, limit), limit):
        compared = compare_found(probe, found)
        bits = describe(probe, found, compared) @ _get_weights()
        rows = found.part.rows[found.entries].tolist()
        for row, *apart in zip(rows, *(one.tolist() for one in (bits, *compared)), strict=True):
            if row != GONE and (row not in best or apart[0] > best[row].bits):
                best[row] = Ranked(row, *apart)
    return sorted(best.values(), key=lambda ranked: (-ranked.bits, ranked.row))[:limit]


def keep_best(found: Sequence[Found], limit: int) -> list[Found]:
    """Of all parts together the best `limit` entries and those as good as the last of them."""
    scores = np.concatenate([one.bits for one in found]) if found else np.zeros(0, np.float32)
    least = np.sort(scores)[-limit] if len(scores) > limit else -np.inf
    return [one.pick(one.bits >= least) for one in found]


def compare_found(probe: Probe, found: Found) -> Compared:
    """The bits of candidates, each kind by itself."""
    part, entries = found.part, found.entries
    birth = _weigh_all_births(probe.birth, part.births[entries])
    traits = _weigh_all_traits(probe.traits, part.traits[entries])
    place = found.place_bits.astype(np.float64)
    register = found.bits - birth - traits - place
    return Compared(compare_entries(probe.name, part, entries), register, birth, traits, place)


def describe(probe: Probe, found: Found, compared: Compared) -> Floats:
    """float64[entries, FEATURES]: what the order rests on."""
    part, entries = found.part, found.entries
    scripts, own = _find_scripts(part, entries), OPENNESS.index(probe.name.script)
    is_cross, is_latin = scripts != own, own == _LATIN
    apart = part.entry_starts[entries + 1] - part.entry_starts[entries] - len(probe.name.tokens)
    columns = [
        bits * kind
        for bits in (compared.name, compared.register)
        for kind in (~is_cross & is_latin, ~is_cross & (not is_latin), is_cross)
    ]
    columns += [is_cross & is_latin, is_cross & (not is_latin), np.clip(apart, 0, _MOST_APART), np.clip(-apart, 0, _MOST_APART)]
    return np.column_stack([*columns, compared.birth + compared.traits, compared.place]).astype(np.float64)


@cache
def _get_weights() -> Floats:
    """float64 by FEATURES, in bits."""
    found = json.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
    return np.array([found["features"][name] for name in FEATURES]) / math.log(2)


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
def _weigh_all_births(birth, others):  # type: ignore[no-untyped-def]
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
    """uint8[entries]: of each, as `index_kernels.find_script` has it."""
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
