"""The coarse code of a finger: 256 bits, compared by counting differing bits, without alignment (`code_scan`).

Every ordered pair of minutiae votes softly into a histogram over (distance, direction of the first against the line between
them, direction of the second against it), which neither rotation nor shift changes. Its square root is projected on
directions learned from other people's prints (`code_projection.npz`: written by `benches/fingerprint_code.py`, which tells
on what and when it was learned), and the signs are the code.

Ours; related: pair and triplet invariants of Bringer and Despiegel, "Binary feature vector fingerprint representation from
minutiae vicinities", BTAS 2010, and the hashing by signs of principal components of Gong and Lazebnik, CVPR 2011.
"""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.kernels import inlined, kernel
from egnatia.engines.fingerprint.projection import Projection, Signs, find_signs, make_signs, project, read_projection
from egnatia.engines.fingerprint.template import Template, get_count, get_tail

BINS = p.DISTANCE_BINS * p.ANGLE_BINS**2
NO_CODE = np.zeros(p.CODE_WORDS, np.uint64)
_FILE = "code_projection.npz"
_BINS_A_RADIAN = p.ANGLE_BINS / (2 * math.pi)
_LEAST_SQUARE, _MOST_SQUARE = p.LEAST_DISTANCE**2, p.MOST_DISTANCE**2


def get_projection() -> Projection:
    """The projection that comes with the package: float32[CODE_BITS, BINS]."""
    return read_projection(_FILE)


@cache
def get_signs() -> Signs:
    """The same, as codes are made."""
    return make_signs(get_projection(), np.arange(BINS), BINS)


@kernel
def _find_lines() -> NDArray[np.float64]:
    """float64[MOST_DISTANCE, MOST_DISTANCE], [dy, dx]: the direction of the line over that far, in bins of the angle."""
    most = int(p.MOST_DISTANCE)
    lines = np.empty((most, most))
    for dy in range(most):
        for dx in range(most):
            lines[dy, dx] = math.atan2(dy, dx) * _BINS_A_RADIAN
    return lines


@cache
def _get_lines() -> NDArray[np.float64]:
    return _find_lines()


@kernel
def _vote(
    x: NDArray[np.int16], y: NDArray[np.int16], theta: NDArray[np.uint8], lines: NDArray[np.float64], votes: NDArray[np.float32]
) -> None:
    """Pairs within reach give votes, float32[(DISTANCE_BINS + 2) * ANGLE_BINS^2], which has distances before and behind."""
    n = len(x)
    near, distance, first, second = np.empty(n, np.int64), np.empty(n), np.empty(n), np.empty(n)
    for i in range(n):
        count = 0
        for j in range(i):
            dx, dy = int(x[j]) - int(x[i]), int(y[i]) - int(y[j])  # y pointing up
            square = dx * dx + dy * dy
            near[count] = j
            count += (square > _LEAST_SQUARE) & (square < _MOST_SQUARE)
        mine = theta[i] * (p.ANGLE_BINS / 256) + p.ANGLE_BINS
        for k in range(count):
            j = near[k]
            dx, dy = int(x[j]) - int(x[i]), int(y[i]) - int(y[j])
            line = lines[abs(dy), abs(dx)]
            line = p.ANGLE_BINS / 2 - line if dx < 0 else line
            line = -line if dy < 0 else line
            # square root: near pairs are better kept than far ones, so bins are finer there
            distance[k] = math.sqrt(math.sqrt(float(dx * dx + dy * dy)) / p.MOST_DISTANCE) * p.DISTANCE_BINS + 0.5
            first[k], second[k] = mine - line, theta[j] * (p.ANGLE_BINS / 256) + p.ANGLE_BINS - line
        for k in range(count):
            _vote_softly(distance[k], first[k], second[k], votes)


@inlined
def _vote_softly(u: float, a: float, b: float, votes: NDArray[np.float32]) -> None:
    """One vote, shared among the two nearest bins of each of the three; angles a and b are 0 to 3 * ANGLE_BINS."""
    u0, a0, b0 = np.int32(u), np.int32(a), np.int32(b)
    u, a, b = u - u0, a - a0, b - b0
    for _ in range(2):  # a remainder takes several times as long
        a0, b0 = a0 - p.ANGLE_BINS if a0 >= p.ANGLE_BINS else a0, b0 - p.ANGLE_BINS if b0 >= p.ANGLE_BINS else b0
    a1, b1 = a0 + 1 if a0 + 1 < p.ANGLE_BINS else 0, b0 + 1 if b0 + 1 < p.ANGLE_BINS else 0
    for du in range(2):
        share = u if du else 1 - u
        start = (u0 + du) * p.ANGLE_BINS
        here, behind = (start + a0) * p.ANGLE_BINS, (start + a1) * p.ANGLE_BINS
        votes[here + b0] += np.float32(share * (1 - a) * (1 - b))
        votes[here + b1] += np.float32(share * (1 - a) * b)
        votes[behind + b0] += np.float32(share * a * (1 - b))
        votes[behind + b1] += np.float32(share * a * b)


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


@kernel
def _find_histogram(data: NDArray[np.uint64], lines: NDArray[np.float64]) -> NDArray[np.float32]:
    count, tail = get_count(data), get_tail(data)
    xy, theta = tail.view(np.int16), tail.view(np.uint8)[4 * count : 5 * count]
    votes, histogram = np.zeros(BINS + 2 * p.ANGLE_BINS**2, np.float32), np.empty((1, BINS), np.float32)
    _vote(xy[:count], xy[count : 2 * count], theta, lines, votes)
    _add_swapped(votes[p.ANGLE_BINS**2 : -(p.ANGLE_BINS**2)], histogram[0])
    total = np.float32(0)
    for cell in range(BINS):
        total += histogram[0, cell]
    length = np.float32(max(math.sqrt(total), 1e-9))
    for cell in range(BINS):
        histogram[0, cell] = np.divide(np.sqrt(histogram[0, cell]), length)
    return histogram


@kernel
def _find_code(data: NDArray[np.uint64], lines: NDArray[np.float64], signs: Signs) -> NDArray[np.uint64]:
    code: NDArray[np.uint64] = find_signs(_find_histogram(data, lines), signs)[0]
    return code


def build_histogram(template: Template) -> NDArray[np.float32]:
    """float32[BINS]: votes of all pairs, square root taken, of length 1 (of length 0 without pairs)."""
    histogram: NDArray[np.float32] = _find_histogram(template.data, _get_lines())[0]
    return histogram


def find_features(template: Template) -> NDArray[np.float32]:
    """float32[CODE_BITS]: where the finger lies along each direction, in standard deviations from the mean."""
    projection = get_projection()
    return project(build_histogram(template), projection.mean, projection.directions)


def pack_bits(bits: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """uint64[CODE_WORDS] of bool[CODE_BITS]."""
    return np.packbits(bits, bitorder="little").view(np.uint64)


def build_code(template: Template) -> NDArray[np.uint64]:
    """uint64[CODE_WORDS] of one finger; of an empty template all zero."""
    return _find_code(template.data, _get_lines(), get_signs()) if len(template) else NO_CODE
