"""Who was found wants it told: an officer confirms that it is the one looked for."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.persons.actions.drop_tracing_match import state_by_matches
from egnatia.persons.actions.open_tracing import require_going_on
from egnatia.persons.models import TracingMatch, TracingRequest
from egnatia.persons.queries.tracing import WORK


@transaction.atomic
def confirm_tracing_match(officer: Any, match: TracingMatch, *, consent: Mapping[str, Any]) -> TracingMatch:
    """The match, agreed: from now on both may be told. One that was agreed before stays as it is.

    consent   that of the person found, as `persons.said.read_consent` gives it

    Raises Problem `accounts.not_allowed`, `persons.tracing.closed`, `persons.tracing.not_noted` (409), `….decided` (409).
    """
    policy.require(officer, WORK)
    request = match.request
    require_going_on(request)
    match.refresh_from_db()
    if match.state == TracingMatch.State.AGREED:
        return match
    if match.state == TracingMatch.State.PROPOSED:
        raise Problem(
            "persons.tracing.not_noted",
            "The program proposed this person, and nobody has looked yet.",
            "Look at what speaks for it, note that this may be the one, and ask them.",
            status=409,
        )
    if match.state == TracingMatch.State.DROPPED or request.state == TracingRequest.State.FOUND:
        raise Problem(
            "persons.tracing.decided", "This was decided meanwhile.", "Look at what the request says now.", status=409
        )
    match.state, match.said = TracingMatch.State.AGREED, dict(consent)
    match.decided_at, match.decided_by = clock.now(), officer
    match.save(update_fields=["state", "said", "decided_at", "decided_by"])
    state_by_matches(request)
    drop_deadlines(request, at=match.decided_at)
    about = [(request, request.person_id), (request, match.person_id)]
    audit.record_each("persons.tracing.confirmed", about, officer=officer)
    return match
