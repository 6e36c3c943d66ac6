"""Templates: bytes and back, what is left out, and what isn't read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import MOST_GIVEN, Template, build_template, pack_ten_print, unpack_ten_print


def make_finger(seed: int, count: int) -> Minutiae:
    random = np.random.default_rng(seed)
    x, y = random.integers(0, 300, count), random.integers(0, 400, count)
    points = np.stack([x, y, random.integers(0, 256, count), random.integers(0, 3, count)], axis=1).astype(np.int16)
    return Minutiae(points, random.integers(1, 101, count).astype(np.uint8), 300, 400)


@given(seed=st.integers(0, 10_000), count=st.integers(0, MOST_GIVEN))
@settings(max_examples=40, deadline=None)
def test_bytes_and_back(seed: int, count: int) -> None:
    template = build_template(make_finger(seed, count))
    again = Template.from_bytes(template.to_bytes())
    assert len(again) == len(template) <= p.MOST_MINUTIAE
    assert (again.data == template.data).all()
    assert len(template.to_bytes()) % 8 == 0


def test_minutiae_lie_where_they_were_and_are_sorted_by_direction() -> None:
    finger = make_finger(5, 60)
    template = build_template(finger)
    points = finger.points[template.index]
    assert (template.xy == points[:, :2].T).all()
    assert (template.theta == points[:, 2]).all()
    assert (np.diff(template.theta.astype(int)) >= 0).all()


def test_the_best_minutiae_are_kept() -> None:
    finger = make_finger(6, 200)
    left_out = np.setdiff1d(np.arange(200), build_template(finger).index)
    assert finger.quality[build_template(finger).index].min() >= np.sort(finger.quality)[-p.MOST_MINUTIAE]
    assert len(left_out) >= 200 - p.MOST_MINUTIAE


def test_more_than_an_index_can_name_is_refused() -> None:
    with pytest.raises(EngineError, match=r"minutiae\.too_many"):
        build_template(make_finger(1, MOST_GIVEN + 1))


def test_a_ten_print_and_back() -> None:
    ten_print = {position: build_template(finger) for position, finger in synthetic_fingers(1, 0).items()}
    again = unpack_ten_print(pack_ten_print(ten_print))
    assert again.keys() == ten_print.keys()
    assert all((again[position].data == ten_print[position].data).all() for position in ten_print)
    assert unpack_ten_print(pack_ten_print({})) == {}


@given(data=st.binary(max_size=200))
@settings(deadline=None)
def test_other_bytes_are_refused(data: bytes) -> None:
    try:
        template = Template.from_bytes(data)
    except EngineError as error:
        assert error.code in {"template.broken", "template.other_version"}
    else:
        assert template.to_bytes() == data
    try:
        unpack_ten_print(data)
    except EngineError as error:
        assert error.code in {"template.broken", "template.other_version"}


def test_cut_off_bytes_are_refused() -> None:
    packed = pack_ten_print({1: build_template(make_finger(1, 40))})
    for length in (1, 7, 8, 20, len(packed) - 8, len(packed) - 1):
        with pytest.raises(EngineError, match=r"template\.broken"):
            unpack_ten_print(packed[:length])
