"""It is another person, or they don't want it told: who asks hears nothing of it."""

from typing import Any

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.persons.actions.open_tracing import require_going_on, restart_look
from egnatia.persons.models import TracingMatch, TracingRequest
from egnatia.persons.queries.tracing import WORK


@transaction.atomic
def drop_tracing_match(officer: Any, match: TracingMatch, *, why: str) -> TracingMatch:
    """The match, dropped; one that was dropped before stays as it is. Also a person who agreed may take it back.

    why   code of `law.tracing_droppings()`

    Raises Problem `accounts.not_allowed`, `persons.tracing.dropping`, `persons.tracing.closed` (409).
    """
    policy.require(officer, WORK)
    require_going_on(match.request)
    match.refresh_from_db()
    if match.state == TracingMatch.State.DROPPED:
        return match
    reason = law.tracing_droppings().get(why)
    if reason is None or ("after_agreement" in reason.marks and match.state != TracingMatch.State.AGREED):
        raise Problem("persons.tracing.dropping", "A reason is missing.", "Choose one from the list.", field="why")
    match.state, match.said = TracingMatch.State.DROPPED, {"why": why}
    match.decided_at, match.decided_by = clock.now(), officer
    match.save(update_fields=["state", "said", "decided_at", "decided_by"])
    state_by_matches(match.request)
    restart_look(match.request)
    audit.record("persons.tracing.match_dropped", subject=match.request, officer=officer)
    return match


def state_by_matches(request: TracingRequest) -> None:
    """Bring the state of a request that isn't closed into step with who was found for it.

    One whose relative was found and is so no more is held against the register anew: meanwhile nobody was compared with it.
    """
    states = set(request.matches.values_list("state", flat=True))
    state = TracingRequest.State.OPEN
    if TracingMatch.State.AGREED in states:
        state = TracingRequest.State.FOUND
    elif TracingMatch.State.POSSIBLE in states:
        state = TracingRequest.State.POSSIBLE
    if state != TracingRequest.State.FOUND:
        TracingRequest.objects.filter(pk=request.pk, state=TracingRequest.State.FOUND).update(searched_at=None)
    TracingRequest.objects.filter(pk=request.pk).exclude(state=TracingRequest.State.CLOSED).update(state=state)
    request.refresh_from_db()
