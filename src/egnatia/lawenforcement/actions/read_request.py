"""Open a request, its answer, or a hit to compare: fetching, permission and the log are one call."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import Hit, Request
from egnatia.lawenforcement.queries.access import get_hit, get_own_request, get_request
from egnatia.lawenforcement.queries.lists import hits_of


def read_request(officer: Any, request_id: UUID) -> Request:
    """The sheet of a request, without its answer. Raises Problem `lawenforcement.request.not_found`."""
    request = get_request(officer, request_id)
    log.record("lawenforcement.request.read", request, officer=officer)
    return request


def read_answer(officer: Any, request_id: UUID) -> list[Hit]:
    """The confirmed hits with what was released; for the asking unit alone.

    Raises Problem `accounts.not_allowed`, `lawenforcement.request.not_found`, `lawenforcement.answer.not_verified` past the
    limit within which an urgent request has to be verified.
    """
    request = get_own_request(officer, request_id)
    if is_locked(request):
        raise Problem(
            "lawenforcement.answer.not_verified",
            _("This urgent request was not verified in time: its answer is closed until it is."),
            _("Ask the verifying authority to decide."),
            status=409,
        )
    hits = list(hits_of(request))
    log.record("lawenforcement.answer.read", request, officer=officer, hits=len(hits))
    for hit in hits:
        log.record_hit("lawenforcement.hit.read", hit, officer=officer, fields=sorted(hit.released or {}))
    return hits


def is_locked(request: Request) -> bool:
    """Whether an urgent request is past the limit and still not verified."""
    waits = request.verification == Request.Verification.WAITING
    return waits and request.verify_by is not None and request.verify_by < clock.now()


def read_hit(officer: Any, hit_id: UUID) -> Hit:
    """A hit, for an examiner. Raises Problem `accounts.not_allowed`, `lawenforcement.hit.not_found`."""
    hit = get_hit(officer, hit_id)
    log.record_hit("lawenforcement.hit.compared", hit, officer=officer)
    return hit
