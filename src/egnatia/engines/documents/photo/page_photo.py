"""Where the zone is in a photo, which way up it is, and what stands in it.

The zone lies along the lower edge of the page or card, and its lines are its widest. Tried are the four ways a picture may be
turned, first those in which lines of text lie level; of each the lower part, then the whole, both with a small slant taken
out. The first reading without any fault ends it, else the one with most right check digits counts.
"""

import io
import re
import time
import warnings
from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from egnatia.engines.documents.mrz.cleaning import LONGEST_TEXT
from egnatia.engines.documents.mrz.confusions import ALPHANUMERIC_PLACES
from egnatia.engines.documents.mrz.reading import read_zone
from egnatia.engines.documents.mrz.zone import Status, Zone
from egnatia.engines.documents.photo.fillers import mend_fillers
from egnatia.engines.documents.photo.tesseract import recognise
from egnatia.engines.errors import EngineError

MOST_BYTES = 20 * 1024 * 1024
#: Beyond this a file is a bomb or a mistake; today's cameras stay below.
MOST_PIXELS = 60_000_000
#: A zone of 44 characters over the whole width has then some 30 pixels a character; with more, Tesseract reads it less well.
WIDEST = 1400
#: A line of a zone in fewer pixels has none to tell its letters apart.
NARROWEST = 300
#: For all attempts together.
SECONDS = 15.0
_LOWER_PART = 0.4
#: Number, birth date and expiry right: another attempt won't read more.
_ENOUGH = 3
#: What Tesseract makes of fillers at a name's ends.
_K_BESIDE_FILLER = re.compile("K(?=<)|(?<=<)K")
_WITHOUT_K = ALPHANUMERIC_PLACES.replace("K", "")
_SLANTS = np.arange(-6.0, 6.1, 0.5)  # degrees
_SKETCH = 500  # pixels: wide enough to see which way lines lie

Gray = NDArray[np.uint8]


def read_photo(data: bytes, today: date, *, seconds: float = SECONDS) -> Zone:
    """The zone in a photo or scan (JPEG, PNG). How many fillers a run has isn't read but follows from the format.

    seconds  for all attempts together; what was found until then counts

    Raises EngineError `photo.too_large`, `photo.not_an_image`, `photo.too_small`, `photo.no_tesseract`, `photo.too_slow`,
    `photo.failed`, `mrz.not_found`.
    """
    picture = decode(data)
    ends = time.monotonic() + seconds
    best: tuple[Zone, bytes] | None = None
    for turn in (0, 180, 90, 270) if _lines_lie_level(picture) else (90, 270, 0, 180):
        for attempt in map(_png, _parts(picture.rotate(turn, expand=True) if turn else picture)):
            if best is not None and time.monotonic() > ends:
                return best[0]
            zone = _find_zone(recognise(attempt, seconds=max(ends - time.monotonic(), 0.0)), today)
            if zone is not None and (best is None or _right(zone) > _right(best[0])):
                best = zone, attempt
            if best is not None and (best[0].reads_well or _right(best[0]) >= _ENOUGH):
                break
        if best is not None and _right(best[0]):
            break
    if best is None:
        raise EngineError(
            "mrz.not_found", "There is no machine-readable zone in this picture.", "Take the picture again, or type the lines."
        )
    return _without_false_letters(*best, today, seconds=ends - time.monotonic())


def _without_false_letters(zone: Zone, attempt: bytes, today: date, *, seconds: float) -> Zone:
    """Where a K stands beside a filler of the names, the picture is read again without K: what really is one then becomes
    another letter, and what is a filler becomes none.
    """
    if _K_BESIDE_FILLER.search(zone.names.raw) is None or seconds <= 0:
        return zone
    try:
        again = _find_zone(recognise(attempt, seconds=seconds, characters=_WITHOUT_K), today)
    except EngineError:  # out of time: what was read counts
        return zone
    if again is None or again.format is not zone.format:
        return zone
    if _components(again.names.raw) != _components(_K_BESIDE_FILLER.sub("<", zone.names.raw)):
        return zone
    place = zone.format.names
    return _read_whole(zone.text[: place.start] + again.names.raw + zone.text[place.stop :], zone, today)


def _components(names: str) -> list[str]:
    return names.replace("<", " ").split()


def _read_whole(text: str, zone: Zone, today: date) -> Zone:
    width = zone.format.width
    return read_zone("\n".join(text[start : start + width] for start in range(0, len(text), width)), today)


def _find_zone(text: str, today: date) -> Zone | None:
    """With lines as wide as they should be: what Tesseract counts of a run of fillers says nothing about the document."""
    try:
        found = read_zone(mend_fillers(text)[:LONGEST_TEXT], today)
    except EngineError:
        return None
    return read_zone("\n".join(line.text for line in found.lines), today)


def decode(data: bytes) -> Image.Image:
    """The picture in shades of gray, the way up its camera says, no larger than it need be."""
    if len(data) > MOST_BYTES:
        raise _too_large()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
            if opened.width * opened.height > MOST_PIXELS:
                raise _too_large()
            gray = ImageOps.exif_transpose(opened).convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise EngineError(
            "photo.not_an_image", "This file is not a picture that can be read.", "Use a JPEG or PNG file."
        ) from error
    if max(gray.size) < NARROWEST:
        raise EngineError(
            "photo.too_small", "The picture is too small to read letters in it.", "Take it nearer, or with more pixels."
        )
    return gray


def _parts(picture: Image.Image) -> Iterator[Image.Image]:
    """The lower part, where a zone is, then the whole."""
    lower = picture.crop((0, int(picture.height * (1 - _LOWER_PART)), picture.width, picture.height))
    for part in (lower, picture):
        yield _straighten(_scale(part))


def _scale(part: Image.Image) -> Image.Image:
    width = min(WIDEST, max(part.width, WIDEST // 2))
    scaled = part.resize((width, max(1, round(part.height * width / part.width))), Image.Resampling.LANCZOS)
    return ImageOps.autocontrast(scaled, cutoff=1)


def _straighten(part: Image.Image) -> Image.Image:
    """Turned by the small angle at which its lines lie most level."""
    angle, _ = _best_slant(_sketch(part))
    return part.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255) if angle else part


def _lines_lie_level(picture: Image.Image) -> bool:
    sketch = _sketch(picture)
    return _best_slant(sketch)[1] >= _best_slant(sketch.rotate(90, expand=True))[1]


def _best_slant(sketch: Image.Image) -> tuple[float, float]:
    """The angle in degrees, and how level lines then lie."""
    levels = [_levelness(np.asarray(sketch.rotate(float(angle), fillcolor=255))) for angle in _SLANTS]
    best = int(np.argmax(levels))
    return float(_SLANTS[best]), levels[best]


def _sketch(picture: Image.Image) -> Image.Image:
    scale = _SKETCH / max(picture.size)
    return ImageOps.autocontrast(picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))))


def _levelness(pixels: Gray) -> float:
    """How much darkness changes from row to row: lines of text and the gaps between them."""
    return float(np.square(np.diff(pixels.mean(axis=1, dtype=np.float64))).mean())


def _right(zone: Zone) -> int:
    """How many fields with a check digit read well."""
    return sum(field.computed != "" and field.status in (Status.OK, Status.UNKNOWN) for field in zone.fields().values())


def _png(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "PNG", compress_level=1)
    return content.getvalue()


def _too_large() -> EngineError:
    return EngineError("photo.too_large", "The picture is too large.", "Send one of less than 20 MB and 60 megapixels.")
