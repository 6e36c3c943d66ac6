"""Relatives who are looked for are held against the register, and newcomers against them: who may be the one is proposed.

Nobody is told: a proposal changes nothing of the request, and no event names anybody, until an officer has looked at it.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from egnatia import audit
from egnatia.base import clock
from egnatia.biographics.queries.possible import record_held, with_what_is_held
from egnatia.biographics.queries.relatives import relatives_of
from egnatia.biographics.queries.sought import find_sought, may_be_sought, never_sought, record_of_sought
from egnatia.biographics.register import read_register
from egnatia.persons.models import Person, TracingMatch, TracingRequest
from egnatia.persons.queries.tracing import GOING_ON

_AT_ONCE = 20  # requests


def search_for_sought() -> int:
    """How many requests were held against the register that hadn't been yet."""
    waiting = list(_going_on().filter(searched_at=None).order_by("opened_at").values_list("pk", flat=True)[:_AT_ONCE])
    for request_id in waiting:
        search_for(request_id)
    return len(waiting)


@transaction.atomic
def search_for(request_id: UUID) -> int:
    """How many are proposed for a request now who weren't before; nobody for one that was closed meanwhile."""
    request = _going_on().select_for_update(of=("self",)).filter(pk=request_id).first()
    if request is None:
        return 0
    found = find_sought(request)
    request.searched_at = clock.now()
    request.save(update_fields=["searched_at"])
    audit.record("biographics.sought", subject=request)
    return _propose(request, [one.person for one in found])


@transaction.atomic
def propose_newcomer(person_id: UUID) -> int:
    """For how many requests somebody who was signed, corrected or noted is proposed now and wasn't before."""
    requests = list(_going_on())
    person = with_what_is_held(Person.objects.filter(pk=person_id)).first() if requests else None
    if person is None:
        return 0
    everybody, register = Person.objects.all(), read_register().linkage
    record = record_held(person, relatives_of([person.pk], everybody).get(person.pk, ()))
    proposed = 0
    for request in requests:
        wanted, _ = record_of_sought(request, everybody)
        if not wanted.names or not record.names:
            continue
        (match,) = register.compare(wanted, {0: record})
        if may_be_sought(match) and person.pk not in never_sought(request):
            proposed += _propose(request, [person])
    return proposed


def _going_on() -> "QuerySet[TracingRequest]":
    return TracingRequest.objects.filter(state__in=GOING_ON)


def _propose(request: TracingRequest, persons: Iterable[Person]) -> int:
    """Of whom something was noted or decided before stays as they are."""
    state, now = TracingMatch.State.PROPOSED, clock.now()
    return sum(
        request.matches.get_or_create(person=person, defaults={"state": state, "noted_at": now})[1] for person in persons
    )
