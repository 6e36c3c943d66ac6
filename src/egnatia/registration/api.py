"""Registrations of connected systems: PUT and GET under their own number, identification, documents, results, the web hook."""

from collections.abc import Mapping

from django.http import HttpRequest
from ninja import Query, Router, Status

from egnatia.accounts.api_auth import account_of, require_purpose
from egnatia.base import node
from egnatia.base.json_fields import REFUSALS
from egnatia.biometrics.bands import band_of
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.engines.fingerprint.nist import read_nist
from egnatia.persons.national_number import check_national_number
from egnatia.registration.actions.identify_person import identify_person
from egnatia.registration.actions.read_standing import read_standing
from egnatia.registration.actions.register_person import register_person
from egnatia.registration.api_schemas import (
    FingersIn,
    IdentifiedOut,
    IdentifyOut,
    RegistrationIn,
    StandingOut,
    standing_of,
    standing_out,
)
from egnatia.registration.documents_api import router as documents_router
from egnatia.registration.group_api import router as group_router
from egnatia.registration.results_api import router as results_router
from egnatia.registration.security_flag_api import router as security_flag_router

router = Router(tags=["Registrations"])
router.add_router("", results_router)
router.add_router("", documents_router)
router.add_router("", security_flag_router)
router.add_router("", group_router)
_STATUS = {"created": 201, "noted": 201, "waiting": 202}
#: Registering searches the own gallery and asks the region; both happen under this purpose.
REGISTERING = "MIG"


@router.put(
    "/data-sets/{national_number}",
    response={200: StandingOut, 201: StandingOut, 202: StandingOut, **REFUSALS},
    summary="Register, or correct",
    exclude_none=True,
)
def put_data_set(
    request: HttpRequest,
    national_number: str,
    registration: RegistrationIn,
    wait: bool = Query(False, description="Read the fingers and sign before answering."),  # type: ignore[type-arg]
) -> Status[StandingOut]:
    """Idempotent: the same again changes nothing, something else corrects what was registered under this number.

    201 created (or a child noted), 200 unchanged or corrected, 202 taken in: the worker reads the fingers and signs, and what
    comes of it is among the results. Images that are left out of a correction stay as they were.
    """
    number = check_national_number(national_number)
    require_purpose(request, REGISTERING)
    done = register_person(account_of(request), registration.to_intake(number), origin="api", wait=wait)
    answer = standing_out(number, standing_of(done), here=node.current().partner, outcome=done.outcome)
    return Status(_STATUS.get(done.outcome, 200), answer)


@router.get(
    "/data-sets/{national_number}",
    response={200: StandingOut, **REFUSALS},
    summary="Where a registration stands",
    exclude_none=True,
)
def get_data_set(request: HttpRequest, national_number: str) -> StandingOut:
    """Its reference number, until when it is kept, and the possible matches with their states."""
    number = check_national_number(national_number)
    standing = read_standing(account_of(request), number)
    return standing_out(number, standing, here=node.current().partner)


@router.post("/identify", response={200: IdentifyOut, **REFUSALS}, summary="Whose fingers are these?")
def identify(request: HttpRequest, probe: FingersIn) -> IdentifyOut:
    """Compare fingers with this node's own gallery. Nothing of them is kept, no partner is asked."""
    require_purpose(request, REGISTERING)
    matches = identify_person(account_of(request), _fingers_of(probe), dpi=probe.dpi, limit=probe.limit, why=probe.why)
    return IdentifyOut(
        missing_parts=matches.search.missing,
        matches=[
            IdentifiedOut(
                reference_number=match.data_set.reference_number,
                fingers={str(position): band_of(score).code for position, score in sorted(match.finger_scores.items())},
            )
            for match in matches.found
        ],
    )


def _fingers_of(probe: FingersIn) -> Mapping[int, bytes]:
    if probe.nist_file is None:
        return probe.fingers
    with engine_errors_as_problems(field="nist_file"):
        return {finger.position: finger.data for finger in read_nist(probe.nist_file).fingers} | probe.fingers
