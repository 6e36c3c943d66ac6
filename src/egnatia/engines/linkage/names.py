"""The names of two records: the pair that agrees best, by `engines.names.comparison`.

In a register the comparison asks how common the words are there. What its bits are worth beside all others of a register is a
line that was fitted to synthetic ones (`names.json`, written by `benches/linkage_names.py`).
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from egnatia.engines.linkage.levels import NOTHING, Weight
from egnatia.engines.linkage.records import WrittenName
from egnatia.engines.names.comparison import Name, NameAgreement, Pool, compare, prepare
from egnatia.engines.names.keys import find_keys
from egnatia.engines.names.scripts import Script, Treatment

ERRORS = {Script.LATIN: 1.5, Script.CYRILLIC: 1.5, Script.GREEK: 1.5}
ERROR = 2.5  # bits, of a name in a script that leaves more open, or that was romanised
#: Names all of whose words were met, of which one lacks words, and which both have words left.
KINDS = ("met", "lacking", "differing")


@dataclass(frozen=True, slots=True)
class WordPair:
    """Words of two names that may be one, as written; bits: how much likelier they are one word in two spellings than two."""

    first: str
    second: str
    bits: float


@dataclass(frozen=True, slots=True)
class NamesFound:
    """The pair of names that agrees best, its level, weight and words."""

    first: WrittenName
    second: WrittenName
    level: str
    weight: Weight
    words: tuple[WordPair, ...]


def compare_names(first: tuple[WrittenName, ...], second: tuple[WrittenName, ...], pool: Pool | None) -> NamesFound | None:
    """None where one record has no name."""
    found = [_compare(one, other, pool) for one, other in product(first, second) if one.text.strip() and other.text.strip()]
    return max(found, key=lambda one: (one.weight.bits, _LEVELS.index(one.level)), default=None)


_LEVELS = (
    "differ",
    "not_comparable",
    "some_words_differ",
    "word_missing",
    "similar_spelling",
    "same_skeleton",
    "other_order",
    "same",
)


def _compare(one: WrittenName, other: WrittenName, pool: Pool | None) -> NamesFound:
    first, second = prepare(one.text), prepare(other.text)
    if not len(first.sounds) or not len(second.sounds):
        return NamesFound(one, other, "not_comparable", NOTHING, ())
    agreement = compare(first, second, pool)
    level = _find_level(first, second, agreement)
    bits = agreement.bits if pool is None else _weigh_in_register(agreement.bits, kind_of(level))
    romanised = agreement.treatment is not Treatment.COMPARED
    error = ERROR if romanised else max(ERRORS.get(name.script, ERROR) for name in (first, second))
    words = tuple(WordPair(_write(first, pair.first), _write(second, pair.second), pair.bits) for pair in agreement.pairs)
    return NamesFound(one, other, level, Weight(bits, error), words)


def kind_of(level: str) -> str:
    """Of KINDS, which one a level is of."""
    return {"word_missing": "lacking", "some_words_differ": "differing", "differ": "differing"}.get(level, "met")


def _weigh_in_register(bits: float, kind: str) -> float:
    slope, base = read_line()
    return slope * bits + base[kind]


@cache
def read_line() -> tuple[float, dict[str, float]]:
    """Of a register: by how much the comparison's bits count, and what is added by KINDS."""
    found = json.loads(files(__package__).joinpath("names.json").read_text(encoding="utf-8"))
    return found["slope"], found["base"]


def _write(name: Name, places: tuple[int, ...]) -> str:
    return " ".join(name.tokens[at].written for at in places)


def _find_level(first: Name, second: Name, agreement: NameAgreement) -> str:
    pairs = [pair for pair in agreement.pairs if pair.bits > 0]
    if not pairs:
        return "differ"
    left = len(first.tokens) - sum(len(pair.first) for pair in pairs)
    other_left = len(second.tokens) - sum(len(pair.second) for pair in pairs)
    if left and other_left:
        return "some_words_differ"
    if left or other_left:
        return "word_missing"
    spellings = [[token.spelling for token in name.tokens] for name in (first, second)]
    if spellings[0] == spellings[1]:
        return "same"
    if sorted(spellings[0]) == sorted(spellings[1]):
        return "other_order"
    is_skeleton = all(_share_key(first, second, pair.first, pair.second) for pair in pairs)
    return "same_skeleton" if is_skeleton else "similar_spelling"


def _share_key(first: Name, second: Name, ours: tuple[int, ...], theirs: tuple[int, ...]) -> bool:
    keys = [set(find_keys(_cut(name, places)).tolist()) for name, places in ((first, ours), (second, theirs))]
    return bool(keys[0] & keys[1])


def _cut(name: Name, places: tuple[int, ...]):  # type: ignore[no-untyped-def]
    return name.sounds[name.starts[places[0]] : name.starts[places[-1] + 1]]
