"""Whose fingers are these? Compare them with the node's gallery; nothing of them is kept."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.search_gallery import Matches, run_search
from egnatia.biometrics.models import LocalSearch
from egnatia.biometrics.reading import read_finger
from egnatia.biometrics.records import build_ten_print, from_record
from egnatia.registration.problems import fingers_refused


def identify_person(
    officer: Any, fingers: Mapping[int, bytes], *, dpi: int | None = None, limit: int = 10, why: str = ""
) -> Matches:
    """Possible matches above the threshold, best first. Images by position, 1 right thumb … 10 left little.

    Nothing can search again later, as nothing is kept: whoever asks is told what parts of the gallery were missing.

    Raises Problem `accounts.not_allowed`, `registration.identify.no_fingers`, and `registration.fingers.refused` where none
    is usable.
    """
    policy.require(officer, "person.find")
    if not fingers:
        raise Problem(
            "registration.identify.no_fingers",
            "There is no fingerprint to compare.",
            "Give at least one image.",
            field="fingers",
        )
    readings = {position: read_finger(image, position, dpi or 0) for position, image in sorted(fingers.items())}
    usable = {position: from_record(reading.record) for position, reading in readings.items() if reading.record}
    if not usable:
        raise fingers_refused(readings, {position: reading.problem_code for position, reading in readings.items()})
    with transaction.atomic():
        matches = run_search(build_ten_print(usable), kind=LocalSearch.Kind.IDENTIFY, limit=limit)
        found = matches.found
        audit.record("registration.fingers.identified", officer=officer, why=why, fingers=sorted(usable), found=len(found))
        for match in found:
            audit.record(
                "persons.person.listed", subject=match.data_set, person=match.data_set.person_id, officer=officer, why=why
            )
    return matches
