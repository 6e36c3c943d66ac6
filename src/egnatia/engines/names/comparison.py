"""Whether two names are one person's: which tokens are the same, and what that is worth in bits.

Tokens are weighed pair by pair (`transducer`), also two neighbours of the longer name written as one. The pairs of most
weight are taken first, whatever their order. How much of what both names say is in the pairs, how surely, in how much both
differ and how much one of them lacks is summed up (`kernels.FEATURES`). What a word says is how rare it is where the names
come from, if a `Pool` has counted that, and otherwise how rare its sounds are. What the sums are worth together was fitted by
logistic regression to pairs of known truth, with a pool and without (`weights.json`, written by `benches/names_pairs.py`);
the result is the logarithm of a likelihood ratio, so it can be added to that of dates and documents (Fellegi and Sunter, "A
Theory for Record Linkage", JASA 64, 1969) and says nothing about how common a person is to begin with. `calibration` makes a
probability of it.
"""

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.kernels import FEATURES, compare_names, weigh_many
from egnatia.engines.names.prepared import OPENNESS, Name, NameList, join, prepare
from egnatia.engines.names.scripts import Script, Treatment
from egnatia.engines.names.spelling import Token
from egnatia.engines.names.transducer import Transducer, get_transducer, get_transducer_alone

__all__ = ("Name", "NameAgreement", "Pair", "Pool", "compare", "compare_many", "prepare")

_FILE = "weights.json"
_TREATMENTS = tuple(Treatment)
_OPENNESS = {script: rank for rank, script in enumerate(OPENNESS)}
MOST_INFORMATION = 12.0  # bits of a word: in a larger pool than that a rare word is no surer
_NOT_COUNTED = np.zeros(0)


class Pool(Protocol):
    """Names among which two names are compared, those of a register or of an origin in it: `index.CandidateIndex` is one."""

    def information(self, token: str) -> float:
        """Bits that a word carries by how many bear it, or one that may well be it: log2(1 / their share)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Tokens that are one another, by their places in `Name.tokens`; more than one where they were written together.

    bits  how much likelier they are one word than two
    """

    first: tuple[int, ...]
    second: tuple[int, ...]
    bits: float


@dataclass(frozen=True, slots=True)
class NameAgreement:
    """bits: how much likelier the names are one person's than two persons'; pairs: the surest first; treatment: of both
    names."""

    bits: float
    pairs: tuple[Pair, ...]
    treatment: Treatment


def compare(first: Name, second: Name, pool: Pool | None = None) -> NameAgreement:
    """How well two names agree. Names without a word that can be compared agree by 0 bits."""
    features, pairs, is_swapped = find_features(first, second, pool)
    weights, bases = get_weights(pool is not None)
    bits = features @ weights + bases[find_hard_script(first, second)] if features.any() else 0.0
    treatment = max(first.treatment, second.treatment, key=_TREATMENTS.index)
    return NameAgreement(float(bits), tuple(_read_pair(pair, is_swapped=is_swapped) for pair in pairs), treatment)


def compare_many(probe: Name, names: Sequence[Name], pool: Pool | None = None) -> NDArray[np.float64]:
    """float64[names]: the bits of `compare` for each; many times as fast."""
    bits = np.zeros(len(names))
    by_script: dict[Script, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        by_script[name.script].append(at)
    counted: dict[str, float] = {}
    information = count_information(probe.tokens, pool, counted)
    for script, places in by_script.items():
        inside = [names[at] for at in places]
        says = count_information([token for name in inside for token in name.tokens], pool, counted)
        bits[places] = compare_list(probe, replace(join(inside), information=says), script, information)
    return bits


def compare_list(
    probe: Name, listed: NameList, script: Script, information: NDArray[np.float64] = _NOT_COUNTED
) -> NDArray[np.float64]:
    """float64[names]: the bits of `compare` for each of a list of names that are all of one script.

    information: float64[tokens] of the probe in nats, as `count_information` has it, where that of the list is known too
    """
    is_counted = bool(len(information) and len(listed.information))
    weights, bases = get_weights(is_counted)
    model, is_probe_first = choose_model(probe.script, script)
    sounds = probe.sounds if is_probe_first and script is not probe.script else probe.latin
    ours = (sounds, probe.starts, information if is_counted else _NOT_COUNTED)
    says = listed.information if is_counted else _NOT_COUNTED
    theirs = (listed.latin if is_probe_first else listed.sounds, listed.starts, says, listed.names)
    found = np.empty(len(listed))
    weigh_many(ours, theirs, is_probe_first, model, weights, bases[max(probe.script, script, key=_OPENNESS.__getitem__)], found)
    return found


def count_information(
    tokens: Sequence[Token], pool: Pool | None, counted: dict[str, float] | None = None
) -> NDArray[np.float64]:
    """float64[tokens]: what each says in a pool, in nats; empty without one. counted: what was asked before."""
    if pool is None:
        return _NOT_COUNTED
    counted = {} if counted is None else counted
    words = [token.written for token in tokens]
    for word in words:
        if word not in counted:
            counted[word] = min(pool.information(word), MOST_INFORMATION) * math.log(2)
    return np.array([counted[word] for word in words])


def find_features(first: Name, second: Name, pool: Pool | None = None) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
    """float64 by FEATURES; the pairs, float64[k, 5], as `compare_names` has them; and whether the names changed places."""
    model, is_first = choose_model(first.script, second.script)
    one, other = (first, second) if is_first else (second, first)
    features, pairs = np.zeros(len(FEATURES)), np.zeros((len(one.tokens) + 1, 5))
    sounds = one.latin if first.script is second.script else one.sounds
    ours, theirs = count_information(one.tokens, pool), count_information(other.tokens, pool)
    count = compare_names(sounds, one.starts, ours, other.latin, other.starts, theirs, model, features, pairs)
    return features, pairs[:count], not is_first


def choose_model(first: Script, second: Script) -> tuple[Transducer, bool]:
    """What words of two scripts are compared by, and whether those of the first are its first side: the harder script's own,
    and for two of one script, both of which are heard as if in Latin letters, that of the script against itself.
    """
    if first is second:
        return get_transducer_alone(first), True
    is_first = _OPENNESS[first] > _OPENNESS[second]
    return get_transducer(first if is_first else second), is_first


def find_hard_script(first: Name, second: Name) -> Script:
    """The one of both names' scripts that leaves more open."""
    return max(first.script, second.script, key=_OPENNESS.__getitem__)


def _read_pair(pair: NDArray[np.float64], *, is_swapped: bool) -> Pair:
    one, other = (tuple(range(int(pair[at]), int(pair[at + 1]))) for at in (0, 2))
    return Pair(*((other, one) if is_swapped else (one, other)), round(float(pair[4]) / math.log(2), 2))


@cache
def get_weights(is_counted: bool) -> tuple[NDArray[np.float64], dict[Script, float]]:
    """In bits: float64 by FEATURES, and what is added by the harder script; for words that a pool has counted, or not."""
    found = json.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))["pool" if is_counted else "no pool"]
    weights = np.array([found["features"][name] for name in FEATURES])
    return weights / math.log(2), {
        script: (found["base"] + found["scripts"].get(script, 0.0)) / math.log(2) for script in Script
    }
