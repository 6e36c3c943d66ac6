"""People with pictures of their fingers: deterministic, readable, alike between takes, unlike between fingers."""

import io

import numpy as np
import pytest
import wsq  # noqa: F401  registers the format with Pillow
from PIL import Image

from egnatia.engines.fingerprint.comparison import compare
from egnatia.engines.fingerprint.correspondences import find_correspondences
from egnatia.engines.fingerprint.extraction import Extraction, extract
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.synthetic import SyntheticPerson, growth, impression, make_person
from egnatia.engines.fingerprint.template import build_template

INDEX, MIDDLE = 2, 3


@pytest.fixture(scope="module")
def person() -> SyntheticPerson:
    return make_person(11)


@pytest.fixture(scope="module")
def extractions(person) -> dict[tuple[int, int], Extraction]:
    return {(position, take): _extract(person.impression(position, take)) for position in (INDEX, MIDDLE) for take in (0, 1)}


def _extract(pixels: np.ndarray) -> Extraction:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WSQ")
    return extract(read_image(file.getvalue()))


def test_the_same_seed_and_take_give_the_same_picture(person):
    assert np.array_equal(person.impression(INDEX, 3), SyntheticPerson(11).impression(INDEX, 3))


def test_takes_fingers_and_persons_give_different_pictures(person):
    picture = person.impression(INDEX, 0)
    assert not np.array_equal(picture, person.impression(INDEX, 1))
    assert not np.array_equal(picture, person.impression(MIDDLE, 0))
    assert not np.array_equal(person.master(INDEX), make_person(12).master(INDEX))


def test_a_picture_is_a_dark_print_on_light_ground(person):
    picture = person.impression(INDEX, 0)
    assert picture.shape == (impression.HEIGHT, impression.WIDTH)
    assert picture.dtype == np.uint8
    corners = np.concatenate([picture[:20, :20].ravel(), picture[-20:, -20:].ravel()])
    assert corners.mean() > 220
    assert np.percentile(picture[150:250, 100:200], 5) < 130


def test_a_master_covers_the_pad_with_ridges_of_full_strength(person):
    master = person.master(INDEX)
    assert master.shape == (growth.HEIGHT, growth.WIDTH)
    assert np.abs(master).max() <= 1
    assert (master > 0).mean() == pytest.approx(0.5, abs=0.05)
    assert np.abs(master[100:-100, 80:-80]).mean() > 0.5


@pytest.mark.parametrize("position", [0, 11])
def test_there_is_no_eleventh_finger(person, position):
    with pytest.raises(ValueError, match="1 to 10"):
        person.impression(position, 0)


def test_an_extractor_reads_an_ordinary_number_of_minutiae_from_a_usable_print(extractions):
    for extraction in extractions.values():
        assert 25 <= len(extraction.minutiae) <= 65
        assert extraction.quality.usable
        assert extraction.quality.score >= 60


def test_two_takes_of_a_finger_share_more_minutiae_than_two_fingers(extractions):
    templates = {key: build_template(extraction.minutiae) for key, extraction in extractions.items()}
    same = find_correspondences(templates[INDEX, 0], templates[INDEX, 1])
    other = find_correspondences(templates[INDEX, 0], templates[MIDDLE, 1])
    assert len(same.pairs) > 2 * len(other.pairs)
    assert 0.08 < compare(templates[INDEX, 0], templates[INDEX, 1]) < 0.9
    assert compare(templates[INDEX, 0], templates[MIDDLE, 1]) < 0.05
