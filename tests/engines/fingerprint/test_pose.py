"""How far a print is turned, and that nothing but minutiae and positions says how alike two prints are."""

import inspect

import numpy as np
import pytest

from egnatia.engines.fingerprint import comparison, fusion, search
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.pose import find_askew, find_pose
from egnatia.engines.fingerprint.quality import ROTATED, UPSIDE_DOWN, rate
from egnatia.engines.fingerprint.ridges import map_ridges
from egnatia.engines.fingerprint.synthetic import make_person
from egnatia.engines.fingerprint.template import build_template


@pytest.fixture(scope="module")
def loop():
    return make_person(1000).impression(6, 0)


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_print_is_told_with_its_angle(loop, quarters):
    ridges = map_ridges(np.ascontiguousarray(np.rot90(loop, -quarters)))
    pose = find_pose(ridges)
    off = (pose.turned - 90 * quarters + 180) % 360 - 180
    assert abs(off) <= 35


def test_the_officer_is_told(loop):
    """The print lies 20 degrees to the right already: a quarter turn the other way would leave 70, which isn't always told."""
    nothing = Minutiae(np.zeros((0, 4), np.int16), np.zeros(0, np.uint8), 400, 300)
    maps = [map_ridges(np.ascontiguousarray(np.rot90(loop, -quarters))) for quarters in range(3)]
    assert [find_askew(ridges) is not None for ridges in maps] == [False, True, True]
    said = [{ROTATED, UPSIDE_DOWN} & set(rate(nothing, ridges).reasons) for ridges in maps]
    assert [len(one) for one in said] == [0, 1, 1] and said[2] == {UPSIDE_DOWN}


def test_of_a_blank_picture_nothing_is_said():
    assert find_pose(map_ridges(np.full((300, 300), 250, np.uint8))) is None


def test_a_comparison_knows_minutiae_and_positions_and_nothing_else_of_a_person():
    """No age, sex, nationality or quality of the whole finger: there is no argument for them."""
    inputs = {
        build_template: {"minutiae"},
        comparison.compare: {"a", "b"},
        fusion.fuse: {"scores"},
        search.choose_by_codes: {"probe", "blocks"},
    }
    for function, expected in inputs.items():
        assert set(inspect.signature(function).parameters) == expected, function
    assert set(Minutiae.__slots__) == {"points", "quality", "width", "height"}
