"""Reading a finger's image: what is kept, what is refused."""

import io

import numpy as np
import pytest
from PIL import Image

from egnatia.biometrics import reading
from egnatia.biometrics.reading import LITTLE_USE, read_finger
from egnatia.biometrics.records import from_record
from egnatia.site.demo_data.cast import STRANGER


def only_a_patch(side: int) -> bytes:
    """A synthetic print of which only a square in the middle touched the scanner, as a PNG of 500 dpi."""
    from egnatia.engines.fingerprint.images import read_image

    pixels = read_image(STRANGER.print_file(2).read_bytes(), dpi=500).pixels
    sheet = np.full_like(pixels, 255)
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    sheet[top : top + side, left : left + side] = pixels[top : top + side, left : left + side]
    file = io.BytesIO()
    Image.fromarray(sheet).save(file, "PNG", dpi=(500, 500))
    return file.getvalue()


def test_whole_print_is_read():
    found = read_finger(STRANGER.print_file(2).read_bytes(), 2, 500)
    assert not found.problem_code and LITTLE_USE not in found.reasons
    assert len(from_record(found.record)) > 20


def test_partial_print_is_kept_and_marked_as_of_little_use():
    found = read_finger(only_a_patch(120), 2, 500)
    assert found.record and not found.problem_code
    assert found.reasons[0] == LITTLE_USE


def test_print_with_next_to_nothing_in_it_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LEAST_MINUTIAE", 1000)
    found = read_finger(STRANGER.print_file(2).read_bytes(), 2, 500)
    assert found.problem_code == "finger.quality_too_low" and not found.record


@pytest.mark.parametrize("content", [b"", b"GIF89a not really", bytes(5000)])
def test_no_image(content):
    assert read_finger(content, 2, 500).problem_code == "image.not_an_image"
