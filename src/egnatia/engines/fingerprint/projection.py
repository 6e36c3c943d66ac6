"""Features to bits by learned directions: the signs of centred features along each. Codes and cylinders are made so."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.kernels import kernel


@dataclass(frozen=True, slots=True)
class Projection:
    """mean: float32[features]; directions: float32[bits, features]; provenance: who it was learned from, by what, when.

    In the file directions are whole numbers, which `scale` (float32, one or one each) turns into lengths that mean something.
    """

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]
    provenance: str


@cache
def read_projection(name: str) -> Projection:
    """The projection that comes with the package as file `name`."""
    with files(__package__).joinpath(name).open("rb") as file, np.load(file) as data:
        directions = np.ascontiguousarray(data["directions"] * data["scale"].astype(np.float32), np.float32)
        return Projection(data["mean"].astype(np.float32), directions, str(data["provenance"]))


@kernel
def project(features: NDArray[np.float32], directions: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32[n, bits]: how far each of n vectors of features, centred, goes along each direction.

    numpy hands even so small a product to all cores, which then wait for one another: with other work on the machine a finger
    took twenty times as long. Four vectors at a time, since each direction is then read once for all of them.
    """
    n, bits, length = len(features), len(directions), features.shape[1]
    along = np.empty((n, bits), np.float32)
    whole = n - n % 4
    for a in range(0, whole, 4):
        first, second, third, fourth = features[a], features[a + 1], features[a + 2], features[a + 3]
        for k in range(bits):
            direction = directions[k]
            one = two = three = four = np.float32(0)
            for i in range(length):
                one += direction[i] * first[i]
                two += direction[i] * second[i]
                three += direction[i] * third[i]
                four += direction[i] * fourth[i]
            along[a, k], along[a + 1, k], along[a + 2, k], along[a + 3, k] = one, two, three, four
    for a in range(whole, n):
        for k in range(bits):
            one = np.float32(0)
            for i in range(length):
                one += directions[k, i] * features[a, i]
            along[a, k] = one
    return along
