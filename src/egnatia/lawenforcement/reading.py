"""The prints of one person, from what an investigation has: an ANSI/NIST file, ISO/IEC 19794-2 records, or images."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from egnatia.base.errors import Problem
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.reading import read_finger
from egnatia.biometrics.records import split_records, to_record
from egnatia.engines.fingerprint import iso19794
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.engines.fingerprint.nist import ROLLED, NistFinger, read_nist

_NIST, _ISO = b"1.001:", iso19794.MAGIC
#: A hand of each impression, and no second person's.
MOST_FILES = 10
FIELD = "prints"


@dataclass(frozen=True, slots=True)
class Print:
    """One finger: its ISO/IEC 19794-2 record, and the image that it was read from, where there was one."""

    position: int
    record: bytes
    quality: int
    image: bytes | None = None
    dpi: int = 0


def read_prints(files: Iterable[bytes] = (), images: Mapping[int, bytes] | None = None, *, dpi: int = 0) -> list[Print]:
    """The fingers of one person, by position.

    files    ANSI/NIST-ITL files and ISO/IEC 19794-2 records, told apart by how they begin
    images   by position, of an officer or system that has only pictures
    Raises Problem: what the engine refuses, as `biometrics.…`; `lawenforcement.prints.unknown_format`, `.none_usable`,
    `.given_twice` (two prints of one finger may be two persons).
    """
    found = [one for data in files for one in _read_file(data)]
    found += [one for position, data in (images or {}).items() if (one := _read_image(data, position, dpi)) is not None]
    if len({one.position for one in found}) < len(found):
        raise Problem(
            "lawenforcement.prints.given_twice",
            _("There are two prints of one finger."),
            _("Give one of each: a request is about one person."),
            status=422,
            field=FIELD,
        )
    if not found:
        raise Problem(
            "lawenforcement.prints.none_usable",
            _("There is no finger here that can be searched with."),
            _("Give clearer prints of single fingers."),
            status=422,
            field=FIELD,
        )
    return sorted(found, key=lambda one: one.position)


def _read_file(data: bytes) -> list[Print]:
    if data.startswith(_ISO):
        return _read_records(data)
    if data.startswith(_NIST):
        with engine_errors_as_problems(field=FIELD):
            fingers = _one_each(read_nist(data).fingers)
        read = (_read_image(finger.data, finger.position, finger.dpi) for finger in fingers)
        return [one for one in read if one is not None]
    raise Problem(
        "lawenforcement.prints.unknown_format",
        _("This file is neither an ANSI/NIST file nor an ISO/IEC 19794-2 record."),
        _("Ask your fingerprint system for one of the two."),
        status=422,
        field=FIELD,
    )


def _one_each(fingers: Iterable[NistFinger]) -> list[NistFinger]:
    """Of a finger that is there rolled and plain the rolled one: it shows more."""
    kept: dict[int, NistFinger] = {}
    for finger in fingers:
        if finger.position in POSITIONS and (finger.position not in kept or finger.impression == ROLLED):
            kept[finger.position] = finger
    return list(kept.values())


def _read_records(data: bytes) -> list[Print]:
    """Written anew, so that nothing is kept which isn't minutiae."""
    with engine_errors_as_problems(field=FIELD):
        fingers = [iso19794.decode(record) for record in split_records(data)]
    prints = []
    for position, minutiae in fingers:
        quality = min(100, int(minutiae.quality.mean())) if len(minutiae) else 0
        prints.append(Print(position, to_record(minutiae, position=position, quality=quality), quality))
    return prints


def _read_image(data: bytes, position: int, dpi: int) -> Print | None:
    """None where nothing can be made of the finger; others of the same person may do."""
    if position not in POSITIONS:
        return None
    reading = read_finger(data, position, dpi)
    return Print(position, reading.record, reading.quality, data, dpi) if reading.record else None
