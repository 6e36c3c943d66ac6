"""Tracing requests: those who work on them see all of the node's, others those of their unit and no candidate."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from egnatia.accounts import policy
from egnatia.base.errors import not_found
from egnatia.persons.models import Person, TracingMatch, TracingRequest

OPEN, WORK = "tracing.open", "tracing.work"
GOING_ON = (TracingRequest.State.OPEN, TracingRequest.State.POSSIBLE)


def tracing_visible_to(officer: Any) -> QuerySet[TracingRequest]:
    """The requests an officer may open."""
    if policy.may(officer, WORK):
        return TracingRequest.objects.select_related("person", "unit", "opened_by")
    if policy.may(officer, OPEN):
        return TracingRequest.objects.filter(unit=officer.unit_id).select_related("person", "unit", "opened_by")
    return TracingRequest.objects.none()


def get_tracing(officer: Any, request_id: UUID) -> TracingRequest:
    """One request. Raises Problem `persons.tracing.not_found`."""
    request = tracing_visible_to(officer).filter(pk=request_id).first()
    if request is None:
        raise not_found("persons.tracing")
    return request


def tracing_of(officer: Any, person: Person) -> QuerySet[TracingRequest]:
    """What the person asked for, as far as the officer may see it."""
    return tracing_visible_to(officer).filter(person=person)


def tracing_to_work_on(officer: Any) -> QuerySet[TracingRequest]:
    """Requests that aren't closed; for who works on them.

    Those for whom somebody was proposed since somebody last looked come first (`has_new`), then the longest not looked at.
    """
    if not policy.may(officer, WORK):
        return TracingRequest.objects.none()
    new = TracingMatch.objects.filter(
        request=OuterRef("pk"), state=TracingMatch.State.PROPOSED, noted_at__gt=OuterRef("looked_at")
    )
    found = TracingRequest.objects.filter(state__in=GOING_ON).annotate(has_new=Exists(new))
    return found.select_related("unit").order_by(F("has_new").desc(), "looked_at")


def matches_of(officer: Any, request: TracingRequest) -> QuerySet[TracingMatch]:
    """Who may be the one looked for, as an officer noted. Who doesn't work on requests sees only who was found and agreed."""
    noted = request.matches.exclude(state=TracingMatch.State.PROPOSED)
    found = noted.select_related("person", "noted_by", "decided_by")
    return found if policy.may(officer, WORK) else found.filter(state=TracingMatch.State.AGREED)
