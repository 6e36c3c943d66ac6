"""The names of two records: the pair that agrees best, by `engines.names.comparison`, weighed by how common the words are."""

from dataclasses import dataclass
from itertools import product

from egnatia.engines.linkage.levels import NOTHING, Weight
from egnatia.engines.linkage.pool import Pool
from egnatia.engines.linkage.records import WrittenName
from egnatia.engines.names.comparison import Name, NameAgreement, compare, prepare
from egnatia.engines.names.index_kernels import LEFT_OF_BOTH, LEFT_OF_ONE
from egnatia.engines.names.keys import find_keys
from egnatia.engines.names.scripts import Script, Treatment

ERRORS = {Script.LATIN: 1.5, Script.CYRILLIC: 1.5, Script.GREEK: 1.5}
ERROR = 2.5  # bits, of a name in a script that leaves more open, or that was romanised
TOO_MUCH = 1.0  # bits that the mean of both ways of weighing is more than it should be (`benches/linkage_calibration.py`)
VARIANT = 5.8  # bits that a pair of spellings may be worth less than another and yet be as good (`index_search.ALIKE`)


@dataclass(frozen=True, slots=True)
class WordPair:
    """Words of two names that may be one: as written, what that is worth, and of how common words (None: nobody was asked).

    bits         how much likelier they are one word in two spellings than two words
    information  bits that the word itself carries in the register
    """

    first: str
    second: str
    bits: float
    information: float | None


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
    agreement = compare(first, second)
    if not len(first.sounds) or not len(second.sounds):
        return NamesFound(one, other, "not_comparable", NOTHING, ())
    words = tuple(
        WordPair(
            _write(first, pair.first),
            _write(second, pair.second),
            pair.bits,
            None if pool is None else _inform(pool, first, second, pair.first, pair.second),
        )
        for pair in agreement.pairs
    )
    bits = agreement.bits
    if pool is not None:
        bits = (bits + _weigh_by_pool(first, second, agreement, words)) / 2 - TOO_MUCH
    romanised = agreement.treatment is not Treatment.COMPARED
    error = ERROR if romanised else max(ERRORS.get(name.script, ERROR) for name in (first, second))
    return NamesFound(one, other, _find_level(first, second, agreement), Weight(bits, error), words)


def _write(name: Name, places: tuple[int, ...]) -> str:
    return " ".join(name.tokens[at].written for at in places)


def _inform(pool: Pool, first: Name, second: Name, ours: tuple[int, ...], theirs: tuple[int, ...]) -> float:
    """By the commoner of both spellings."""
    return min(pool.information(_write(first, ours)), pool.information(_write(second, theirs)))


def _weigh_by_pool(first: Name, second: Name, agreement: NameAgreement, words: tuple[WordPair, ...]) -> float:
    """The sum of what each pair is worth, at most what the word carries, less what is left over, as the index weighs it."""
    worth = sum(min(word.bits + VARIANT, word.information or 0.0) if word.bits > 0 else word.bits for word in words)
    left = len(first.tokens) - sum(len(pair.first) for pair in agreement.pairs)
    other_left = len(second.tokens) - sum(len(pair.second) for pair in agreement.pairs)
    both = min(left, other_left)
    return worth + both * LEFT_OF_BOTH + (max(left, other_left) - both) * LEFT_OF_ONE


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
