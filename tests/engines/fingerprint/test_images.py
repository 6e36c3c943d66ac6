"""Every file a scanner, a camera or a partner may send: read as a finger at 500 dpi, or refused with a cure."""

import io
import random
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
import wsq  # noqa: F401  lets Pillow write WSQ
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

import egnatia
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.images import read_image
from tests.engines.fingerprint.prints import FVC, as_file, draw_print, needs_real_prints

PRINT = draw_print()
FACES = Path(next(iter(egnatia.__path__))) / "site" / "demo_data" / "faces"


def refusal(data: bytes, *, dpi: int | None = None) -> str:
    with pytest.raises(EngineError) as raised:
        read_image(data, dpi=dpi)
    assert raised.value.message and raised.value.cure
    return raised.value.code


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_lossless_files_come_through_unchanged(kind):
    image = read_image(as_file(PRINT, kind))
    assert np.array_equal(image.pixels, PRINT)
    assert (image.width, image.height, image.source_dpi, image.source_format) == (352, 400, 500, kind)
    assert not image.was_inverted


@pytest.mark.parametrize(
    ("kind", "name", "dpi"), [("JPEG", "JPEG", 500), ("JPEG2000", "JPEG 2000", None), ("WSQ", "WSQ", None)]
)
def test_compressed_files_come_through_nearly_unchanged(kind, name, dpi):
    image = read_image(as_file(PRINT, kind, dpi=dpi), dpi=None if kind == "WSQ" else 500)
    assert (image.pixels.shape, image.source_format, image.source_dpi) == (PRINT.shape, name, 500)
    assert np.abs(image.pixels.astype(int) - PRINT).mean() < 6


def test_resolution_in_a_wsq_comment_counts():
    data = as_file(PRINT, "WSQ", dpi=None)
    assert b"PPI 500" in data
    assert read_image(data.replace(b"PPI 500", b"PPI 625")).width == round(352 * 500 / 625)


@pytest.mark.parametrize(("dpi", "width"), [(500, 352), (508, 346), (569, 309), (1000, 176)])
def test_other_resolutions_are_brought_to_500_dpi(dpi, width):
    image = read_image(as_file(PRINT, dpi=dpi)) if dpi < 1000 else read_image(as_file(draw_print(period=18), dpi=dpi))
    assert (image.width, image.source_dpi) == (width, dpi)


def test_resolution_given_goes_before_the_one_in_the_file():
    assert read_image(as_file(PRINT, dpi=300), dpi=500).width == 352


@pytest.mark.parametrize("dpi", [None, 72, 96])
def test_missing_or_placeholder_resolution_is_asked_for(dpi):
    assert refusal(as_file(PRINT, dpi=dpi)) == "image.resolution_unknown"


@pytest.mark.parametrize("dpi", [150, 250, 1300, 2400, 0, -500])
def test_resolution_outside_the_range_is_refused(dpi):
    assert refusal(as_file(PRINT), dpi=dpi) == "image.resolution_wrong"


def test_different_resolutions_both_ways_are_refused():
    file = io.BytesIO()
    Image.fromarray(PRINT).save(file, "PNG", dpi=(500, 1000))
    assert refusal(file.getvalue()) == "image.resolution_wrong"


