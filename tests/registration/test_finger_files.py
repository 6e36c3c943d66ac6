"""Which finger a file is, by its name."""

import pytest

from egnatia.base.errors import Problem
from egnatia.registration.finger_files import by_position, find_position, is_nist


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("1.png", 1),
        ("10.wsq", 10),
        ("07.tif", 7),
        ("finger-3.bmp", 3),
        ("fingers/finger_03_500.png", 3),
        ("right_thumb.png", 1),
        ("Left Ring.TIF", 9),
        ("left-forefinger.png", 7),
        ("r_pinky.png", None),
        ("right little.png", 5),
        ("LI.bmp", 7),
        ("rt.wsq", 1),
        ("11.png", None),
        ("0.png", None),
        ("scan.png", None),
        ("", None),
    ],
)
def test_position_is_read_from_the_name(name, position):
    assert find_position(name) == position


def test_unclear_and_doubled_names_are_told():
    with pytest.raises(Problem) as refused:
        by_position([("scan.png", b"")])
    assert refused.value.code == "registration.file_name.unclear"
    with pytest.raises(Problem) as refused:
        by_position([("1.png", b""), ("right_thumb.png", b"")])
    assert refused.value.code == "registration.file_name.twice"


def test_nist_file_is_known_by_ending_or_beginning():
    assert is_nist("a.nst", b"")
    assert is_nist("upload", b"1.001:0000")
    assert not is_nist("1.png", b"\x89PNG")
