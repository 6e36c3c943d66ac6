"""Cylinders: what is kept, and that they don't change when the finger lies elsewhere on the glass."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.fingerprint import cylinders
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.cylinders import (
    CYLINDER_CELLS,
    build_cells,
    find_hull,
    get_projection,
    get_signs,
    is_near_hull,
)


def make_points(seed: int, count: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.uniform(0, 250, count), random.uniform(0, 300, count), random.integers(0, 256, count).astype(np.uint8)


def build_cylinders(x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bits uint64[WORDS, n] of every minutia, nought where it has no cylinder, and which have one."""
    found, kept = cylinders.build_cylinders(x, y, theta, get_signs())
    bits = np.zeros((p.WORDS, len(x)), np.uint64)
    bits[:, kept] = found.T
    return bits, kept


def count_bits(bits: np.ndarray) -> np.ndarray:
    return np.bitwise_count(bits).sum(axis=0)


def test_a_cylinder_per_minutia_within_the_bits_that_there_are() -> None:
    bits, kept = build_cylinders(*make_points(1))
    assert bits.shape == (p.WORDS, 40)
    assert bits.dtype == np.uint64
    assert kept.all()
    assert 48 < count_bits(bits).mean() < 80  # each direction halves what it sees


def test_cells_are_full_between_nought_and_one() -> None:
    x, y, theta = make_points(1)
    cells, _ = build_cells(x, y, theta)
    assert cells.shape == (40, CYLINDER_CELLS)
    assert CYLINDER_CELLS == 52 * p.SLICES  # 52 cells lie inside the circle
    assert cells.min() >= 0
    assert 0.8 < cells.max() < 1


