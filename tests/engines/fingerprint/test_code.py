"""The coarse code: same finger few differing bits, other finger half of them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import BINS, build_code, build_histogram, find_features, get_projection
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import build_template


def get_code(seed: int, position: int, take: int = 0) -> np.ndarray:
    return build_code(build_template(synthetic_fingers(seed, take, positions=(position,))[position]))


def count_differing(a: np.ndarray, b: np.ndarray) -> int:
    return int(np.bitwise_count(a ^ b).sum())


def test_the_projection_says_where_it_comes_from() -> None:
    projection = get_projection()
    assert projection.directions.shape == (p.CODE_BITS, BINS)
    assert projection.mean.shape == (BINS,)
    assert "learned" in projection.provenance
    assert np.isfinite(projection.directions).all()


def test_features_are_in_standard_deviations() -> None:
    found = np.array([find_features(build_template(synthetic_fingers(seed, 0, positions=(2,))[2])) for seed in range(300)])
    spread = found.std(axis=0)
    assert 0.9 < np.median(spread) < 1.1
    assert 0.6 < spread.min() < spread.max() < 1.5


def test_two_takes_differ_in_fewer_bits_than_two_persons() -> None:
    same = [count_differing(get_code(seed, 2), get_code(seed, 2, take=1)) for seed in range(40)]
    different = [count_differing(get_code(seed, 2), get_code(seed + 1, 2, take=1)) for seed in range(40)]
    assert np.mean(same) < 90
    assert 110 < np.mean(different) < 146


@given(seed=st.integers(0, 200), dx=st.integers(-200, 200), dy=st.integers(-200, 200))
@settings(max_examples=20, deadline=None)
def test_place_on_the_glass_doesnt_matter(seed: int, dx: int, dy: int) -> None:
    finger = synthetic_fingers(seed, 0, positions=(2,))[2]
    points = finger.points + np.array([dx, dy, 0, 0], np.int16)
    moved = build_code(build_template(Minutiae(points, finger.quality, finger.width, finger.height)))
    assert count_differing(build_code(build_template(finger)), moved) <= 2


def test_the_histogram_has_length_one_and_no_finger_none() -> None:
    finger = synthetic_fingers(1, 0, positions=(2,))[2]
    empty = build_template(Minutiae(finger.points[:0], finger.quality[:0], 300, 400))
    assert np.isclose(np.linalg.norm(build_histogram(build_template(finger))), 1, atol=1e-5)
    assert not build_histogram(empty).any()
    assert not build_code(empty).any()
