"""How likely two spellings are of one word: a memoryless stochastic transducer.

Source: Ristad and Yianilos, "Learning String-Edit Distance", IEEE TPAMI 20(5), 1998. A pair of words is made sound by sound:
one of both, or one of the first alone, or one of the second alone, each with a learned probability; the probability of the
pair is the sum over all ways to make it (forward algorithm). Against it stands the probability that both words were made
apart, from how often their sounds come and what they follow. The logarithm of the quotient is the weight of evidence that
they are one word: rare sounds in common say more than common ones, an ending that half a country shares says little, and what
a script leaves out costs little, without anybody having set a price.

The probabilities are learned by expectation maximisation from pairs of real spellings that aren't among those the engine is
judged on (`sound_pairs.npz`: written by `benches/names_sounds.py`, which tells from what and when), for each way a script
treats vowels and against Latin; and for Latin against Latin, Arabic against Arabic, Hebrew against Hebrew: where vowels aren't
written, two words of three consonants in common are no surprise.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.letters import SOUNDS
from egnatia.engines.names.scripts import Script

#: Scripts by the pairs that they were learned from: each against Latin.
LEARNED_AS = {
    Script.LATIN: "Latn",
    Script.CYRILLIC: "Cyrl",
    Script.GREEK: "Cyrl",
    Script.ARMENIAN: "Cyrl",
    Script.GEORGIAN: "Cyrl",
    Script.HEBREW: "Hebr",
    Script.ARABIC: "Arab",
}
#: By which two words of one script are compared, both heard as if in Latin letters; those of all others by Latin's.
LEARNED_ALONE = {Script.HEBREW: "Hebr alone", Script.ARABIC: "Arab alone"}
LATIN = LEARNED_AS[Script.LATIN]
_FILE = "sound_pairs.npz"
#: What the pairs couldn't teach, without Somali, Kurdish, Azerbaijani or Uzbek names among them: x is ح in Somali and خ in the
#: others, and c is ع in Somali. By model: sounds of the first and the second, and this share of the steps that make x or c.
_TAUGHT: dict[str, tuple[tuple[str, str, float], ...]] = {
    "Latn": (("X", "h", 0.3), ("X", "x", 0.15), ("h", "X", 0.3), ("x", "X", 0.15), ("C", "", 0.05), ("", "C", 0.05)),
    "Arab": (("h", "X", 0.3), ("x", "X", 0.15), ("'", "C", 0.05)),
    "Cyrl": (("x", "X", 0.3),),
}

_OPEN = ("X", "C")  # that have many readings
_LEAST = 1e-9  # of a probability
#: Nats: two words of less aren't one another. Between scripts that is less than nothing, for much of what a foreign spelling
#: leaves silent (Μωρουά for Mauroy) was seldom learned from; two hands of one script differ less.
LEAST_WEIGHT = -3.0
LEAST_IN_ONE_SCRIPT = 0.0

Table = NDArray[np.float64]
Learned = NDArray[np.float32] | Table


class Transducer(NamedTuple):
    """What was learned of one script, its word the first of a pair, against Latin, or against itself.

    pairs          float64[SOUNDS, SOUNDS]: probability of a step that makes this sound of the first and that of the second
    word,
                   0 being none
    first, second  float64[SOUNDS]: natural logarithm of how often each sound is made at all, per step
    first_order, second_order  float64[SOUNDS, SOUNDS]: natural logarithm of how likely a sound follows another in a word, 0
                   being its beginning and its end
    first_usual, second_usual  float64[SOUNDS]: nats that a sound is worth on the mean where both words are one
    least          nats: two words of less aren't taken for one
    """

    pairs: Table
    first: Table
    second: Table
    first_order: Table
    second_order: Table
    first_usual: Table
    second_usual: Table
    least: float


def get_transducer(script: Script) -> Transducer:
    """That of a script against Latin; of scripts that nothing was learned of, Latin's own."""
    return read_transducer(LEARNED_AS.get(script, LATIN))


def get_transducer_alone(script: Script) -> Transducer:
    """That of a script against itself."""
    return read_transducer(LEARNED_ALONE.get(script, LATIN))


@cache
def read_transducer(name: str) -> Transducer:
    """By the name under which it was learned."""
    with files(__package__).joinpath(_FILE).open("rb") as file, np.load(file) as learned:
        if tuple(learned["sounds"].tolist()) != SOUNDS:
            raise RuntimeError(f"{_FILE} was learned with other sounds: run python -m benches.names_sounds")
        least = LEAST_IN_ONE_SCRIPT if name == LATIN or name in LEARNED_ALONE.values() else LEAST_WEIGHT
        orders = (learned[name + what] for what in (" first", " second"))
        return make_transducer(_teach(learned[name], _TAUGHT.get(name, ())), *orders, least=least)


def _teach(pairs: Learned, taught: Iterable[tuple[str, str, float]]) -> Table:
    """float64[SOUNDS, SOUNDS]: with the steps that are told beside those that were learned."""
    steps = np.array(pairs, np.float64)
    for first, second, share in taught:
        row, column = SOUNDS.index(first), SOUNDS.index(second)
        of_all = (np.asarray(pairs)[row].sum() if first in _OPEN else np.asarray(pairs)[:, column].sum()) * share
        steps[row, column] += of_all
    return np.asarray(steps / steps.sum() * np.asarray(pairs).sum())


def make_transducer(pairs: Learned, first_order: Learned, second_order: Learned, *, least: float = LEAST_WEIGHT) -> Transducer:
    """With the sums over what was learned, taken once."""
    steps = np.asarray(pairs, np.float64)
    first, second = np.log(steps.sum(axis=1) + _LEAST), np.log(steps.sum(axis=0) + _LEAST)
    orders = np.asarray(first_order, np.float64), np.asarray(second_order, np.float64)
    usual = _find_usual(steps, first, second), _find_usual(steps.T, second, first)
    return Transducer(steps, first, second, *orders, *usual, least)


def _find_usual(steps: Table, own: Table, others: Table) -> Table:
    """float64[SOUNDS]: the mean, over what a sound is made with, of the step's weight against both made apart."""
    apart = own[:, None] + np.where(np.arange(len(others)) == 0, 0.0, others)
    usual = np.exp(np.log(steps + _LEAST) - own[:, None]) * (np.log(steps + _LEAST) - apart)
    usual[0] = 0.0
    return np.asarray(usual.sum(axis=1))
