"""A registration from files: a JSON of the person, and images in a folder or an ANSI/NIST file.

{"category": 2,
 "elements": {"surnames": ["Haddad"], "birth_date": {"value": "1991", "precision": "year", "basis": "declared"}, …},
 "notice": {"language": "ar", "mode": "both"},
 "missing_fingers": {"4": "amputated"},
 "proof_of_age": false, "doubt_about_age": false, "fingers_checked": false,
 "national_number": "…", "correction_reason": "typing_error"}
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from egnatia.base.errors import Problem
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.engines.fingerprint.nist import read_nist
from egnatia.registration.finger_files import IMAGE_ENDINGS, by_position, is_nist
from egnatia.registration.intake import Intake

MEMBERS = frozenset(
    {
        "category",
        "elements",
        "notice",
        "missing_fingers",
        "proof_of_age",
        "doubt_about_age",
        "fingers_checked",
        "correction_reason",
        "national_number",
        "device",
    }
)
MOST_BYTES = 64 * 1024 * 1024
_PHOTO_STEMS = ("face", "photo")


def read_intake(
    person: Path, *, prints: Path, photo: Path | None = None, national_number: str = "", dpi: int | None = None
) -> Intake:
    """The registration. Raises Problem `registration.file.…`, `registration.file_name.…`, `registration.person.…`."""
    return intake_of(
        read_person(person.read_text(encoding="utf-8", errors="strict") if _fits(person) else ""),
        prints=prints,
        photo=photo,
        national_number=national_number,
        dpi=dpi,
    )


def intake_of(
    facts: Mapping[str, Any],
    *,
    prints: Path | None,
    photo: Path | None = None,
    national_number: str = "",
    dpi: int | None = None,
) -> Intake:
    """The registration that the JSON members and the files make."""
    nist_file = prints.read_bytes() if prints is not None and prints.is_file() and _fits(prints) else None
    return Intake(
        category=facts.get("category", -1),
        elements=facts.get("elements", {}),
        fingers=read_folder(prints) if prints is not None and prints.is_dir() else {},
        missing_fingers=_missing(facts.get("missing_fingers", {})),
        nist_file=nist_file,
        photo=photo.read_bytes() if photo is not None and _fits(photo) else None,
        notice=facts.get("notice"),
        proof_of_age=facts.get("proof_of_age") is True,
        doubt_about_age=facts.get("doubt_about_age") is True,
        fingers_checked=facts.get("fingers_checked") is True,
        correction_reason=str(facts.get("correction_reason") or ""),
        national_number=national_number or str(facts.get("national_number") or ""),
        dpi=dpi,
        device="".join(filter(str.isprintable, str(facts.get("device") or "")))[:100],
    )


def read_person(text: str) -> dict[str, Any]:
    """The members of a person's JSON. Problem `registration.person.not_json` and `registration.person.unknown_member`."""
    try:
        facts = json.loads(text)
    except json.JSONDecodeError as error:
        raise _not_json() from error
    if not isinstance(facts, dict) or not isinstance(facts.get("elements", {}), dict):
        raise _not_json()
    if unknown := sorted(set(facts) - MEMBERS):
        raise Problem(
            "registration.person.unknown_member",
            f"The person's file has a member that is not known: {unknown[0][:60]}.",
            f"Use only {', '.join(sorted(MEMBERS))}.",
            status=422,
            field=unknown[0][:60],
        )
    return facts


def read_folder(folder: Path) -> Mapping[int, bytes]:
    """The images of a folder by position; a photo beside them is not a finger."""
    files = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in IMAGE_ENDINGS and path.stem.lower() not in _PHOTO_STEMS and _fits(path)
    ]
    return by_position((path.name, path.read_bytes()) for path in files)


def find_photo_file(folder: Path) -> Path | None:
    """The photo in a person's folder, if there is one."""
    return next((path for path in sorted(folder.iterdir()) if path.stem.lower() in _PHOTO_STEMS), None)


def read_fingers(prints: Path) -> Mapping[int, bytes]:
    """Images by position, from a folder, one image file, or an ANSI/NIST file; for a search that keeps nothing."""
    if prints.is_dir():
        return read_folder(prints)
    content = prints.read_bytes() if _fits(prints) else b""
    if not is_nist(prints.name, content):
        return by_position([(prints.name, content)])
    with engine_errors_as_problems(field="prints"):
        return {finger.position: finger.data for finger in read_nist(content).fingers}


def _fits(path: Path) -> bool:
    """Raises Problem `registration.file.too_large` before a huge file is read into memory."""
    if path.stat().st_size > MOST_BYTES:
        raise Problem(
            "registration.file.too_large",
            "A file is larger than 64 MB.",
            "Check whether it is the right file.",
            status=422,
            file=path.name[:100],
        )
    return True


def _missing(given: Any) -> dict[int, str]:
    try:
        return {int(position): str(reason) for position, reason in dict(given).items()}
    except (TypeError, ValueError) as error:
        raise Problem(
            "registration.person.missing_fingers",
            "The missing fingers are not given as numbers with reasons.",
            'Write them as {"4": "amputated"}.',
            status=422,
            field="missing_fingers",
        ) from error


def _not_json() -> Problem:
    return Problem(
        "registration.person.not_json",
        "The person's file is not JSON of the form that is needed.",
        'Write {"category": 2, "elements": {…}}; the elements stand under: egnatia law elements',
        status=422,
        field="person",
    )
