"""The first look at everyone: how much more alike than chance each person's codes are to the probe's.

A feature that lies far from the mean keeps its sign in the next capture; one near it may change it. The gallery keeps only
signs, but of the probe the features are at hand: each bit is weighed, 0 to 3, by how far out the probe's feature lies. And a
finger that is far beyond chance says more than two that are a little beyond it, while one that is below chance (a partial
print, a swapped finger) doesn't speak against the person: what fingers say is floored at nothing, raised to a power and added.
`benches/fingerprint_code.py` holds weighed bits against counted ones.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import find_features, pack_bits
from egnatia.engines.fingerprint.kernels import kernel, popcount
from egnatia.engines.fingerprint.template import Template

#: Fingers, a bit each, position 1 the lowest; bits, and the lower and the higher binary digit of their weights: uint64[10, 3,
#: CODE_WORDS]; and what a finger says by the weight of its differing bits: float32[10, 3 * CODE_BITS + 1].
CodeProbe = tuple[int, NDArray[np.uint64], NDArray[np.float32]]

_MOST_WEIGHT = 3


def build_code_probe(fingers: Mapping[int, Template]) -> CodeProbe:
    """What a gallery is scanned with; `fingers` are templates with minutiae, by position."""
    words = np.zeros((10, 3, p.CODE_WORDS), np.uint64)
    evidence = np.zeros((10, _MOST_WEIGHT * p.CODE_BITS + 1), np.float32)
    for position, template in fingers.items():
        features = find_features(template)
        weights = np.minimum(np.rint(np.abs(features) * p.CODE_WEIGHT), _MOST_WEIGHT).astype(np.int64)
        words[position - 1] = [pack_bits(features > 0), pack_bits(weights & 1 > 0), pack_bits(weights & 2 > 0)]
        evidence[position - 1] = _tabulate(weights)
    return get_mask(fingers), words, evidence


def get_mask(positions: Iterable[int]) -> int:
    """A bit per finger, position 1 the lowest."""
    return sum(1 << (position - 1) for position in positions)


def _tabulate(weights: NDArray[np.int64]) -> NDArray[np.float32]:
    """What the finger says for each weight of differing bits: standard deviations beyond what different fingers have."""
    differing = np.arange(_MOST_WEIGHT * p.CODE_BITS + 1)
    beyond = (weights.sum() - 2 * differing) / np.sqrt(max((weights**2).sum(), 1)) - p.CODE_IMPOSTOR
    table: NDArray[np.float32] = (np.maximum(beyond, 0) ** p.CODE_POWER).astype(np.float32)
    return table


@kernel
def scan_codes(
    probe_mask: int,
    probe: NDArray[np.uint64],
    evidence: NDArray[np.float32],
    codes: NDArray[np.uint64],
    masks: NDArray[np.uint16],
    alike: NDArray[np.float32],
    common: NDArray[np.uint8],
) -> None:
    """How alike every person's codes are to the probe's.

    probe_mask, probe, evidence: `build_code_probe`; codes: uint64[n, 10, CODE_WORDS]; masks: uint16[n], a bit per finger,
    position 1 the lowest. Fills alike: float32[n], 0 or more, 0 without a common finger; common: uint8[n], fingers of both.
    """
    for i in range(len(masks)):
        both = np.uint16(masks[i] & probe_mask)
        said = np.float32(0)
        fingers = 0
        for finger in range(10):
            if both >> finger & 1:
                differing = np.uint64(0)
                for k in range(p.CODE_WORDS):
                    bits = probe[finger, 0, k] ^ codes[i, finger, k]
                    differing += popcount(bits & probe[finger, 1, k]) + np.uint64(2) * popcount(bits & probe[finger, 2, k])
                said += evidence[finger, differing]
                fingers += 1
        alike[i] = said
        common[i] = fingers
