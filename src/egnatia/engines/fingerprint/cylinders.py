"""Minutia Cylinder-Code: what the neighbourhood of each minutia looks like, in 128 bits.

Source of the cylinder, 52 cells in a circle times 6 slices of direction: Cappelli, Ferrara, Maltoni, "Minutia Cylinder-Code: A
New Representation and Matching Technique for Fingerprint Recognition", IEEE TPAMI 32(12), 2010, section 3; names and symbols
as there (`parameters`). The neighbour's place enters as a Gaussian, which is separable: a neighbour's share of all 64 cells is
the outer product of two vectors of eight, and a cylinder the product of its neighbours' slices and cells (`products`), which
makes it cost a microsecond. The paper cuts the Gaussian at three
sigma; here it isn't cut, which changes a cell by less than a twentieth of `HALF_CELL`.

Cells are not turned into bits one by one, as in the paper's section 3.4, but saturated, centred and projected on 128
directions that tell fingers apart (linear discriminants: minutiae differ much in them, captures of one minutia little); the
signs are the bits. That is two fifths of the paper's bits, and better: `docs/benchmarks.md` has the error rates. The directions
are learned on synthetic fingers alone (`cylinder_projection.npz`, written by `benches/fingerprint_cylinders.py`). Related:
Ferrara, Maltoni, Cappelli, "Noninvertible Minutia Cylinder-Code Representation", IEEE TIFS 7(6), 2012, which projects on
principal components.
"""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.kernels import inlined, kernel
from egnatia.engines.fingerprint.products import make_product
from egnatia.engines.fingerprint.projection import Projection, Signs, find_signs, make_signs, read_projection

_FILE = "cylinder_projection.npz"
_DIRECTIONS = 256  # 1/256 turn, as minutiae carry them


def _cell_bits() -> NDArray[np.int64]:
    """int64[GRID, GRID]: number of the cell among those inside the circle, -1 outside it."""
    centre = (np.arange(p.GRID) + 0.5 - p.GRID / 2) * p.CELL
    inside = centre[:, None] ** 2 + centre[None] ** 2 <= p.RADIUS**2
    numbers = np.cumsum(inside.ravel()).reshape(inside.shape) - 1
    return np.where(inside, numbers, -1)


def _direction_shares() -> NDArray[np.float64]:
    """float64[256, SLICES]: what a neighbour whose direction differs by d/256 turn gives to each slice (equations 9 to 11)."""
    shares = np.empty((_DIRECTIONS, p.SLICES))
    root = p.DIRECTION_SPREAD * math.sqrt(2)
    for d in range(_DIRECTIONS):
        for k in range(p.SLICES):
            centre = -math.pi + (k + 0.5) * p.SLICE
            alpha = (centre - d * 2 * math.pi / _DIRECTIONS + math.pi) % (2 * math.pi) - math.pi
            shares[d, k] = 0.5 * (math.erf((alpha + p.SLICE / 2) / root) - math.erf((alpha - p.SLICE / 2) / root))
    return shares


_CELLS = _cell_bits()
_CELL_COUNT = int(_CELLS.max()) + 1
#: Cells of a whole cylinder.
CYLINDER_CELLS = p.SLICES * _CELL_COUNT
_SHARES = _direction_shares()
_COSINES = np.cos(np.arange(_DIRECTIONS) * (2 * math.pi / _DIRECTIONS))
_CENTRES = (np.arange(p.GRID) + 0.5 - p.GRID / 2) * p.CELL
#: Cells of a slice as sums are made, in vectors of eight: whole rows, then the middle of the first and of the last, which have
#: no more inside the circle.
_LANES = np.concatenate([np.arange(8, 56), np.arange(2, 6), np.arange(58, 62)])
#: Where the cells of a cylinder lie among the lanes of all slices.
_PLACES = np.concatenate([k * len(_LANES) + np.argsort(_CELLS.ravel()[_LANES])[-_CELL_COUNT:] for k in range(p.SLICES)])
#: exp(-c^2 / 2 sigma^2) for the centres c, the part of the bell that no neighbour changes.
_BELL = np.exp(-0.5 * (_CENTRES / p.SPREAD) ** 2)
#: Sums of all slices in four of a slice's vectors, and in the other three: as many as there are registers for.
_multiply_first, _multiply_others = make_product(p.SLICES, 4), make_product(p.SLICES, 3, first=4)
_ENOUGH_CELLS = math.ceil(p.LEAST_VALID_CELLS * _CELL_COUNT)
_ALWAYS_VALID = int(np.count_nonzero((_CENTRES[:, None] ** 2 + _CENTRES[None] ** 2 <= p.OUTSIDE_HULL**2) & (_CELLS >= 0)))


