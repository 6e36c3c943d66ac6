"""What a visit to the find page has left in the access log so far.

While somebody types the same persons are listed again and again. Once is enough for a visit, and the log itself is what knows.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from egnatia.audit.models import Event
from egnatia.persons.models import Person


def without_listed(officer: Any, persons: Sequence[Person], visit: datetime | None) -> list[Person]:
    """Those who weren't listed to the officer since the visit began; all of them where none is told."""
    if visit is None:
        return list(persons)
    events = _since(officer, "persons.person.listed", visit).filter(person_id__in=[person.pk for person in persons])
    listed = set(events.values_list("person_id", flat=True))
    return [person for person in persons if person.pk not in listed]


def find_last_text(officer: Any, visit: datetime | None) -> str | None:
    """What the officer looked up last in this visit, as far as it was recorded."""
    last = _since(officer, "persons.looked_up", visit).order_by("-number").first() if visit is not None else None
    return (last.details or {}).get("text") if last is not None else None


def _since(officer: Any, action: str, visit: datetime) -> QuerySet[Event]:
    return Event.objects.filter(action=action, actor_kind="officer", actor_id=str(officer.pk), at__gte=visit)
