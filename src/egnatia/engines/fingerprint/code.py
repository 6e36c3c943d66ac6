"""The coarse code of a finger: 256 bits, compared by counting differing bits, without alignment (`code_scan`).

Every ordered pair of minutiae votes softly into a histogram over (distance, direction of the first against the line between
them, direction of the second against it), which neither rotation nor shift changes. Its square root is projected on
directions learned from other people's prints (`code_projection.npz`: written by `benches/fingerprint_code.py`, which tells
on what and when it was learned), and the signs are the code.

Ours; related: pair and triplet invariants of Bringer and Despiegel, "Binary feature vector fingerprint representation from
minutiae vicinities", BTAS 2010, and the hashing by signs of principal components of Gong and Lazebnik, CVPR 2011.
"""

import math

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.kernels import kernel
from egnatia.engines.fingerprint.projection import Projection, project, read_projection
from egnatia.engines.fingerprint.template import Template

BINS = p.DISTANCE_BINS * p.ANGLE_BINS**2
NO_CODE = np.zeros(p.CODE_WORDS, np.uint64)
_FILE = "code_projection.npz"


def get_projection() -> Projection:
    """The projection that comes with the package: float32[CODE_BITS, BINS]."""
    return read_projection(_FILE)


@kernel
def _vote(x: NDArray[np.int16], y: NDArray[np.int16], theta: NDArray[np.uint8], histogram: NDArray[np.float32]) -> None:
    n = len(x)
    turn_to_bin = p.ANGLE_BINS / (2 * math.pi)
    votes = np.zeros(BINS, np.float32)
    for i in range(n):
        for j in range(i):
            dx, dy = float(x[j]) - float(x[i]), float(y[i]) - float(y[j])  # y pointing up
            distance = math.sqrt(dx * dx + dy * dy)
            if not p.LEAST_DISTANCE < distance < p.MOST_DISTANCE:
                continue
            line = math.atan2(dy, dx)
            # square root: near pairs are better kept than far ones, so bins are finer there
            u = math.sqrt(distance / p.MOST_DISTANCE) * p.DISTANCE_BINS - 0.5
            a = (theta[i] * (2 * math.pi / 256) - line) * turn_to_bin + 2 * p.ANGLE_BINS
            b = (theta[j] * (2 * math.pi / 256) - line) * turn_to_bin + 2 * p.ANGLE_BINS
            u0, a0, b0 = int(u + 1) - 1, int(a), int(b)
            u, a, b = u - u0, a - a0, b - b0
            a0, b0 = a0 % p.ANGLE_BINS, b0 % p.ANGLE_BINS
            a1, b1 = (a0 + 1) % p.ANGLE_BINS, (b0 + 1) % p.ANGLE_BINS
            for du in range(2):
                if 0 <= u0 + du < p.DISTANCE_BINS:
                    share = u if du else 1 - u
                    first = (u0 + du) * p.ANGLE_BINS
                    here, behind = (first + a0) * p.ANGLE_BINS, (first + a1) * p.ANGLE_BINS
                    votes[here + b0] += np.float32(share * (1 - a) * (1 - b))
                    votes[here + b1] += np.float32(share * (1 - a) * b)
                    votes[behind + b0] += np.float32(share * a * (1 - b))
                    votes[behind + b1] += np.float32(share * a * b)
    _add_swapped(votes, histogram)


@kernel
def _add_swapped(votes: NDArray[np.float32], histogram: NDArray[np.float32]) -> None:
    """Seen from its second minutia, a pair lies half a turn round: both directions swap and turn by half of all bins."""
    half = p.ANGLE_BINS // 2
    for u in range(p.DISTANCE_BINS):
        for a in range(p.ANGLE_BINS):
            for b in range(p.ANGLE_BINS):
                cell = (u * p.ANGLE_BINS + a) * p.ANGLE_BINS + b
                swapped = (u * p.ANGLE_BINS + (b + half) % p.ANGLE_BINS) * p.ANGLE_BINS + (a + half) % p.ANGLE_BINS
                histogram[cell] = votes[cell] + votes[swapped]


def build_histogram(template: Template) -> NDArray[np.float32]:
    """float32[BINS]: votes of all pairs, square root taken, of length 1 (of length 0 without pairs)."""
    histogram = np.zeros(BINS, np.float32)
    x, y = template.xy
    _vote(x, y, template.theta, histogram)
    root = np.sqrt(histogram)
    root /= np.float32(max(float(np.linalg.norm(root)), 1e-9))
    return root


def find_features(template: Template) -> NDArray[np.float32]:
    """float32[CODE_BITS]: where the finger lies along each direction, in standard deviations from the mean."""
    projection = get_projection()
    centred = build_histogram(template) - projection.mean
    features: NDArray[np.float32] = project(centred[None], projection.directions)[0]
    return features


def pack_bits(bits: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """uint64[CODE_WORDS] of bool[CODE_BITS]."""
    return np.packbits(bits, bitorder="little").view(np.uint64)


def build_code(template: Template) -> NDArray[np.uint64]:
    """uint64[CODE_WORDS] of one finger; of an empty template all zero."""
    return pack_bits(find_features(template) > 0) if len(template) else NO_CODE
