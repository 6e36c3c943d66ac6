"""What was entered by hand, and the files that were taken in."""

from uuid import UUID

from django.db.models import QuerySet

from egnatia.base.errors import not_found
from egnatia.picture.models import Batch, Event, Incident

_HAND = "hand"


def events_by_hand() -> QuerySet[Event]:
    """Events that somebody typed, the latest first."""
    return Event.objects.filter(origin=_HAND, withdrawn_at=None).order_by("-recorded_at")


def incidents_by_hand() -> QuerySet[Incident]:
    """Findings that somebody typed, the latest first."""
    return Incident.objects.filter(origin=_HAND, withdrawn_at=None).order_by("-recorded_at")


def get_entry(sort: str, entry_id: UUID) -> Event | Incident:
    """One of either. Raises Problem `picture.entry.not_found`."""
    rows = events_by_hand() if sort == "event" else incidents_by_hand()
    found = rows.filter(pk=entry_id).first()
    if found is None:
        raise not_found("picture.entry")
    return found


def batches() -> QuerySet[Batch]:
    """Files that were taken in, the latest first."""
    return Batch.objects.select_related("imported_by").order_by("-imported_at")
