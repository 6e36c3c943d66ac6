"""Minutiae are found where they are, point where they should, and stay the same for the same image."""

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from egnatia.engines.fingerprint import iso19794
from egnatia.engines.fingerprint.extraction import MINUTIAE_MAX, PROBABILITY_MIN, extract, read_found
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import BIFURCATION, ENDING
from tests.engines.fingerprint.prints import FVC, SPIRALS, as_file, draw_print, needs_real_prints

PRINT = draw_print()
REAL = ("fvc2002/DB1_B/101_1", "fvc2002/DB2_B/105_3", "fvc2004/DB1_B/103_2", "fvc2004/DB2_B/108_4")


def real(name: str):
    return read_image((FVC / f"{name}.png").read_bytes())


def test_the_drawn_minutiae_are_found_and_few_others():
    minutiae = extract(read_image(as_file(PRINT))).minutiae
    drawn = np.array([spiral[:2] for spiral in SPIRALS])
    distances = np.hypot(*(minutiae.points[:, None, :2] - drawn[None]).transpose(2, 0, 1))
    assert (distances.min(axis=0) < 10).all()
    assert ((distances.min(axis=1) >= 10) & (minutiae.quality > 70)).sum() <= 3


def test_drawn_minutiae_point_along_the_ridges():
    minutiae = extract(read_image(as_file(PRINT))).minutiae
    for x, y, direction, _ in minutiae.points[minutiae.quality > 70].tolist():
        across = np.arctan2(-(y - 400 - 80), x - 176)  # the ridges are arcs around (176, 480); y upwards
        assert abs(np.cos(direction * 2 * np.pi / 256 - across)) < 0.6


def test_where_the_print_lies_on_the_paper_does_not_matter():
    paper = np.full((640, 700), 245, np.uint8)
    paper[200:600, 250:602] = PRINT
    alone, placed = (extract(read_image(as_file(p))).minutiae for p in (PRINT, paper))
    assert (placed.width, placed.height) == (700, 640)
    sure = alone.points[alone.quality > 80]
    moved = placed.points - [250, 200, 0, 0]
    assert all((np.hypot(*(moved[:, :2] - point[:2]).T) <= 2).any() for point in sure)


def test_the_same_image_gives_the_same_bytes():
    first, second = (extract(read_image(as_file(PRINT))) for _ in range(2))
    assert first.quality == second.quality
    assert iso19794.encode(first.minutiae, 1, 50) == iso19794.encode(second.minutiae, 1, 50)


def test_what_was_found_is_read_as_positions_directions_and_kinds():
    found = np.array(
        [
            (10, 5, 1, 0, 0.9, 0.9),
            (20, 6, 0, 1, 0.1, 0.5),
            (30, 7, -1, -1e-7, 0.9, 1.2),
            (40, 8, 0, -1, 0.5, PROBABILITY_MIN),
        ],
        np.float32,
    )
    points, quality = read_found(found)
    assert points.tolist() == [[10, 5, 0, ENDING], [20, 6, 64, BIFURCATION], [30, 7, 128, ENDING], [40, 8, 192, ENDING]]
    assert quality.tolist() == [90, 50, 100, 45]
    assert read_found(np.empty((0, 6), np.float32))[0].shape == (0, 4)


@needs_real_prints
@pytest.mark.parametrize("name", REAL)
def test_real_prints_give_minutiae_inside_the_picture(name):
    image = real(name)
    minutiae = extract(image).minutiae
    assert 20 <= len(minutiae) <= MINUTIAE_MAX
    assert (minutiae.points[:, :2] < [image.width, image.height]).all() and (minutiae.points >= 0).all()
    assert minutiae.points.dtype == np.int16 and minutiae.quality.dtype == np.uint8
    assert (minutiae.width, minutiae.height) == (image.width, image.height)


@needs_real_prints
def test_endings_point_into_their_ridge():
    """ISO/IEC 19794-2, 7.4.2.4: from an ending along the ridge it ends; so it is darker ahead than behind."""
    ahead, behind = [], []
    for name in REAL:
        image = real(name)
        points = extract(image).minutiae.points
        x, y, direction = points[points[:, 3] == ENDING][:, :3].T.astype(float)
        angle = direction * 2 * np.pi / 256
        for sign, grey in ((1, ahead), (-1, behind)):
            where = [y - sign * 5 * np.sin(angle), x + sign * 5 * np.cos(angle)]
            grey.extend(map_coordinates(image.pixels.astype(float), where, order=1, mode="nearest"))
    assert np.mean(ahead) + 20 < np.mean(behind)


@needs_real_prints
def test_mirrored_prints_give_mirrored_minutiae():
    image = real(REAL[0])
    plain = extract(image).minutiae
    mirrored = extract(read_image(as_file(image.pixels[:, ::-1]))).minutiae
    x, y, direction = (plain.points[plain.quality > 85][:, i].astype(int) for i in range(3))
    x, direction = image.width - 1 - x, (128 - direction) % 256
    away = np.hypot(mirrored.points[None, :, 0] - x[:, None], mirrored.points[None, :, 1] - y[:, None])
    nearest = away.argmin(axis=1)
    turn = (mirrored.points[nearest, 2] - direction + 128) % 256 - 128
    assert np.mean((away.min(axis=1) <= 4) & (np.abs(turn) <= 16)) > 0.8
