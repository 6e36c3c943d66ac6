"""The gateway's own log: its audit events, which no page of migration shows."""

from typing import Any

from django.db.models import QuerySet

from egnatia.accounts import policy
from egnatia.audit.catalogue import LAW_ENFORCEMENT
from egnatia.audit.models import Event
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.rules import OVERSEE


def log_events(officer: Any, *, number: str = "") -> QuerySet[Event]:
    """Every step and read, the latest first, or those of one request. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, OVERSEE)
    events = Event.objects.filter(action__startswith=LAW_ENFORCEMENT).order_by("-number")
    if not number:
        return events
    request = Request.objects.filter(number=number.strip().upper()).first()
    if request is None:
        return events.none()
    return events.filter(subject_id=str(request.pk))
