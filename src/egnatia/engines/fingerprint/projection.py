"""Features to bits by learned directions: the signs of centred features along each. Codes and cylinders are made so."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


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
        directions = data["directions"].astype(np.float32) * data["scale"].astype(np.float32)
        return Projection(data["mean"].astype(np.float32), directions, str(data["provenance"]))
