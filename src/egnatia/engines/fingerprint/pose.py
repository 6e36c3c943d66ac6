"""How far a print is turned, told from how its ridges run.

In an upright finger ridges bow over the tip, stand up at the sides and lie flat above the crease, whatever its pattern. The
mean flow of synthetic fingers (`upright_flow.npz`, written by `benches/fingerprint_pose.py --learn`) is laid over the print
at every angle; the best fit is how far the print is turned. On its side is told well, upside down is a guess: whorls look alike
both ways, and the ridges above the crease, where the tip isn't on the glass, look like a tip that points down. The bench says
how often it is right.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.ridges import STEP, RidgeMap

#: Angles that are tried, degrees clockwise as one looks at the picture.
_ANGLES = np.arange(0, 360, 5)
_TURNS = np.radians(_ANGLES)
#: People lay their fingers on a scanner this far from straight without anybody minding.
_STRAIGHT = 45
#: How much better the best angle has to fit than the best straight one. Of the shared prints, captured upright, 3 % do.
_BETTER_BY = 0.1
_FEWEST_WINDOWS = 20


@dataclass(frozen=True, slots=True)
class Pose:
    """turned: degrees clockwise from upright, -180 to 175; fit: of the best angle; straight_fit: of the best straight angle;
    1 would be an average finger.
    """

    turned: int
    fit: float
    straight_fit: float


def find_pose(ridges: RidgeMap) -> Pose | None:
    """How the print lies, or None where too little of it is clear."""
    rows, columns = np.nonzero(ridges.is_ridged)
    if len(rows) < _FEWEST_WINDOWS:
        return None
    weight = ridges.strength[rows, columns]
    x, y = ((place - np.average(place, weights=weight)) * STEP for place in (columns, rows))
    flow = np.exp(2j * (ridges.orientation[rows, columns] + np.pi / 2))
    fits = _fit_all_angles(x, y, flow, weight)
    best = int(fits.argmax())
    straight = np.abs((_ANGLES + 180) % 360 - 180) <= _STRAIGHT
    return Pose(int((_ANGLES[best] + 180) % 360 - 180), float(fits[best]), float(fits[straight].max()))


def find_askew(ridges: RidgeMap) -> int | None:
    """By how many degrees the print is turned where that is more than anybody would by chance, else None."""
    pose = find_pose(ridges)
    return pose.turned if pose is not None and pose.fit > pose.straight_fit + _BETTER_BY else None


def _fit_all_angles(
    x: NDArray[np.float64], y: NDArray[np.float64], flow: NDArray[np.complex128], weight: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Weighted correlation of the print's flow e^2iθ, at x and y pixels from its middle, with the upright one, by angle."""
    upright, step = _upright_flow()
    middle = len(upright) // 2
    cosine, sine = np.cos(_TURNS)[:, None], np.sin(_TURNS)[:, None]
    column = np.rint((cosine * x + sine * y) / step).astype(int) + middle
    row = np.rint((cosine * y - sine * x) / step).astype(int) + middle
    inside = (np.minimum(row, column) >= 0) & (np.maximum(row, column) < len(upright))
    expected = np.where(inside, upright[row.clip(0, len(upright) - 1), column.clip(0, len(upright) - 1)], 0)
    alike = (expected.conj() * flow * np.exp(-2j * _TURNS)[:, None]).real @ weight
    size = np.sqrt((np.abs(expected) ** 2 @ weight) * weight.sum())
    return np.asarray(alike / np.maximum(size, 1e-6))


@cache
def _upright_flow() -> tuple[NDArray[np.complex128], float]:
    """Mean e^2iθ of the ridges' direction, y downwards, on a square grid around a finger's middle; pixels between knots."""
    with files(__package__).joinpath("upright_flow.npz").open("rb") as file, np.load(file) as data:
        return data["real"] / 100 + 1j * (data["imaginary"] / 100), float(data["step"])
