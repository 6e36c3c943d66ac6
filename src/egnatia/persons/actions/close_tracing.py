"""Close a tracing request; where the consent is withdrawn, what it says goes at once."""

from typing import Any

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.persons import hooks
from egnatia.persons.actions.open_tracing import require_going_on
from egnatia.persons.models import ErasureCertificate, TracingMatch, TracingRequest
from egnatia.persons.queries.tracing import OPEN

GROUND = "tracing_request"


@transaction.atomic
def close_tracing(officer: Any, request: TracingRequest, *, closing: str) -> TracingRequest:
    """The request, closed.

    closing   code of `law.tracing_closings()`; one with the mark `erase` empties the request, also one that was closed before,
              and forgets who was found

    Raises Problem `accounts.not_allowed`, `persons.tracing.closing`, `persons.tracing.closed` (409).
    """
    policy.require(officer, OPEN)
    reason = law.tracing_closings().get(closing)
    if reason is None:
        raise Problem("persons.tracing.closing", "A reason is missing.", "Choose one from the list.", field="closing")
    if "erase" not in reason.marks:
        require_going_on(request)
    request.state, request.closing = TracingRequest.State.CLOSED, closing
    request.closed_at, request.closed_by = clock.now(), officer
    if "erase" in reason.marks:
        request.wanted = request.consent = None
        request.matches.all().delete()
    request.matches.filter(state=TracingMatch.State.PROPOSED).delete()
    request.save(update_fields=["state", "closing", "closed_at", "closed_by", "wanted", "consent"])
    drop_deadlines(request, at=request.closed_at)
    audit.record("persons.tracing.closed", subject=request, person=request.person_id, officer=officer, why=closing)
    return request


@transaction.atomic
def erase_tracing(request: TracingRequest) -> None:
    """Its day has come: nothing stays but that one was erased."""
    now = clock.now()
    drop_deadlines(request, at=now)
    audit.record("persons.tracing.erased", subject=request, person=request.person_id)
    certificate = ErasureCertificate.objects.create(
        due_on=request.erase_on, erased_at=now, ground=GROUND, counts={"matches": request.matches.count()}
    )
    hooks.erasure_certified.call(certificate)
    request.delete()
