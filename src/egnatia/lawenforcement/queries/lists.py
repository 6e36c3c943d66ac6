"""What waits for whom."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from egnatia.accounts import policy
from egnatia.lawenforcement.models import Hit, Request
from egnatia.lawenforcement.queries.access import hits_visible_to, visible_to
from egnatia.lawenforcement.rules import VERIFY

_COMPARED_LATER = (Hit.State.OPEN, Hit.State.SECOND)


def requests_of_unit(officer: Any) -> QuerySet[Request]:
    """The requests of the officer's unit, the latest first."""
    return visible_to(officer).filter(unit=officer.unit_id)


def to_verify(officer: Any) -> QuerySet[Request]:
    """What waits for the verifying authority, urgent and oldest first; never the officer's own unit's."""
    if not policy.may(officer, VERIFY):
        return Request.objects.none()
    waiting = visible_to(officer).filter(verification=Request.Verification.WAITING).exclude(unit=officer.unit_id)
    return waiting.exclude(erased_at__isnull=False, searched_at=None).order_by("-urgent", "submitted_at")


def verified_lately(officer: Any) -> QuerySet[Request]:
    """What this officer decided, the latest first."""
    return visible_to(officer).filter(verified_by=officer.pk).order_by("-verified_at")


def to_examine(officer: Any) -> QuerySet[Hit]:
    """What waits for this examiner, urgent and oldest first."""
    waiting = hits_visible_to(officer).filter(state__in=_COMPARED_LATER).exclude(verdicts__examiner=officer.pk)
    return waiting.order_by("-request__urgent", "found_at")


def count_to_verify(officer: Any) -> int:
    return to_verify(officer).count()


def count_to_examine(officer: Any) -> int:
    return to_examine(officer).count()


def to_search() -> QuerySet[Request]:
    """Verified, or urgent, and not searched yet."""
    may_be = Q(state=Request.State.VERIFIED) | Q(state=Request.State.SUBMITTED, urgent=True)
    return Request.objects.filter(may_be, searched_at=None, erased_at=None).order_by("-urgent", "submitted_at")


def to_erase(now: datetime) -> QuerySet[Request]:
    """Requests whose copies are due."""
    return Request.objects.filter(erase_on__lte=now, erased_at=None).order_by("erase_on")


def open_hits(request: Request) -> QuerySet[Hit]:
    return request.found.filter(state__in=_COMPARED_LATER)


def hits_of(request: Request) -> QuerySet[Hit]:
    """What law enforcement may be shown of: confirmed ones."""
    return request.found.filter(state=Hit.State.SAME).select_related("data_set", "asked")