def build_cells_by_the_book(x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Section 3.1 of the paper, cell by cell, without its cut at three sigma; float64[n, CYLINDER_CELLS]."""
    centre = (np.arange(p.GRID) + 0.5 - p.GRID / 2) * p.CELL
    i, j = np.nonzero(np.hypot(centre[:, None], centre[None]) <= p.RADIUS)
    cells = np.zeros((len(x), p.SLICES, len(i)))
    for m in range(len(x)):
        turn = int(theta[m]) * 2 * np.pi / 256
        cell_x = x[m] + np.cos(turn) * centre[i] - np.sin(turn) * centre[j]
        cell_y = y[m] + np.sin(turn) * centre[i] + np.cos(turn) * centre[j]
        for t in np.flatnonzero(np.hypot(x - x[m], y - y[m]) <= p.RADIUS + 3 * p.SPREAD):
            if t != m:
                far = np.hypot(cell_x - x[t], cell_y - y[t])
                place = np.exp(-(far**2) / (2 * p.SPREAD**2)) / (p.SPREAD * math.sqrt(2 * math.pi))
                for k in range(p.SLICES):
                    off = -math.pi + (k + 0.5) * p.SLICE - (int(theta[m]) - int(theta[t])) * 2 * math.pi / 256
                    off = (off + math.pi) % (2 * math.pi) - math.pi
                    share = NormalDist(0, p.DIRECTION_SPREAD)
                    cells[m, k] += place * (share.cdf(off + p.SLICE / 2) - share.cdf(off - p.SLICE / 2))
    return (cells / (cells + p.HALF_CELL)).reshape(len(x), -1)


def test_cells_and_bits_are_those_of_the_formula() -> None:
    """Bits are made by products of whole numbers, except where these aren't sure."""
    x, y, theta = make_points(1)
    wanted = build_cells_by_the_book(x, y, theta)
    assert np.abs(build_cells(x, y, theta)[0] - wanted).max() < 1e-6
    projection = get_projection()
    along = (wanted - projection.mean) @ projection.directions.astype(np.float64).T
    bits = np.unpackbits(build_cylinders(x, y, theta)[0].T.copy().view(np.uint8), axis=1, bitorder="little")
    sure = np.abs(along) > 1e-3
    assert (bits == (along > 0))[sure].all()
    assert sure.mean() > 0.999


def test_the_projection_says_who_it_was_learned_from() -> None:
    projection = get_projection()
    assert projection.directions.shape == (p.CYLINDER_BITS, CYLINDER_CELLS)
    assert "synthetic fingers" in projection.provenance


def test_cylinders_of_the_same_minutiae_are_alike_and_of_others_are_not() -> None:
    """A capture with a tenth of a ridge of noise keeps most bits; strangers' bits agree by chance."""
    x, y, theta = make_points(1)
    noise = np.random.default_rng(2)
    again = build_cylinders(x + noise.normal(0, 1, len(x)), y + noise.normal(0, 1, len(y)), theta)[0]
    own = build_cylinders(x, y, theta)[0]
    stranger = build_cylinders(*make_points(2))[0]
    assert count_bits(own ^ again).mean() < 0.15 * p.CYLINDER_BITS
    assert 0.4 * p.CYLINDER_BITS < count_bits(own ^ stranger).mean() < 0.6 * p.CYLINDER_BITS


@given(seed=st.integers(0, 1000), dx=st.integers(-500, 500), dy=st.integers(-500, 500))
@settings(max_examples=25, deadline=None)
def test_shifting_a_finger_changes_no_bit(seed: int, dx: int, dy: int) -> None:
    x, y, theta = make_points(seed)
    x, y = np.round(x), np.round(y)
    assert (build_cylinders(x, y, theta)[0] == build_cylinders(x + dx, y + dy, theta)[0]).all()


@given(seed=st.integers(0, 1000), turn=st.integers(0, 255))
@settings(max_examples=25, deadline=None)
def test_turning_a_finger_changes_hardly_a_bit(seed: int, turn: int) -> None:
    x, y, theta = make_points(seed)
    angle = turn * 2 * np.pi / 256
    turned_x, turned_y = np.cos(angle) * x - np.sin(angle) * y, np.sin(angle) * x + np.cos(angle) * y
    straight, _ = build_cylinders(x, y, theta)
    turned, _ = build_cylinders(turned_x, turned_y, theta + np.uint8(turn))
    assert count_bits(straight ^ turned).sum() <= 2  # only sums that lie on the threshold to the last digit


def test_the_neighbours_direction_counts() -> None:
    x, y, theta = make_points(3)
    other = theta.copy()
    other[0] += 128
    bits, changed = build_cylinders(x, y, theta)[0], build_cylinders(x, y, other)[0]
    near = np.hypot(x - x[0], y - y[0]) < p.RADIUS - p.SPREAD
    near[0] = False
    assert (count_bits(bits ^ changed)[near] > 0).all()
    far = np.hypot(x - x[0], y - y[0]) > p.RADIUS + 4 * p.SPREAD
    assert (count_bits(bits ^ changed)[far] == 0).all()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_minutiae_have_no_cylinder(count: int) -> None:
    bits, kept = build_cylinders(*make_points(1, count))
    assert not kept.any()
    assert not bits.any()


def test_a_minutia_far_from_the_others_has_no_cylinder() -> None:
    x, y, theta = make_points(4)
    x[7] += 2000
    kept = build_cylinders(x, y, theta)[1]
    assert not kept[7]
    assert kept.sum() == 39


def test_minutiae_on_one_line_are_no_trouble() -> None:
    x = np.arange(0, 200, 10.0)
    bits, kept = build_cylinders(x, np.zeros_like(x), np.zeros(len(x), np.uint8))
    assert kept.all()
    assert np.isfinite(count_bits(bits)).all()


def test_the_hull_goes_around_the_points() -> None:
    x, y = np.array([0.0, 10, 10, 0, 5, 3]), np.array([0.0, 0, 10, 10, 5, 2])
    hull = find_hull(x, y)
    assert set(hull.tolist()) == {0, 1, 2, 3}
    assert is_near_hull(5, 5, x[hull], y[hull], 0)
    assert is_near_hull(12, 5, x[hull], y[hull], 2.01)
    assert not is_near_hull(12, 12, x[hull], y[hull], 2.01)
