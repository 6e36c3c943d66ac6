"""Numbers drawn from a seed, the same on every machine and in every release.

NumPy may change what its generators draw between releases; a synthetic person must stay the same person. SplitMix64
(Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators*, 2014) is ten lines, and runs inside numba.
"""

import math

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.synthetic.compiled import compiled

#: uint64[1], the generator's counter.
State = NDArray[np.uint64]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)


@compiled
def mix(value: np.uint64) -> np.uint64:
    """The finaliser of SplitMix64: every bit of `value` changes about half of the bits of the result."""
    value = (value ^ (value >> _S30)) * _MIX_1
    value = (value ^ (value >> _S27)) * _MIX_2
    return value ^ (value >> _S31)


@compiled
def start(seed: int, branch: int, leaf: int) -> State:
    """A generator of its own for (seed, branch, leaf), so that no draw depends on how many were made before elsewhere."""
    state = np.empty(1, np.uint64)
    state[0] = mix(mix(mix(np.uint64(seed) + _GAMMA) ^ np.uint64(branch + 1)) ^ (np.uint64(leaf + 1) << _S31))
    return state


@compiled
def uniform(state: State) -> float:
    """A number in [0, 1)."""
    state[0] += _GAMMA
    return float(mix(state[0]) >> _S11) / 9007199254740992.0


@compiled
def between(state: State, low: float, high: float) -> float:
    """A number in [low, high)."""
    return low + (high - low) * uniform(state)


@compiled
def normal(state: State, deviation: float) -> float:
    """A number of mean 0 and the given standard deviation (Box and Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform(state)))
    return deviation * radius * math.cos(2.0 * math.pi * uniform(state))


@compiled
def normals(state: State, height: int, width: int) -> NDArray[np.float32]:
    """float32[height, width] of independent normal numbers of mean 0 and deviation 1."""
    field = np.empty((height, width), np.float32)
    for row in range(height):
        for column in range(width):
            field[row, column] = normal(state, 1.0)
    return field
