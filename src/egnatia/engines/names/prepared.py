"""Names made ready to compare: their tokens as sounds, read once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.letters import SOUNDS
from egnatia.engines.names.scripts import Script, Treatment, treatment_of
from egnatia.engines.names.sounds import hear
from egnatia.engines.names.spelling import Token, bear_weight, read_name

#: Scripts by how much their spelling leaves open, the least first.
OPENNESS = (
    Script.UNKNOWN,
    Script.ETHIOPIC,
    Script.DEVANAGARI,
    Script.BENGALI,
    Script.LATIN,
    Script.GREEK,
    Script.CYRILLIC,
    Script.ARMENIAN,
    Script.GEORGIAN,
    Script.HEBREW,
    Script.ARABIC,
)
_TREATMENTS = tuple(Treatment)
#: Sounds that no Latin spelling makes, and what comes next to them: a name in another script compared as if it were in Latin.
_AS_LATIN = {"y": "Y2", "B": "b", "K": "k", "P": "p", "S": "s", "D": "z", "A": "a", "W": "u", "Y": "i", "H": "h"}
LATIN_SOUNDS = np.array([SOUNDS.index(_AS_LATIN.get(sound, sound)) for sound in SOUNDS], np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name, ready to compare.

    tokens     those that bear weight, in the order written
    sounds     uint8[n], of all tokens one after the other; latin: the same as if they had been heard in Latin letters
    starts     int64[tokens + 1]: where in `sounds` each token begins
    script     its script; of several the one that leaves least open, since the others' words are read in its letters too
    treatment  the least that was done with any of its tokens
    """

    tokens: tuple[Token, ...]
    sounds: NDArray[np.uint8]
    latin: NDArray[np.uint8]
    starts: NDArray[np.int64]
    script: Script
    treatment: Treatment


@dataclass(frozen=True, slots=True, eq=False)
class NameList:
    """Many names one after the other, as the comparison reads them.

    latin    uint8[n]: sounds of all names; sounds: as they were heard
    starts   int64[tokens + 1]: where each token begins
    names    int64[names + 1]: which token each name begins with
    information  float64[tokens], what each says where it comes from, in nats; empty where nobody counted that
    """

    sounds: NDArray[np.uint8]
    latin: NDArray[np.uint8]
    starts: NDArray[np.int64]
    names: NDArray[np.int64]
    information: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def __len__(self) -> int:
        return len(self.names) - 1


@lru_cache(maxsize=100_000)
def prepare(text: str) -> Name:
    """Read a name for comparison."""
    tokens = bear_weight(read_name(text))
    heard = [hear(token.spelling, token.script) for token in tokens]
    sounds = np.concatenate([*heard, np.zeros(0, np.uint8)])
    starts = np.cumsum([0] + [len(one) for one in heard])
    script = min((token.script for token in tokens), key=OPENNESS.index, default=Script.UNKNOWN)
    treatments = [treatment_of(token.script) for token in tokens]
    treatment = max(treatments, key=_TREATMENTS.index, default=Treatment.NONE)
    return Name(tokens, sounds, LATIN_SOUNDS[sounds], starts, script, treatment)


def join(names: Sequence[Name]) -> NameList:
    """Put names together, in their order."""
    if not names:
        empty = np.zeros(0, np.uint8)
        return NameList(empty, empty, np.zeros(1, np.int64), np.zeros(1, np.int64))
    lengths = np.concatenate([[0], *(np.diff(name.starts) for name in names)])
    counts = np.array([0] + [len(name.tokens) for name in names])
    return NameList(
        np.concatenate([name.sounds for name in names]),
        np.concatenate([name.latin for name in names]),
        lengths.cumsum(),
        counts.cumsum(),
    )
