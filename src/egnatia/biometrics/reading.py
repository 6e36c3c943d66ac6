"""What the engine makes of an image. No database and no disk, so that a process of its own can do it."""

from dataclasses import dataclass

from egnatia.biometrics.records import to_record
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.extraction import extract
from egnatia.engines.fingerprint.images import read_image

#: A print with less than this is refused. One with more is kept and used as far as it goes, beside nine others: who can't take
#: it again (an old file, worn skin) would lose the whole registration otherwise.
LEAST_MINUTIAE = 4
#: Reason of a print that alone finds nobody; it doesn't count where the law asks how many fingers are usable.
LITTLE_USE = "finger.little_use"


@dataclass(frozen=True, slots=True)
class Reading:
    """A record of minutiae with its quality and its faults, or the code of what is wrong with the image."""

    record: bytes = b""
    quality: int = 0
    reasons: tuple[str, ...] = ()
    problem_code: str = ""


def read_finger(image: bytes, position: int, dpi: int | None) -> Reading:
    """Read an image; what can't be used is an answer too, not an error."""
    try:
        extraction = extract(read_image(image, dpi=dpi or None))
    except EngineError as error:
        return Reading(problem_code=error.code)
    quality, reasons = extraction.quality, extraction.quality.reasons
    if len(extraction.minutiae) < LEAST_MINUTIAE:
        return Reading(quality=quality.score, reasons=reasons, problem_code="finger.quality_too_low")
    if not quality.usable:
        reasons = (LITTLE_USE, *reasons)
    return Reading(to_record(extraction.minutiae, position=position, quality=quality.score), quality.score, reasons)
