"""Which requests and hits an officer may open."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from egnatia.accounts import policy
from egnatia.base.errors import not_found
from egnatia.lawenforcement.models import Hit, Request
from egnatia.lawenforcement.rules import ASK, EXAMINE, OVERSEE, VERIFY


def visible_to(officer: Any) -> QuerySet[Request]:
    """Of the asking unit all; of others what was submitted, for who verifies or oversees; none for anybody else."""
    allowed = Q(pk__in=())
    if policy.may(officer, ASK):
        allowed |= Q(unit=officer.unit_id)
    if policy.may(officer, VERIFY):
        allowed |= ~Q(state=Request.State.DRAFTED) & ~Q(unit=officer.unit_id)
    if policy.may(officer, OVERSEE):
        allowed |= ~Q(state=Request.State.DRAFTED)
    return Request.objects.filter(allowed).select_related("unit", "asked_by", "verified_by")


def get_request(officer: Any, request_id: UUID) -> Request:
    """Raises Problem `lawenforcement.request.not_found`."""
    request = visible_to(officer).filter(pk=request_id).first()
    if request is None:
        raise not_found("lawenforcement.request")
    return request


def get_own_request(officer: Any, request_id: UUID) -> Request:
    """One of the officer's own unit, to do something with.

    Raises Problem `accounts.not_allowed`, `lawenforcement.request.not_found`.
    """
    policy.require(officer, ASK)
    request = visible_to(officer).filter(pk=request_id, unit=officer.unit_id).first()
    if request is None:
        raise not_found("lawenforcement.request")
    return request


def lock_request(request_id: UUID) -> Request:
    """The row as it is now, locked until the transaction ends.

    Always before its hits: of two that wait for each other one would fail.
    """
    rows = Request.objects.select_for_update(of=("self",)).select_related("unit", "asked_by", "verified_by")
    return rows.get(pk=request_id)


def hits_visible_to(officer: Any) -> QuerySet[Hit]:
    """What an examiner may compare: not what they asked for themselves."""
    if not policy.may(officer, EXAMINE):
        return Hit.objects.none()
    found = Hit.objects.select_related(
        "request__unit", "request__asked_by", "request__verified_by", "data_set", "asked__partner"
    )
    return found.exclude(request__asked_by=officer.pk)


def get_hit(officer: Any, hit_id: UUID) -> Hit:
    """Raises Problem `accounts.not_allowed`, `lawenforcement.hit.not_found`."""
    policy.require(officer, EXAMINE)
    hit = hits_visible_to(officer).filter(pk=hit_id).first()
    if hit is None:
        raise not_found("lawenforcement.hit")
    return hit