def get_projection() -> Projection:
    """The projection that comes with the package: float32[CYLINDER_BITS, CYLINDER_CELLS]."""
    return read_projection(_FILE)


@cache
def get_signs() -> Signs:
    """The same, as `build_cylinders` takes it."""
    return make_signs(get_projection(), _PLACES, p.SLICES * len(_LANES))


@kernel
def find_hull(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Convex hull of the points, counter-clockwise, as indices (Andrew's monotone chain, 1979)."""
    n = len(x)
    order = np.argsort(x * 65536.0 + y)
    hull = np.empty(2 * n + 2, np.int64)
    size = 0
    for half in range(2):
        start = size + 1
        for step in range(n):
            i = order[step] if half == 0 else order[n - 1 - step]
            if half == 1 and step == 0:
                continue  # the last point of the lower half is already in
            while size >= start + (1 if half == 0 else 0):
                a, b = hull[size - 2], hull[size - 1]
                if (x[b] - x[a]) * (y[i] - y[a]) - (y[b] - y[a]) * (x[i] - x[a]) > 0:
                    break
                size -= 1
            hull[size] = i
            size += 1
    return hull[: max(size - 1, 1)]


@kernel
def is_near_hull(px: float, py: float, hull_x: NDArray[np.float64], hull_y: NDArray[np.float64], margin: float) -> bool:
    """Whether the point lies in the hull or at most `margin` pixels outside it."""
    inside = True
    nearest = 1e18
    n = len(hull_x)
    for i in range(n):
        j = i + 1 if i + 1 < n else 0
        ex, ey = hull_x[j] - hull_x[i], hull_y[j] - hull_y[i]
        dx, dy = px - hull_x[i], py - hull_y[i]
        if ex * dy - ey * dx < 0:
            inside = False
            length = ex * ex + ey * ey
            t = min(1.0, max(0.0, (dx * ex + dy * ey) / length)) if length > 0 else 0.0
            nearest = min(nearest, (dx - t * ex) ** 2 + (dy - t * ey) ** 2)
    return inside or nearest <= margin * margin


@kernel
def _has_room(x: float, y: float, cos: float, sin: float, hull_x: NDArray[np.float64], hull_y: NDArray[np.float64]) -> bool:
    """Whether enough of the cylinder's cells are valid. Those near the minutia always are: it lies in the hull itself."""
    valid = _ALWAYS_VALID
    for i in range(p.GRID):
        for j in range(p.GRID):
            if valid >= _ENOUGH_CELLS:
                return True
            if _CELLS[i, j] >= 0 and _CENTRES[i] ** 2 + _CENTRES[j] ** 2 > p.OUTSIDE_HULL**2:
                px = x + cos * _CENTRES[i] - sin * _CENTRES[j]
                py = y + sin * _CENTRES[i] + cos * _CENTRES[j]
                valid += is_near_hull(px, py, hull_x, hull_y, p.OUTSIDE_HULL)
    return valid >= _ENOUGH_CELLS


@inlined
def _exp(value: float) -> float:
    """e^value for values from -60 to 60, to thirteen digits: Taylor's polynomial for a part of 512, squared nine times."""
    x = value / 512
    power = 1 + x * (1 + x * (1 / 2 + x * (1 / 6 + x * (1 / 24 + x * (1 / 120 + x * (1 / 720 + x * (1 / 5040 + x / 40320)))))))
    for _ in range(9):
        power *= power
    return power


@inlined
def _find_powers(base: float, height: float) -> tuple[float, float, float, float, float, float, float, float]:
    """The powers -7, -5 … 7 of the base, times the height and the bell."""
    inverse = np.divide(1.0, base)
    up, down = base * base, inverse * inverse
    first_up, first_down = height * base, height * inverse
    up2, down2 = up * up, down * down
    return (
        first_down * (down2 * down) * _BELL[0],
        first_down * down2 * _BELL[1],
        first_down * down * _BELL[2],
        first_down * _BELL[3],
        first_up * _BELL[4],
        first_up * up * _BELL[5],
        first_up * up2 * _BELL[6],
        first_up * (up2 * up) * _BELL[7],
    )


@kernel
def _fill_bells(
    along: NDArray[np.float64],
    across: NDArray[np.float64],
    heights: NDArray[np.float64],
    count: int,
    bells: NDArray[np.float64],
) -> None:
    """What `count` neighbours give to the cells of a slice of their own direction: fills bells, float64[count.., lanes].

    along, across: float64[count, rounded up to eights], where each lies from the minutia; overwritten, as is heights.
    exp(-(o - c)^2 / 2 sigma^2) for the centres c = (i - 3.5) CELL is exp(-o^2 / 2 sigma^2) times the powers -7, -5 … 7 of
    exp(o CELL / 2 sigma^2) times `_BELL`.
    """
    scale, peak = 0.5 / (p.SPREAD * p.SPREAD), 1.0 / (p.SPREAD * math.sqrt(2 * math.pi))
    for start in range(0, count, 8):
        for t in range(start, start + 8):
            heights[t] = peak * _exp(-scale * (along[t] * along[t] + across[t] * across[t]))
        for t in range(start, start + 8):
            along[t] = _exp(scale * p.CELL * along[t])
        for t in range(start, start + 8):
            across[t] = _exp(scale * p.CELL * across[t])
    for t in range(count):
        rows, columns = _find_powers(along[t], heights[t]), _find_powers(across[t], 1.0)
        for i in range(6):
            for j in range(8):
                bells[t, 8 * i + j] = rows[i + 1] * columns[j]
        for j in range(4):
            bells[t, 48 + j], bells[t, 52 + j] = rows[0] * columns[j + 2], rows[7] * columns[j + 2]


@kernel
def _fill_cells(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    direction: NDArray[np.uint8],
    cells: NDArray[np.float32],
    kept: NDArray[np.bool_],
) -> int:
    """Fill cells, float32[n, lanes of all slices], with those of the minutiae that get a cylinder, one after the other, and
    kept, bool[n]; returns how many."""
    n = len(x)
    kept[:] = False
    if n <= p.LEAST_NEIGHBOURS:
        return 0
    hull = find_hull(x, y)
    hull_x, hull_y = x[hull], y[hull]
    reach = (p.RADIUS + 3 * p.SPREAD) ** 2
    near, along, across, heights = np.empty(n, np.int64), np.empty(n + 7), np.empty(n + 7), np.empty(n + 7)
    shares, bells, sums = np.empty((p.SLICES, n)), np.empty((n, len(_LANES))), np.empty((p.SLICES, len(_LANES)))
    count = 0
    for m in range(n):
        cos, sin = _COSINES[direction[m]], _COSINES[direction[m] - 64 & 255]
        if not _has_room(x[m], y[m], cos, sin, hull_x, hull_y):
            continue
        neighbours = 0
        for t in range(n):
            dx, dy = x[t] - x[m], y[t] - y[m]
            near[neighbours] = t
            neighbours += (dx * dx + dy * dy <= reach) & (t != m)
        if neighbours < p.LEAST_NEIGHBOURS:
            continue
        for i in range(neighbours):
            t = near[i]
            dx, dy = x[t] - x[m], y[t] - y[m]
            along[i], across[i] = cos * dx + sin * dy, cos * dy - sin * dx
            difference = (int(direction[m]) - int(direction[t])) & 255
            for k in range(p.SLICES):
                shares[k, i] = _SHARES[difference, k]
        for i in range(neighbours, neighbours + 7):
            along[i] = across[i] = 0.0
        _fill_bells(along, across, heights, neighbours, bells)
        _multiply_first(shares, bells, sums, 0, neighbours)
        _multiply_others(shares, bells, sums, 0, neighbours)
        for k in range(p.SLICES):
            for lane in range(len(_LANES)):
                cells[count, k * len(_LANES) + lane] = np.divide(sums[k, lane], sums[k, lane] + p.HALF_CELL)
        kept[m] = True
        count += 1
    return count


def build_cells(
    x: NDArray[np.float64], y: NDArray[np.float64], direction: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The cells of each minutia's cylinder, saturated.

    x, y: float64[n], pixels, y pointing UP; direction: uint8[n], 1/256 turn counter-clockwise.
    Returns float32[n, CYLINDER_CELLS], 0 to 1, and bool[n]: whether the minutia has neighbours and room enough for a cylinder.
    """
    found, kept = np.empty((len(x), p.SLICES * len(_LANES)), np.float32), np.empty(len(x), np.bool_)
    count = _fill_cells(x, y, direction, found, kept)
    cells = np.zeros((len(x), CYLINDER_CELLS), np.float32)
    cells[kept] = found[:count, _PLACES]
    return cells, kept


@kernel
def build_cylinders(
    x: NDArray[np.float64], y: NDArray[np.float64], direction: NDArray[np.uint8], signs: Signs
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The bits of the minutiae that have a cylinder, uint64[k, WORDS], and which those are, bool[n]; see `build_cells`."""
    cells, kept = np.empty((len(x), p.SLICES * len(_LANES)), np.float32), np.empty(len(x), np.bool_)
    count = _fill_cells(x, y, direction, cells, kept)
    return find_signs(cells[:count], signs), kept
