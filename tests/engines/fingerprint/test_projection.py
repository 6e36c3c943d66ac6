"""Signs of projections: products of whole numbers decide nothing that the exact sum would decide otherwise."""

import numpy as np
import pytest

from egnatia.engines.fingerprint import code, cylinders
from egnatia.engines.fingerprint.kernels import kernel
from egnatia.engines.fingerprint.products import make_product
from egnatia.engines.fingerprint.projection import find_signs

_multiply_whole, _multiply_floats = make_product(2, 2), make_product(3, 1, first=1)


@kernel
def multiply_whole(left: np.ndarray, right: np.ndarray, out: np.ndarray, row: int, depth: int) -> None:
    _multiply_whole(left, right, out, row, depth)


@kernel
def multiply_floats(left: np.ndarray, right: np.ndarray, out: np.ndarray, row: int, depth: int) -> None:
    _multiply_floats(left, right, out, row, depth)


@pytest.mark.parametrize("depth", [0, 1, 7])
def test_whole_numbers_are_multiplied_in_pairs(depth: int) -> None:
    random = np.random.default_rng(depth)
    left = random.integers(-32768, 32768, (5, 14)).astype(np.int16)
    right = random.integers(-127, 128, (7, 32, 2)).astype(np.int16)
    out = np.full((5, 32), 9, np.int32)
    multiply_whole(left.view(np.int32), right.reshape(7, 64), out, 1, depth)
    wanted = np.einsum("rdk,dck->rc", left.reshape(5, 7, 2)[1:3, :depth].astype(int), right[:depth].astype(int))
    assert (out[1:3] == wanted).all()
    assert (out[[0, 3, 4]] == 9).all()


def test_floats_are_multiplied_from_a_vector_on() -> None:
    random = np.random.default_rng(1)
    left, right, out = random.normal(size=(3, 9)), random.normal(size=(9, 16)), np.full((3, 16), 9.0)
    multiply_floats(left, right, out, 0, 6)
    assert out[:, 8:] == pytest.approx(left[:, :6] @ right[:6, 8:])
    assert (out[:, :8] == 9).all()


@pytest.mark.parametrize("signs", [cylinders.get_signs(), code.get_signs()], ids=["cylinders", "codes"])
@pytest.mark.parametrize("count", [1, 2, 61])
def test_signs_are_those_of_the_exact_sum(signs, count: int) -> None:
    features = np.random.default_rng(count).random((count, len(signs.mean))).astype(np.float32)
    # Half of them lie so near the middle of some directions that whole numbers can't tell the side.
    features[::2] = signs.mean + (features[::2] - 0.5) * np.float32(1e-4) * (signs.mean > 0.01)
    along = (features - signs.mean).astype(np.float64) @ signs.directions.astype(np.float64).T
    found = np.unpackbits(find_signs(features, signs).view(np.uint8), axis=1, bitorder="little")
    told = np.abs(along) > 1e-12 * np.abs(signs.directions).sum(axis=1)
    assert (found == (along > 0))[told].all()
    assert told.mean() > 0.99
