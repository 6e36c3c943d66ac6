"""Fingers that aren't whose or which they should be."""

from uuid import UUID, uuid4

import pytest

from egnatia.engines.fingerprint.consistency import find_mixture, find_repeated, find_swaps
from egnatia.engines.fingerprint.gallery import Gallery
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import TenPrint, build_template


def make_ten_print(seed: int, take: int = 0) -> TenPrint:
    return {position: build_template(finger) for position, finger in synthetic_fingers(seed, take).items()}


@pytest.mark.parametrize("seed", range(5))
def test_ten_different_fingers_are_ten_fingers(seed: int) -> None:
    assert find_repeated(make_ten_print(seed)) == []


def test_a_finger_captured_twice_is_noticed() -> None:
    ten_print, later = make_ten_print(1), make_ten_print(1, take=1)
    ten_print[9] = later[2]
    assert find_repeated(ten_print) == [(2, 9)]


def test_ten_times_the_same_finger() -> None:
    fingers = {take + 1: make_ten_print(2, take)[3] for take in range(4)}
    assert len(find_repeated(fingers)) >= 4


def test_empty_fingers_are_nobodys_double() -> None:
    empty = build_template(Minutiae(synthetic_fingers(1, 0)[1].points[:0], synthetic_fingers(1, 0)[1].quality[:0], 10, 10))
    assert find_repeated({1: empty, 2: empty}) == []
    assert find_repeated({}) == []
    assert find_swaps({1: empty}, {1: empty}) == []


def test_two_visits_have_no_swap() -> None:
    assert find_swaps(make_ten_print(3), make_ten_print(3, take=1)) == []


def test_swapped_fingers_are_noticed() -> None:
    first, second = make_ten_print(4), make_ten_print(4, take=1)
    second[2], second[7] = second[7], second[2]
    assert find_swaps(first, second) == [(2, 7), (7, 2)]


def test_another_person_has_no_swaps() -> None:
    assert find_swaps(make_ten_print(5), make_ten_print(6)) == []


@pytest.fixture
def gallery(tmp_path) -> Gallery:
    with Gallery(tmp_path, bytes(32), writable=True) as gallery:
        gallery.append_many((UUID(int=seed), make_ten_print(seed)) for seed in range(20))
        yield gallery


def test_two_persons_mixed_are_noticed(gallery: Gallery) -> None:
    first, second = make_ten_print(7, take=1), make_ten_print(12, take=1)
    mixed = {position: (first if position <= 6 else second)[position] for position in range(1, 11)}
    found = find_mixture(gallery.search(mixed))
    assert [entry for entry, _ in found] == [UUID(int=7), UUID(int=12)]
    assert set(found[0][1]) <= set(range(1, 7))
    assert set(found[1][1]) <= set(range(7, 11))


def test_one_person_is_no_mixture(gallery: Gallery) -> None:
    assert find_mixture(gallery.search(make_ten_print(7, take=1))) == []
    assert find_mixture(gallery.search(make_ten_print(99))) == []


def test_two_data_sets_of_one_person_are_no_mixture(gallery: Gallery) -> None:
    gallery.append(uuid4(), make_ten_print(7, take=2))
    candidates = gallery.search(make_ten_print(7, take=1))
    assert sum(candidate.score > 0.5 for candidate in candidates) == 2
    assert find_mixture(candidates) == []
