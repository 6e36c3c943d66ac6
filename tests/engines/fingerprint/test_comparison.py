"""Comparing fingers: what must not matter (place, turn, order), what must (whose it is), and the examiner's pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.fingerprint.comparison import (
    CHANCE,
    compare,
    compare_many,
    filter_many,
    find_differences,
    find_turn,
)
from egnatia.engines.fingerprint.correspondences import find_correspondences
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.parameters import MOST_MINUTIAE
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import Template, build_template

SEEDS = st.integers(0, 300)
POSITIONS = st.integers(1, 10)
TURNS = st.integers(-128, 127)  # 1/256 turn
SOME = range(20)


def get_finger(seed: int, position: int, take: int = 0) -> Minutiae:
    return synthetic_fingers(seed, take, positions=(position,))[position]


def get_template(seed: int, position: int, take: int = 0) -> Template:
    return build_template(get_finger(seed, position, take))


def move(finger: Minutiae, *, turn: int = 0, dx: int = 0, dy: int = 0) -> Minutiae:
    """Turned counter-clockwise on the glass by 1/256 turns, then shifted; y points down."""
    angle = turn * 2 * np.pi / 256
    x, y = finger.points[:, 0] - 150.0, finger.points[:, 1] - 200.0
    points = finger.points.copy()
    points[:, 0] = np.rint(np.cos(angle) * x + np.sin(angle) * y + 150 + dx)
    points[:, 1] = np.rint(-np.sin(angle) * x + np.cos(angle) * y + 200 + dy)
    points[:, 2] = (points[:, 2] + turn) % 256
    return Minutiae(points, finger.quality, finger.width, finger.height)


@given(seed=SEEDS, position=POSITIONS)
@settings(max_examples=30, deadline=None)
def test_a_finger_is_itself(seed: int, position: int) -> None:
    template = get_template(seed, position)
    assert compare(template, template) > 0.8


@given(seed=SEEDS, position=POSITIONS, dx=st.integers(-300, 300), dy=st.integers(-300, 300))
@settings(max_examples=30, deadline=None)
def test_place_on_the_glass_doesnt_matter(seed: int, position: int, dx: int, dy: int) -> None:
    probe, finger = get_template(seed, position, take=1), get_finger(seed, position)
    moved = build_template(move(finger, dx=dx, dy=dy))
    assert compare(probe, moved) == pytest.approx(compare(probe, build_template(finger)), abs=1e-5)


@given(seed=SEEDS, position=POSITIONS, turn=TURNS)
@settings(max_examples=30, deadline=None)
def test_a_turn_of_the_finger_doesnt_matter(seed: int, position: int, turn: int) -> None:
    finger = get_finger(seed, position)
    assert compare(build_template(finger), build_template(move(finger, turn=turn))) > 0.6


@given(turn=TURNS)
@settings(max_examples=30, deadline=None)
def test_another_capture_of_a_turned_finger_is_told_from_other_fingers(turn: int) -> None:
    others = [compare(get_template(seed, 2), build_template(move(get_finger(seed + 1, 2, take=1), turn=turn))) for seed in SOME]
    same = [compare(get_template(seed, 2), build_template(move(get_finger(seed, 2, take=1), turn=turn))) for seed in SOME]
    upright = [compare(get_template(seed, 2), get_template(seed, 2, take=1)) for seed in SOME]
    assert np.median(same) > 0.9 * np.median(upright)
    assert np.mean(np.array(same) > max(others)) >= 0.9


@given(seed=SEEDS, position=POSITIONS, turn=TURNS)
@settings(max_examples=30, deadline=None)
def test_the_turn_is_found(seed: int, position: int, turn: int) -> None:
    finger, moved = get_template(seed, position), build_template(move(get_finger(seed, position), turn=turn))
    differences = np.empty((MOST_MINUTIAE, MOST_MINUTIAE), np.uint8)
    find_differences(moved.data, 0, finger.data, 0, differences)
    found = find_turn(differences, moved.theta, finger.theta)
    assert abs((found - turn + 128) % 256 - 128) <= 8
    found = find_turn(np.ascontiguousarray(differences.T), finger.theta, moved.theta)
    assert abs((found + turn + 128) % 256 - 128) <= 8


def test_where_nothing_is_alike_the_finger_is_taken_for_upright() -> None:
    nothing = np.full((MOST_MINUTIAE, MOST_MINUTIAE), CHANCE, np.uint8)
    assert find_turn(nothing, get_template(1, 2).theta, get_template(2, 2).theta) == 0


@given(seed=SEEDS, other=SEEDS, position=POSITIONS)
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_two_doesnt_matter(seed: int, other: int, position: int) -> None:
    a, b = get_template(seed, position), get_template(other, position, take=1)
    assert compare(a, b) == pytest.approx(compare(b, a), abs=0.01)


def test_two_takes_score_far_above_two_persons() -> None:
    same = [compare(get_template(seed, 2), get_template(seed, 2, take=1)) for seed in range(40)]
    different = [compare(get_template(seed, 2), get_template(seed + 1, 2, take=1)) for seed in range(40)]
    assert np.median(same) > 4 * max(different)
    assert np.mean(np.array(same) > max(different)) > 0.9


def test_the_filter_tells_them_apart_too() -> None:
    gallery = [get_template(seed, 3) for seed in range(60)]
    buffer = np.concatenate([template.data for template in gallery])
    starts = np.cumsum([0] + [len(template.data) for template in gallery[:-1]])
    found = 0
    for seed in range(0, 60, 3):
        scores = np.empty(60, np.float32)
        filter_many(get_template(seed, 3, take=1).data, buffer, starts, scores)
        found += int(seed in np.argsort(-scores)[:3])
    assert found >= 18


def test_many_at_once_give_what_each_gives() -> None:
    gallery = [get_template(seed, 4) for seed in range(10)]
    buffer = np.concatenate([template.data for template in gallery])
    starts = np.cumsum([0] + [len(template.data) for template in gallery[:-1]])
    probe = get_template(3, 4, take=1)
    scores = np.empty(10, np.float32)
    compare_many(probe.data, buffer, starts, scores)
    assert scores.tolist() == pytest.approx([compare(probe, template) for template in gallery], abs=1e-6)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_hardly_any_minutiae_match_nothing_and_break_nothing(count: int) -> None:
    whole = get_finger(1, 2)
    few = build_template(Minutiae(whole.points[:count], whole.quality[:count], whole.width, whole.height))
    for a, b in [(few, few), (few, build_template(whole)), (build_template(whole), few)]:
        assert 0 <= compare(a, b) <= 1
        assert len(find_correspondences(a, b).pairs) <= count
    if count < 3:
        assert len(few) == 0
        assert compare(few, build_template(whole)) == 0


def test_pairs_name_minutiae_as_they_were_given() -> None:
    finger = get_finger(8, 2)
    order = np.random.default_rng(1).permutation(len(finger))
    shuffled = Minutiae(finger.points[order], finger.quality[order], finger.width, finger.height)
    found = find_correspondences(build_template(finger), build_template(shuffled))
    assert len(found.pairs) >= 20
    assert found.pairs.dtype == np.int16
    assert (found.pairs[:, 0] == order[found.pairs[:, 1]]).all()


def test_pairs_of_two_takes_fit_one_movement() -> None:
    finger, moved = get_finger(9, 2), move(get_finger(9, 2, take=1), turn=20, dx=30, dy=-10)
    pairs = find_correspondences(build_template(finger), build_template(moved)).pairs
    turns = (moved.points[pairs[:, 1], 2] - finger.points[pairs[:, 0], 2]) % 256
    middle = np.median((turns + 128) % 256)
    assert len(pairs) >= 10
    assert (abs((turns + 128) % 256 - middle) <= 25).all()


def test_two_persons_fingers_have_few_pairs() -> None:
    counts = [len(find_correspondences(get_template(seed, 2), get_template(seed + 50, 2)).pairs) for seed in range(30)]
    assert np.mean(counts) < 3
    assert max(counts) < 10
