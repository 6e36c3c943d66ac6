"""Features to bits by learned directions: the signs of centred features along each. Codes and cylinders are made so."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.kernels import kernel
from egnatia.engines.fingerprint.products import make_product

#: Features, 0 to 1, as whole numbers: a product with whole directions is then exact, and takes a quarter of the time.
_UNIT = 32767
#: Directions that are multiplied at once.
_BLOCK = 128
_multiply_one, _multiply_two = make_product(1, _BLOCK // 16), make_product(2, _BLOCK // 16)


@dataclass(frozen=True, slots=True)
class Projection:
    """mean: float32[features]; directions: float32[bits, features]; provenance: who it was learned from, by what, when.

    whole: int16[bits, features], the directions as the file has them; its `scale` (float32, one or one each) turns them into
    lengths that mean something.
    """

    mean: NDArray[np.float32]
    whole: NDArray[np.int16]
    directions: NDArray[np.float32]
    provenance: str


@cache
def read_projection(name: str) -> Projection:
    """The projection that comes with the package as file `name`."""
    with files(__package__).joinpath(name).open("rb") as file, np.load(file) as data:
        directions = np.ascontiguousarray(data["directions"] * data["scale"].astype(np.float32), np.float32)
        whole = data["directions"].astype(np.int16)
        return Projection(data["mean"].astype(np.float32), whole, directions, str(data["provenance"]))


class Signs(NamedTuple):
    """A projection as `find_signs` takes it, its features where the caller has them, `length` in all (even), nought between.

    mean, directions   float32[length], float32[bits, length]
    pairs              int16[bits / 128, length / 2, 256]: the directions as whole numbers, of 128 at a time pairs of features
    middle, margin     int32[bits]: the product of pairs from which the sign is 1, and within what of it rounding may be wrong
    """

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]
    pairs: NDArray[np.int16]
    middle: NDArray[np.int32]
    margin: NDArray[np.int32]


def make_signs(projection: Projection, places: NDArray[np.int64], length: int) -> Signs:
    """places: int64[features], where among `length` the features lie."""
    bits = len(projection.whole)
    mean, directions, whole = (
        np.zeros(length, np.float32),
        np.zeros((bits, length), np.float32),
        np.zeros((bits, length), np.int16),
    )
    mean[places], directions[:, places], whole[:, places] = projection.mean, projection.directions, projection.whole
    pairs = whole.reshape(bits // _BLOCK, _BLOCK, length // 2, 2).transpose(0, 2, 1, 3)
    middle = np.rint(_UNIT * (whole.astype(np.float64) @ mean)).astype(np.int32)
    margin = np.ceil(0.51 * np.abs(whole).sum(axis=1, dtype=np.float64) + 1).astype(np.int32)
    return Signs(mean, directions, np.ascontiguousarray(pairs).reshape(len(pairs), length // 2, 2 * _BLOCK), middle, margin)


@kernel
def find_signs(features: NDArray[np.float32], signs: Signs) -> NDArray[np.uint64]:
    """uint64[n, bits / 64]: on which side of the mean n vectors of features, 0 to 1, lie along each direction.

    Whole numbers decide, except where rounding them could: there the exact sum does.
    """
    n, length = features.shape
    bits = len(signs.middle)
    words = np.empty((n, bits // 64), np.uint64)
    whole, products = np.empty((n, length), np.int16), np.empty((n, _BLOCK), np.int32)
    for row in range(n):
        for i in range(length):
            whole[row, i] = np.int16(features[row, i] * np.float32(_UNIT) + np.float32(0.5))
    pairs = whole.view(np.int32)
    for start in range(0, bits, _BLOCK):
        directions = signs.pairs[start // _BLOCK]
        for row in range(0, n, 2):
            if row + 1 < n:
                _multiply_two(pairs, directions, products, row, length // 2)
            else:
                _multiply_one(pairs, directions, products, row, length // 2)
        middle, margin = signs.middle[start : start + _BLOCK], signs.margin[start : start + _BLOCK]
        for row in range(n):
            unsure = 0
            for k in range(_BLOCK):
                unsure += abs(products[row, k] - middle[k]) <= margin[k]
            for word in range(_BLOCK // 64):
                chosen = np.uint64(0)
                for k in range(64):
                    chosen |= np.uint64(products[row, 64 * word + k] > middle[64 * word + k]) << np.uint64(k)
                words[row, start // 64 + word] = chosen
            if unsure:
                for k in range(_BLOCK):
                    if abs(products[row, k] - middle[k]) <= margin[k]:
                        _set_exactly(features, row, signs.mean, signs.directions, start + k, words)
    return words


@kernel
def _set_exactly(
    features: NDArray[np.float32],
    row: int,
    mean: NDArray[np.float32],
    directions: NDArray[np.float32],
    k: int,
    words: NDArray[np.uint64],
) -> None:
    total = 0.0
    for i in range(len(mean)):
        total += np.float64(directions[k, i]) * np.float64(features[row, i] - mean[i])
    bit = np.uint64(1) << np.uint64(k % 64)
    words[row, k // 64] = words[row, k // 64] | bit if total > 0 else words[row, k // 64] & ~bit


@kernel
def project(features: NDArray[np.float32], mean: NDArray[np.float32], directions: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32[bits]: how far a vector of features goes from the mean along each direction."""
    along = np.empty(len(directions), np.float32)
    for k in range(len(directions)):
        total = np.float32(0)
        for i in range(len(features)):
            total += directions[k, i] * (features[i] - mean[i])
        along[k] = total
    return along
