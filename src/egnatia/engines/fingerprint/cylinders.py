"""Minutia Cylinder-Code: what the neighbourhood of each minutia looks like, in 128 bits.

Source of the cylinder, 52 cells in a circle times 6 slices of direction: Cappelli, Ferrara, Maltoni, "Minutia Cylinder-Code: A
New Representation and Matching Technique for Fingerprint Recognition", IEEE TPAMI 32(12), 2010, section 3; names and symbols
as there (`parameters`). The neighbour's place enters as a Gaussian, which is separable: a neighbour's share of all 64 cells is
the outer product of two vectors of eight, and that makes a cylinder cost microseconds. The paper cuts the Gaussian at three
sigma; here it isn't cut, which changes a cell by less than a twentieth of `HALF_CELL`.

Cells are not turned into bits one by one, as in the paper's section 3.4, but saturated, centred and projected on 128
directions that tell fingers apart (linear discriminants: minutiae differ much in them, captures of one minutia little); the
signs are the bits. That is two fifths of the paper's bits, and better: `docs/benchmarks.md` has the error rates. The directions
are learned on synthetic fingers alone (`cylinder_projection.npz`, written by `benches/fingerprint_cylinders.py`). Related:
Ferrara, Maltoni, Cappelli, "Noninvertible Minutia Cylinder-Code Representation", IEEE TIFS 7(6), 2012, which projects on
principal components.
"""

import math

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.kernels import kernel
from egnatia.engines.fingerprint.projection import Projection, project, read_projection

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
_CENTRES = (np.arange(p.GRID) + 0.5 - p.GRID / 2) * p.CELL
#: Where the cells of a cylinder lie in the sums over the whole grid.
_INSIDE = np.flatnonzero(np.broadcast_to(_CELLS >= 0, (p.SLICES, p.GRID, p.GRID)).ravel())
#: exp(-(CELL i)^2 / 2 sigma^2), the part of the bell that no neighbour changes.
_BELL_STEPS = np.exp(-0.5 * (np.arange(p.GRID) * p.CELL / p.SPREAD) ** 2)
_ENOUGH_CELLS = math.ceil(p.LEAST_VALID_CELLS * _CELL_COUNT)
_ALWAYS_VALID = int(np.count_nonzero((_CENTRES[:, None] ** 2 + _CENTRES[None] ** 2 <= p.OUTSIDE_HULL**2) & (_CELLS >= 0)))


def get_projection() -> Projection:
    """The projection that comes with the package: float32[CYLINDER_BITS, CYLINDER_CELLS]."""
    return read_projection(_FILE)


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


@kernel
def _fill_bell(bell: NDArray[np.float64], offset: float) -> None:
    """exp(-(offset - centre)^2 / 2 sigma^2) for the GRID centres. They lie evenly, so two exponentials make all of them."""
    scale = -0.5 / (p.SPREAD * p.SPREAD)
    value = math.exp(scale * (offset - _CENTRES[0]) ** 2)
    step = math.exp(-2 * scale * p.CELL * (offset - _CENTRES[0]))
    for i in range(p.GRID):
        bell[i] = value * _BELL_STEPS[i]
        value *= step


@kernel
def _add_neighbour(
    sums: NDArray[np.float64],
    difference: int,
    along: NDArray[np.float64],
    across: NDArray[np.float64],
    bells: NDArray[np.float64],
) -> None:
    """Add one neighbour to the sums of all cells, float64[SLICES * GRID * GRID]; `bells` is room for one slice."""
    peak = 1.0 / (p.SPREAD * math.sqrt(2 * math.pi))
    for i in range(p.GRID):
        for j in range(p.GRID):
            bells[i * p.GRID + j] = peak * along[i] * across[j]
    for k in range(p.SLICES):
        share = _SHARES[difference, k]
        for cell in range(p.GRID * p.GRID):
            sums[k * p.GRID * p.GRID + cell] += share * bells[cell]


@kernel
def build_cells(
    x: NDArray[np.float64], y: NDArray[np.float64], direction: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The cells of each minutia's cylinder, saturated.

    x, y: float64[n], pixels, y pointing UP; direction: uint8[n], 1/256 turn counter-clockwise.
    Returns float32[n, CYLINDER_CELLS], 0 to 1, and bool[n]: whether the minutia has neighbours and room enough for a cylinder.
    """
    n = len(x)
    cells = np.zeros((n, CYLINDER_CELLS), np.float32)
    kept = np.zeros(n, np.bool_)
    if n <= p.LEAST_NEIGHBOURS:
        return cells, kept
    hull = find_hull(x, y)
    hull_x, hull_y = x[hull], y[hull]
    reach = (p.RADIUS + 3 * p.SPREAD) ** 2
    sums = np.empty(p.SLICES * p.GRID * p.GRID)
    along, across, bells = np.empty(p.GRID), np.empty(p.GRID), np.empty(p.GRID * p.GRID)
    for m in range(n):
        angle = direction[m] * (2 * math.pi / _DIRECTIONS)
        cos, sin = math.cos(angle), math.sin(angle)
        if not _has_room(x[m], y[m], cos, sin, hull_x, hull_y):
            continue
        sums[:] = 0.0
        neighbours = 0
        for t in range(n):
            dx, dy = x[t] - x[m], y[t] - y[m]
            if t != m and dx * dx + dy * dy <= reach:
                neighbours += 1
                _fill_bell(along, cos * dx + sin * dy)
                _fill_bell(across, cos * dy - sin * dx)
                _add_neighbour(sums, (int(direction[m]) - int(direction[t])) & 255, along, across, bells)
        if neighbours < p.LEAST_NEIGHBOURS:
            continue
        kept[m] = True
        for cell in range(CYLINDER_CELLS):
            total = sums[_INSIDE[cell]]
            cells[m, cell] = total / (total + p.HALF_CELL)
    return cells, kept


def build_cylinders(
    x: NDArray[np.float64], y: NDArray[np.float64], direction: NDArray[np.uint8]
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The bits of each minutia's cylinder, uint64[WORDS, n], and which minutiae have one; arguments as `build_cells`."""
    cells, kept = build_cells(x, y, direction)
    chosen = get_projection()
    signs = project(cells - chosen.mean, chosen.directions) > 0
    bits = np.packbits(signs & kept[:, None], axis=1, bitorder="little").view("<u8").astype(np.uint64, copy=False)
    return np.ascontiguousarray(bits.T), kept
