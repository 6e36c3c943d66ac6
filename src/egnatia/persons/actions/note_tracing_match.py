"""Somebody of this register may be the one looked for: noted, and told to nobody yet."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.persons.actions.add_group_member import require_kept
from egnatia.persons.actions.drop_tracing_match import state_by_matches
from egnatia.persons.actions.open_tracing import require_going_on, restart_look
from egnatia.persons.models import Person, TracingMatch, TracingRequest
from egnatia.persons.queries.sequences import sequence_of
from egnatia.persons.queries.tracing import WORK


@transaction.atomic
def note_tracing_match(officer: Any, request: TracingRequest, person: Person) -> TracingMatch:
    """The match, also of who was proposed; one noted before stays as it is. No event names either person: who reads a log
    isn't to learn of it.

    Raises Problem `accounts.not_allowed`, `persons.tracing.closed` (409), `persons.tracing.same_person`,
    `persons.tracing.dropped_before` (409), `persons.person.erased` (409).
    """
    policy.require(officer, WORK)
    require_going_on(request)
    require_kept(person)
    if person.pk in sequence_of(request.person).persons:
        raise Problem("persons.tracing.same_person", "This is the person who asks.", "Choose another one.", field="other")
    match, is_new = TracingMatch.objects.get_or_create(
        request=request, person=person, defaults={"noted_at": clock.now(), "noted_by": officer}
    )
    if match.state == TracingMatch.State.DROPPED:
        raise Problem(
            "persons.tracing.dropped_before",
            "This person was looked at before: it is another person, or they don't want it told.",
            "Look at what was decided. Whoever changes their mind comes by themselves.",
            status=409,
            field="other",
        )
    if match.state == TracingMatch.State.PROPOSED:
        match.state, match.noted_at, match.noted_by = TracingMatch.State.POSSIBLE, clock.now(), officer
        match.save(update_fields=["state", "noted_at", "noted_by"])
        is_new = True
    if is_new:
        state_by_matches(request)
        restart_look(request)
        audit.record("persons.tracing.match_noted", subject=request, officer=officer)
    return match
