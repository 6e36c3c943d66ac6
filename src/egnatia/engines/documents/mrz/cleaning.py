"""Finds the lines of a zone in text that was typed, pasted, sent by a document reader as keystrokes, or read by OCR.

Nothing is corrected here: blanks become fillers, breaks and control characters go, letters become capitals, lines get the
format's width. What stands in a field that may not stand there is left for `reading` to say.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from egnatia.engines.documents.mrz.check_digits import FILLER, compute_check_digit
from egnatia.engines.documents.mrz.formats import FORMATS, MRV_A, MRV_B, TD1, TD2, TD3, Format
from egnatia.engines.documents.mrz.zone import Line
from egnatia.engines.errors import EngineError

#: A page of OCR text is shorter.
LONGEST_TEXT = 4_000
#: A zone without breaks has 90 characters; with a blank between every two of them, 180.
_LONGEST_LINE = 200
#: A line may be so much longer than its format's, by characters that the OCR saw twice.
_EXCESS = 4
#: From so many points on text counts as a zone; see `_points`.
_ENOUGH = 5

_BY_LENGTHS = {
    (30, 30, 30): (TD1,),
    (36, 36): (TD2, MRV_B),
    (44, 44): (TD3, MRV_A),
    (90,): (TD1,),
    (72,): (TD2, MRV_B),
    (88,): (TD3, MRV_A),
}
_FRAME = "\x00\x02\x03\x04\ufeff \t\r\n"
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]+")
_LOOKALIKES = str.maketrans({"«": "<<", "≪": "<<", "‹": "<", "〈": "<", "⟨": "<", "˂": "<"})
_BLANKS = re.compile(r"[\s_]")
_RUN = re.compile("<{2,}")
_DATE = re.compile("[0-9<]{6}").fullmatch


@dataclass(frozen=True, slots=True)
class FoundZone:
    """The format and the lines of what was found."""

    format: Format
    lines: tuple[Line, ...]


def find_zone(text: str) -> FoundZone:
    """The zone in `text`; where there are several, the one that most check digits speak for, the first of those.

    Raises EngineError `mrz.too_long`, `mrz.line_missing`, `mrz.not_found`.
    """
    if len(text) > LONGEST_TEXT:
        raise EngineError(
            "mrz.too_long",
            f"The text has {len(text)} characters; a machine-readable zone has at most 90.",
            "Give the lines of the machine-readable zone alone.",
        )
    return _find_plain(text) or _find_among(_split(text))


def _find_plain(text: str) -> FoundZone | None:
    """Lines that are as long as they should be, as document readers send them."""
    parts = text.strip(_FRAME).upper().split() if text.isascii() else []
    for format_ in _BY_LENGTHS.get(tuple(map(len, parts)), ()):
        if parts[0][0] in format_.initials:
            lines = parts if len(parts) > 1 else list(_cut("".join(parts), format_))
            return FoundZone(format_, tuple([Line(line, line) for line in lines]))
    return None


def _split(text: str) -> list[str]:
    """The lines that aren't empty. Blanks inside and at the end are kept, for they may be fillers."""
    normal = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).upper()
    lines = (_CONTROLS.sub("", line.replace("\t", " ")).lstrip() for line in _BREAKS.split(normal))
    return [line for line in lines if 0 < len(line) <= _LONGEST_LINE]


def _find_among(lines: Sequence[str]) -> FoundZone:
    best, most = None, 0
    for window, format_ in _windows(lines):
        for fitted in product(*(_fits(line, format_.width) for line in window)):
            points = _points("".join(fitted), format_) + sum(map(_has_width, window, fitted))
            if points > most:
                best, most = FoundZone(format_, tuple(map(Line, window, fitted))), points
    if best is None or most < _ENOUGH:
        raise _nothing_found(lines)
    return best


def _windows(lines: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Format]]:
    """Every run of lines that may be a zone, blanks taken out or made fillers, with the format it may be."""
    for format_ in FORMATS:
        for start in range(len(lines)):
            if len(lines[start]) < format_.shortest[0] or (lines[start][0] == "V" and "V" not in format_.initials):
                continue
            for run in _runs(lines[start : start + format_.lines], format_):
                if _may_be(run, format_):
                    yield run, format_


def _runs(lines: Sequence[str], format_: Format) -> Iterable[tuple[str, ...]]:
    """Those lines; and the first of them cut, where it is long enough to be the whole zone without breaks."""
    if len(lines) == format_.lines:
        yield tuple(_fill_blanks(line, format_.width) for line in lines)
    whole = _fill_blanks(lines[0], format_.width * format_.lines)
    if format_.width * (format_.lines - 1) < len(whole) <= format_.width * format_.lines + _EXCESS:
        yield tuple(_cut(whole, format_))


def _fill_blanks(line: str, width: int) -> str:
    """Blanks made fillers, or left out, whichever gives the line its width; else, without those at the end, fillers."""
    ended = line.rstrip()
    without = _BLANKS.sub("", line)
    whole = next((way for way in (line, ended, without) if len(way) == width), None)
    return _BLANKS.sub(FILLER, whole or (without if abs(len(without) - width) == 1 else ended))


def _cut(whole: str, format_: Format) -> Iterator[str]:
    """All lines; what is left over stays with the last."""
    for at in range(format_.lines - 1):
        yield whole[at * format_.width : (at + 1) * format_.width]
    yield whole[(format_.lines - 1) * format_.width :]


def _may_be(lines: Sequence[str], format_: Format) -> bool:
    return all(shortest <= len(line) <= format_.width + _EXCESS for line, shortest in zip(lines, format_.shortest, strict=True))


def _fits(line: str, width: int) -> list[str]:
    """The line with the format's width: what is too much or too little is so at its end, or in its longest run of fillers."""
    missing = width - len(line)
    fits = [line[:width].ljust(width, FILLER)]
    run = max(_RUN.finditer(line), key=lambda found: len(found.group()), default=None)
    if missing and run and -missing < len(run.group()):
        fits.append(line[: run.start()] + FILLER * (len(run.group()) + missing) + line[run.end() :])
    return fits


def _points(text: str, format_: Format) -> int:
    """How much speaks for a zone: two for each right check digit, one for each sign of its form; 0 where there is neither."""
    right = sum(
        text[checked].strip(FILLER) != "" and text[checked.stop] == compute_check_digit(text[checked])
        for checked in (format_.document_number, format_.birth_date, format_.expiry_date)
    )
    if format_.composite_check is not None:
        composite = compute_check_digit("".join(text[part] for part in format_.composite))
        right += composite == text[format_.composite_check] and right > 0
    initial = text[0] in format_.initials
    if not initial and not right:
        return 0
    dates = sum(_DATE(text[part]) is not None for part in (format_.birth_date, format_.expiry_date))
    return 2 * right + initial + dates + (text[format_.sex] in "MFX<") + (FILLER * 2 in text[format_.names])


def _has_width(line: str, fitted: str) -> bool:
    return len(line) == len(fitted)


def _nothing_found(lines: Sequence[str]) -> EngineError:
    alone = [line for line in lines if len(line.rstrip()) in (30, 36, 44) and FILLER in line and line.strip(FILLER)]
    if alone:
        return EngineError(
            "mrz.line_missing",
            "One line looks like a machine-readable zone, the others are missing.",
            "Read the zone again with all of its two or three lines.",
        )
    return EngineError(
        "mrz.not_found",
        "There is no machine-readable zone in this text.",
        "Read the two or three lines with the < signs, at the bottom of the page or on the back of the card, or type them.",
    )