def test_forty_megapixels_are_refused_before_decoding():
    """The image data are missing altogether: whoever decodes first would call the file damaged instead."""
    header = struct.pack(">IIBBBBB", 8000, 5000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", len(header)) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    idat = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    assert refusal(b"\x89PNG\r\n\x1a\n" + chunk + idat, dpi=500) == "image.too_large"


@pytest.mark.parametrize("side", [10_000, 15_000, 20_000])
def test_a_decompression_bomb_is_refused_without_a_warning(side):
    data = as_file(Image.new("1", (side, side)))
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert refusal(data, dpi=500) == "image.too_large"
    assert seen == []


def test_a_hand_is_too_large_but_much_paper_around_a_finger_is_cropped():
    assert refusal(as_file(np.tile(PRINT, (3, 4)))) == "image.too_large"
    assert refusal(as_file(np.full((3000, 3900), 250, np.uint8)), dpi=300) == "image.too_large"
    sheet = np.full((2000, 1600), 250, np.uint8)
    sheet[900:1300, 600:952] = PRINT
    image = read_image(as_file(sheet))
    assert 300 < image.width < 400 and 330 < image.height < 460


def test_too_small_an_image_is_refused():
    assert refusal(as_file(PRINT[150:260, 100:300])) == "image.too_small"
    assert refusal(as_file(np.full((1, 1), 9, np.uint8))) == "image.too_small"


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_an_empty_image_is_refused(grey):
    faint = np.random.default_rng(1).normal(grey, 3, (400, 352)).clip(0, 255).astype(np.uint8)
    assert refusal(as_file(np.full((400, 352), grey, np.uint8))) == "image.empty"
    assert refusal(as_file(faint)) == "image.empty"


def test_a_negative_is_inverted():
    image = read_image(as_file(255 - PRINT))
    assert image.was_inverted
    assert np.array_equal(image.pixels, PRINT)


def text_page() -> np.ndarray:
    page = Image.new("L", (400, 400), 255)
    draw = ImageDraw.Draw(page)
    for y in range(4, 400, 13):
        draw.text((4, y), "A record of everything that was said on that day, and of nothing else", fill=0)
    return np.asarray(page)


def noise(blur: float) -> np.ndarray:
    field = gaussian_filter(np.random.default_rng(3).normal(size=(400, 400)), blur)
    return np.uint8((field - field.min()) / np.ptp(field) * 255)


def scene() -> np.ndarray:
    """Light as in a photograph: the spectrum falls with the frequency."""
    frequency = np.hypot(np.fft.fftfreq(400)[:, None], np.fft.fftfreq(400)[None])
    frequency[0, 0] = 1
    field = np.fft.ifft2(np.fft.fft2(np.random.default_rng(4).normal(size=(400, 400))) / frequency**1.5).real
    return np.uint8((field - field.min()) / np.ptp(field) * 255)


@pytest.mark.parametrize(
    "picture", [text_page(), noise(0), noise(1.5), noise(3), scene()], ids=["text", "0", "1.5", "3", "scene"]
)
def test_what_is_no_finger_is_refused(picture):
    assert refusal(as_file(picture)) == "image.not_a_finger"


def waves(*directions: float, period: float) -> np.ndarray:
    """Straight waves in one direction are bars, in two a grid."""
    y, x = np.mgrid[:400, :352]
    return sum(np.cos(2 * np.pi * (x * np.cos(turn) + y * np.sin(turn)) / period) for turn in directions)


def barcode() -> np.ndarray:
    return np.tile(np.repeat(np.arange(80) % 2, np.random.default_rng(1).integers(2, 9, 80))[:352], (400, 1)) * 255


@pytest.mark.parametrize("period", [5, 7, 9, 12, 16])
def test_bars_and_grids_are_no_fingers(period):
    for turn in (0, 0.35, np.pi / 2):
        assert refusal(as_file(np.uint8((waves(turn, period=period) > 0) * 255))) == "image.not_a_finger"
    assert refusal(as_file(np.uint8(waves(0, np.pi / 2, period=period) * 60 + 128))) == "image.not_a_finger"
    assert refusal(as_file(np.uint8((waves(0, np.pi / 2, period=2 * period) > 0) * 255))) == "image.not_a_finger"


@pytest.mark.parametrize("side", [3, 4, 6, 8, 16, 32])
def test_a_chessboard_is_no_finger(side):
    y, x = np.mgrid[:400, :352] // side
    assert refusal(as_file(np.uint8((x + y) % 2 * 255))) == "image.not_a_finger"


def test_barcodes_and_faces_are_no_fingers():
    assert refusal(as_file(np.uint8(barcode()))) == "image.not_a_finger"
    for face in sorted(FACES.glob("*.jpg")):
        picture = Image.open(face).convert("L").resize((352, 400))
        assert refusal(as_file(picture)) in {"image.not_a_finger", "image.empty"}, face


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (128, 128), (129, 800), (131, 1000), (800, 1000), (3, 3000), (1700, 140)])
def test_pictures_of_any_size_are_refused_never_worse(size):
    width, height = size
    random = np.random.default_rng(width)
    for picture in (
        random.integers(0, 256, (height, width)),
        np.full((height, width), 255),
        np.arange(height * width).reshape(height, width) % 9 * 28,
    ):
        assert refusal(as_file(picture.astype(np.uint8))).startswith("image.")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "CMYK", "YCbCr"])
