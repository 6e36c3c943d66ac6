"""How likely two spellings are of one word: a memoryless stochastic transducer.

Source: Ristad and Yianilos, "Learning String-Edit Distance", IEEE TPAMI 20(5), 1998. A pair of words is made sound by sound:
one of both, or one of the first alone, or one of the second alone, each with a learned probability; the probability of the
pair is the sum over all ways to make it (forward algorithm). Against it stands the probability that both words were made
apart, from how often their sounds come and what they follow. The logarithm of the quotient is the weight of evidence that
they are one word: rare sounds in common say more than common ones, an ending that half a country shares says little, and what
a script leaves out costs little, without anybody having set a price.

The probabilities are learned by expectation maximisation from pairs of real spellings that aren't among those the engine is
judged on (`sound_pairs.npz`: written by `benches/names_sounds.py`, which tells from what and when), for each way a script
treats vowels and against Latin; and for Latin against Latin.
"""

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
_FILE = "sound_pairs.npz"

Table = NDArray[np.float64]


class Transducer(NamedTuple):
    """What was learned of one script, its word the first of a pair, against Latin.

    pairs          float64[SOUNDS, SOUNDS]: probability of a step that makes this sound of the first and that of the second
    word,
                   0 being none
    first, second  float64[SOUNDS]: natural logarithm of how often each sound is made at all, per step
    first_order, second_order  float64[SOUNDS, SOUNDS]: natural logarithm of how likely a sound follows another in a word, 0
                   being its beginning and its end
    """

    pairs: Table
    first: Table
    second: Table
    first_order: Table
    second_order: Table


@cache
def get_transducer(script: Script) -> Transducer:
    """That of a script against Latin; of scripts that nothing was learned of, Latin's own."""
    with files(__package__).joinpath(_FILE).open("rb") as file, np.load(file) as learned:
        if tuple(learned["sounds"].tolist()) != SOUNDS:
            raise RuntimeError(f"{_FILE} was learned with other sounds: run python -m benches.names_sounds")
        name = LEARNED_AS.get(script, "Latn")
        pairs, first_order, second_order = (learned[name + what].astype(np.float64) for what in ("", " first", " second"))
    return Transducer(pairs, np.log(pairs.sum(axis=1) + 1e-9), np.log(pairs.sum(axis=0) + 1e-9), first_order, second_order)
