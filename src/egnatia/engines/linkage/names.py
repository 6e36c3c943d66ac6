"""The names of two records: the pair that agrees best, by `engines.names.comparison`.

In a register the comparison asks how common the words are there. What two names say beside all others of a register is a sum
of few numbers, whose weights were fitted to synthetic ones (`names.json`, written by `benches/linkage_names.py`): words go
together, with one another and with a nationality, so a bit of how rare they are is worth less than one.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.linkage.levels import NOTHING, Weight
from egnatia.engines.linkage.records import WrittenName
from egnatia.engines.names.comparison import Name, NameAgreement, Pool, compare, find_features, prepare
from egnatia.engines.names.kernels import FEATURES
from egnatia.engines.names.keys import find_keys
from egnatia.engines.names.scripts import Script, Treatment

ERRORS = {Script.LATIN: 1.5, Script.CYRILLIC: 1.5, Script.GREEK: 1.5}
ERROR = 2.5  # bits, of a name in a script that leaves more open, or that was romanised
#: Names all of whose words were met, of which one lacks words, and which both have words left.
KINDS = ("met", "lacking", "differing")
#: Two names in Latin letters, two in one other script, whose spellings vary less, and two in two scripts.
SCRIPTS = ("latin", "own", "mixed")
#: What is added up, by `engines.names.kernels.FEATURES`: what the words say that were met, by how common they are, and by how
#: much the pair that agrees worst is less alike than two spellings of a word are as a rule.
SUMS = ("shared", "worst_surprise")


@dataclass(frozen=True, slots=True)
class WordPair:
    """Words of two names that may be one, as written; bits: how much likelier they are one word in two spellings than two."""

    first: str
    second: str
    bits: float


@dataclass(frozen=True, slots=True)
class Line:
    """What is added up of two names in a register, in bits.

    sums     by SUMS, for a bit of each
    base     by KINDS; scripts: by SCRIPTS
    """

    sums: dict[str, float]
    base: dict[str, float]
    scripts: dict[str, float]

    @property
    def bases(self) -> NDArray[np.float64]:
        """float64[KINDS, SCRIPTS]"""
        return np.array([[self.base[kind] + self.scripts[script] for script in SCRIPTS] for kind in KINDS])

    @property
    def weights(self) -> NDArray[np.float64]:
        """float64 by `kernels.FEATURES`, of a nat of each."""
        weights = np.zeros(len(FEATURES))
        for name in SUMS:
            weights[FEATURES.index(name)] = self.sums[name] / math.log(2)
        return weights


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
    bits = agreement.bits if pool is None else _weigh_in_register(first, second, kind_of(level), pool)
    romanised = agreement.treatment is not Treatment.COMPARED
    error = ERROR if romanised else max(ERRORS.get(name.script, ERROR) for name in (first, second))
    words = tuple(WordPair(_write(first, pair.first), _write(second, pair.second), pair.bits) for pair in agreement.pairs)
    return NamesFound(one, other, level, Weight(bits, error), words)


def kind_of(level: str) -> str:
    """Of KINDS, which one a level is of."""
    return {"word_missing": "lacking", "some_words_differ": "differing", "differ": "differing"}.get(level, "met")


def scripts_of(first: Name, second: Name) -> str:
    """Of SCRIPTS, which one two names are of."""
    if first.script is not second.script:
        return "mixed"
    return "latin" if first.script is Script.LATIN else "own"


def sum_up(first: Name, second: Name, pool: Pool) -> dict[str, float]:
    """By SUMS, in bits."""
    features = find_features(first, second, pool)[0]
    return {name: float(features[FEATURES.index(name)]) / math.log(2) for name in SUMS}


def _weigh_in_register(first: Name, second: Name, kind: str, pool: Pool) -> float:
    line, sums = read_line(), sum_up(first, second, pool)
    return sum(line.sums[name] * sums[name] for name in SUMS) + line.base[kind] + line.scripts[scripts_of(first, second)]


@cache
def read_line() -> Line:
    found = json.loads(files(__package__).joinpath("names.json").read_text(encoding="utf-8"))
    return Line(*(found[part] for part in ("sums", "base", "scripts")))


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
