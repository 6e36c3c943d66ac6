"""Pictures of pages of documents that don't exist, as somebody takes them: turned, a little slanted, noisy."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from egnatia.engines.documents.photo.tesseract import find_tesseract

#: Debian's packages fonts-ocr-b and fonts-dejavu-core.
FONTS = ("/usr/share/fonts/opentype/ocr-b/OCRB.otf", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
_PITCH, _LINE, _MARGIN = 32, 60, 64
_PAGE = ("REPUBLIC OF NOWHERE", "Surname / Nom", "HADDAD", "Given names / Prenoms", "SAMIR", "Date of birth 12 04 1991")


def require_tesseract() -> None:
    """Skips where pictures can't be read, and says what is missing."""
    if find_tesseract() is None:
        pytest.skip("no tesseract: apt-get install tesseract-ocr")
    if find_font() is None:
        pytest.skip("no font of fixed width: apt-get install fonts-ocr-b")


def find_font() -> str | None:
    return next((font for font in FONTS if Path(font).is_file()), None)


def photo_of(zone: str, *, slant: float = 0, turn: int = 0, noise: float = 8, seed: int = 1) -> bytes:
    """A JPEG of the page with that zone along its lower edge; slant and turn in degrees."""
    lines = zone.split("\n")
    width = len(lines[0]) * _PITCH + 2 * _MARGIN
    height = int(width * 0.7)
    page = Image.new("L", (width, height), 225)
    draw, small = ImageDraw.Draw(page), ImageFont.load_default(30)
    for at, text in enumerate(_PAGE):
        draw.text((width * 0.4, 50 + at * 60), text, font=small, fill=60)
    draw.rectangle((50, 60, width * 0.33, height * 0.6), fill=150)  # where the face is
    font = ImageFont.truetype(find_font() or "", _PITCH * 1.55)
    for at, line in enumerate(lines):
        top = height - _LINE * (len(lines) - at) - 40
        for place, character in enumerate(line):
            draw.text((_MARGIN + (place + 0.5) * _PITCH, top), character, font=font, fill=30, anchor="ma")
    taken = np.asarray(page.rotate(slant, Image.Resampling.BICUBIC, expand=True, fillcolor=120).rotate(turn, expand=True))
    grain = np.random.default_rng(seed).normal(0, noise, taken.shape)
    content = io.BytesIO()
    Image.fromarray((taken + grain).clip(0, 255).astype(np.uint8)).save(content, "JPEG", quality=85)
    return content.getvalue()
