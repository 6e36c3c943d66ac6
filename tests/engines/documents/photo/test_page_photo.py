"""Zones in pictures of pages: found and read whichever way the picture lies; what is no picture is refused with a cure."""

import io

import numpy as np
import pytest
from PIL import Image

from egnatia.engines.documents.mrz.corrections import propose_corrections
from egnatia.engines.documents.mrz.formats import TD1, TD3, Format
from egnatia.engines.documents.photo import tesseract
from egnatia.engines.documents.photo.page_photo import MOST_BYTES, decode, read_photo
from egnatia.engines.errors import EngineError
from tests.engines.documents.photo.pictures import photo_of, require_tesseract
from tests.engines.documents.specimens import TODAY, made_up

PATIENCE = 200.0  # seconds: how fast it is isn't asked here


def passport(format_: Format = TD3, **changed: object) -> str:
    return made_up(format_, issuing_state="SYR", nationality="SYR", **changed)


@pytest.mark.parametrize(
    ("slant", "turn"), [(0, 0), (2.5, 0), (-4, 0), (-1, 180), (0, 90)], ids=["plain", "2.5", "-4", "upside down", "on its side"]
)
@pytest.mark.parametrize("format_", [TD3, TD1], ids=["TD3", "TD1"])
def test_zone_is_read_however_the_picture_lies(format_, slant, turn):
    require_tesseract()
    text = passport(format_, document_number="N778812", primary=("HADDAD",), secondary=("SAMIR",))
    zone = read_photo(photo_of(text, slant=slant, turn=turn), TODAY, seconds=PATIENCE)
    assert zone.reads_well
    assert zone.text == text.replace("\n", "")


def test_what_is_taken_for_another_character_is_among_the_corrections():
    """Tesseract reads C0 as CO."""
    require_tesseract()
    text = passport(TD1)
    zone = read_photo(photo_of(text), TODAY, seconds=PATIENCE)
    proposed = [proposal.lines for proposal in propose_corrections(zone).corrections]
    assert text.replace("\n", "") == zone.text or tuple(text.split("\n")) in proposed


def test_picture_without_a_zone():
    require_tesseract()
    white = Image.new("L", (600, 400), 255)
    with pytest.raises(EngineError) as refused:
        read_photo(png(white), TODAY, seconds=PATIENCE)
    assert refused.value.code == "mrz.not_found"


def test_time_is_bounded():
    require_tesseract()
    with pytest.raises(EngineError) as refused:
        read_photo(photo_of(made_up(TD3)), TODAY, seconds=0.01)
    assert refused.value.code == "photo.too_slow"


def test_memory_is_bounded(monkeypatch):
    require_tesseract()
    monkeypatch.setattr(tesseract, "MEMORY", 20 * 1024 * 1024)
    with pytest.raises(EngineError) as refused:
        read_photo(photo_of(made_up(TD3)), TODAY, seconds=PATIENCE)
    assert refused.value.code == "photo.failed"


def test_machine_without_tesseract_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EngineError) as refused:
        read_photo(png(Image.new("L", (600, 400), 255)), TODAY)
    assert refused.value.code == "photo.no_tesseract"
    assert "apt-get install tesseract-ocr" in refused.value.cure


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_an_image"),
        (b"P<UTO", "not_an_image"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not_an_image"),
        (b"\0" * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_picture_is_refused(data, code):
    with pytest.raises(EngineError) as refused:
        decode(data)
    assert refused.value.code == f"photo.{code}"


def test_picture_of_too_few_or_too_many_pixels():
    with pytest.raises(EngineError) as refused:
        decode(png(Image.new("L", (200, 100))))
    assert refused.value.code == "photo.too_small"
    with pytest.raises(EngineError) as refused:
        decode(png(Image.new("1", (20_000, 10_000))))
    assert refused.value.code == "photo.too_large"


def test_camera_says_which_way_is_up():
    picture, content = Image.fromarray(np.arange(400 * 300, dtype=np.uint32).reshape(300, 400).astype(np.uint8)), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    picture.save(content, "JPEG", exif=exif)
    assert decode(content.getvalue()).size == (300, 400)


def png(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
