"""Register what another system wrote into the watched folder."""

import logging
from pathlib import Path
from typing import Any

from egnatia.base.errors import Problem
from egnatia.registration.actions.register_person import Registration, register_person
from egnatia.registration.intake_files import find_photo_file, intake_of, read_person
from egnatia.registration.watched_folder import DONE, FAILED, Entry, Settling, entries, finish, finish_moves

logger = logging.getLogger(__name__)
_REST_SECONDS = 60.0
#: Somebody else is at it in this moment.
_LATER = ("registration.busy", "registration.draft.changed_meanwhile")


def take_from_folder(officer: Any, folder: Path, settling: Settling) -> int:
    """Take every whole delivery with a person; how many were finished. One that can't be read now doesn't hold up the rest."""
    taken = finish_moves(folder)
    for entry in list(entries(folder)):
        try:
            if entry.person is not None and settling.is_settled(entry) and _take(officer, folder, entry):
                settling.forget(entry)
                taken += 1
        except OSError as error:
            logger.warning("watched folder, %s: %s", entry.name, error.strerror)
            settling.rest(entry, _REST_SECONDS) if entry.prints.exists() else settling.forget(entry)
    return taken


def _take(officer: Any, folder: Path, entry: Entry) -> bool:
    """Registered and moved to `done`, or refused and moved to `failed`; False where it has to be looked at again."""
    state = entry.state()
    try:
        where, told = DONE, _facts(_register(officer, entry))
    except Problem as problem:
        if problem.status >= 500:
            raise  # the disk is full, the database is gone: the delivery stays where it is
        if problem.code in _LATER:
            return False
        where, told = FAILED, _fault(problem)
    if entry.state() != state:
        return False  # written anew meanwhile: the new content is another call
    finish(folder, entry, where, told)
    return True


def _register(officer: Any, entry: Entry) -> Registration:
    if any(file.is_symlink() for file in entry.files()):
        raise Problem(
            "registration.watched_folder.link", "The delivery holds a link.", "Write the files themselves.", status=422
        )
    facts = read_person(_text(entry.person)) if entry.person is not None else {}
    photo = find_photo_file(entry.prints) if entry.is_folder else None
    return register_person(officer, intake_of(facts, prints=entry.nist_or_folder(), photo=photo), origin="watched_folder")


def _text(person: Path) -> str:
    """Empty, and so refused, where it isn't UTF-8: a name with a lost letter is worse than none."""
    try:
        return person.read_text(encoding="utf-8") if person.stat().st_size <= 1_000_000 else ""
    except UnicodeDecodeError:
        return ""


def _facts(done: Registration) -> dict[str, Any]:
    data_set = done.data_set
    return {
        "outcome": done.outcome,
        "reference_number": data_set.reference_number if data_set else None,
        "version": data_set.version if data_set else None,
        "erase_on": data_set.erase_on.isoformat() if data_set else None,
        "possible_matches": len(done.candidates),
    }


def _fault(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "cure": problem.cure, "field": problem.field, **problem.details}