def test_colour_palette_and_transparency_become_grey(mode):
    kind = "TIFF" if mode in ("CMYK", "YCbCr") else "PNG"
    pixels = read_image(as_file(Image.fromarray(PRINT).convert(mode), kind)).pixels
    assert np.abs(pixels.astype(int) - PRINT).max() <= 4


def test_transparent_ground_becomes_paper():
    image = Image.fromarray(PRINT).convert("RGBA")
    alpha = Image.fromarray(np.where(PRINT > 235, 0, 255).astype(np.uint8))
    black = Image.merge("RGBA", [channel.point(lambda v: 0 if v > 235 else v) for channel in image.split()[:3]] + [alpha])
    assert read_image(as_file(black)).pixels[5, 5] == 255


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_deep_grey_is_scaled_by_the_bits_it_uses(bits):
    deep = PRINT.astype(np.uint16) << (bits - 8)
    assert np.array_equal(read_image(as_file(deep)).pixels, PRINT)


def test_two_tone_pictures_are_read():
    assert read_image(as_file(Image.fromarray(PRINT > 150))).width == 352


def test_of_several_pages_the_first_counts():
    pages = [Image.fromarray(PRINT), Image.new("L", (5000, 5000))]
    file = io.BytesIO()
    pages[0].save(file, "TIFF", dpi=(500, 500), save_all=True, append_images=pages[1:])
    assert np.array_equal(read_image(file.getvalue()).pixels, PRINT)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_cameras_rotation_is_undone(kind):
    exif = Image.Exif()
    exif[0x0112] = 6  # the picture has to be turned a quarter clockwise
    turned = Image.fromarray(PRINT).transpose(Image.Transpose.ROTATE_90)
    image = read_image(as_file(turned, kind, exif=exif), dpi=500)
    assert np.abs(image.pixels.astype(int) - PRINT).mean() < 6


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + bytes(99), b"%PDF-1.7", b"PK\x03\x04" + bytes(99), bytes(5000)]
)
def test_what_is_no_image_is_refused(data):
    assert refusal(data, dpi=500) == "image.not_an_image"


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG", "JPEG2000", "WSQ"])
def test_damaged_files_are_read_or_refused_never_worse(kind):
    whole = as_file(PRINT[40:300, 40:300], kind, dpi=None)
    source = random.Random(7)
    for trial in range(12 if kind == "WSQ" else 40):
        data = bytearray(whole)
        for _ in range(source.choice([1, 3, 20])):
            data[source.randrange(2, min(len(data), source.choice([64, 600, len(data)])))] = source.randrange(256)
        cut = source.randrange(len(data)) if trial % 3 == 0 else len(data)
        try:
            read_image(bytes(data[:cut]), dpi=500)
        except EngineError as error:
            assert error.code.startswith("image.")


@needs_real_prints
def test_real_prints_are_read_at_their_own_resolution():
    assert (image := read_image((FVC / "fvc2002/DB2_B/101_1.png").read_bytes())).source_dpi == 569
    assert (image.width, image.height) == (260, 492)


@needs_real_prints
def test_no_real_print_is_refused_or_taken_for_a_negative():
    for path in sorted(FVC.glob("*/*/*_[1357].png")):
        assert not read_image(path.read_bytes()).was_inverted, path


@needs_real_prints
def test_real_negatives_are_inverted_where_there_is_ground():
    for path in sorted(FVC.glob("fvc200[24]/DB1_B/*_1.png")):
        pixels = np.asarray(Image.open(path).convert("L"))
        assert read_image(as_file(255 - pixels)).was_inverted, path
