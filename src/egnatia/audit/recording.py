"""Writing the audit, and proving that nobody wrote it again."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models, transaction

from egnatia.audit import context
from egnatia.audit.catalogue import get_event_type
from egnatia.audit.models import Event
from egnatia.base import clock, sealing
from egnatia.base.locks import Lock, hold_until_commit


def record(
    action: str,
    *,
    subject: models.Model | None = None,
    person: UUID | None = None,
    why: str = "",
    officer: Any = None,
    **details: Any,
) -> Event:
    """Add an event in the present transaction, so that what is done and that it was done stand or fall together.

    action    a code from an `audit_events.toml`
    subject   the row it was done to
    person    id of the person whose data it concerns
    officer   who did it, where that is not whom `audit.context` names
    details   JSON values, sealed
    """
    return record_each(action, [(subject, person)], why=why, officer=officer, **details)[0]


def record_each(
    action: str,
    about: Iterable[tuple[models.Model | None, UUID | None]],
    *,
    why: str = "",
    officer: Any = None,
    **details: Any,
) -> list[Event]:
    """One event for each subject and person, added at once: what lists many people doesn't cost many writes."""
    said = [Said(action, subject=subject, person=person, details=details) for subject, person in about]
    return record_together(said, why=why, officer=officer)


@dataclass(frozen=True, slots=True)
class Said:
    """One event of several that are added together; the fields are those of `record`."""

    action: str
    subject: models.Model | None = None
    person: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def record_together(events: Iterable[Said], *, why: str = "", officer: Any = None) -> list[Event]:
    """Add events of several kinds at once, in this order: with as many statements whether they are one or four."""
    now_acting = context.current()
    actor = context.Actor("officer", str(officer.pk), officer.get_username()) if officer is not None else now_acting.actor
    acted = {
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_label": actor.label,
        "where": now_acting.where[:150],
        "why": (why or now_acting.why)[:500],
    }
    said = [(one, _said(one)) for one in events]
    with transaction.atomic():
        hold_until_commit(Lock.AUDIT_CHAIN)
        number, chain = Event.objects.order_by("-number").values_list("number", "chain").first() or (0, "")
        rows = []
        for place, (one, fields) in enumerate(said, start=number + 1):
            row = Event(number=place, at=clock.now(), **fields, **acted)
            row.details = json.loads(_canonical(one.details)) if one.details else None
            row.chain = chain = chain_value(row, chain)
            rows.append(row)
        Event.objects.bulk_create(rows)
    return rows


def _said(one: Said) -> dict[str, Any]:
    """What an event says of itself, but for its details, which are sealed."""
    return {
        "action": one.action,
        "kind": get_event_type(one.action).kind,
        "person_id": one.person,
        "details_digest": sealing.digest(_canonical(one.details)) if one.details else "",
        **_named(one.subject),
    }


def _named(subject: models.Model | None) -> dict[str, str]:
    if subject is None:
        return {"subject_kind": "", "subject_id": ""}
    return {"subject_kind": subject._meta.label, "subject_id": str(subject.pk)}


def chain_value(event: Event, previous: str) -> str:
    """SHA-256 over the chain value before and this event's fields, as canonical JSON."""
    fields = {
        "number": event.number,
        "at": event.at.isoformat(),
        "action": event.action,
        "kind": event.kind,
        "actor": [event.actor_kind, event.actor_id, event.actor_label],
        "where": event.where,
        "why": event.why,
        "subject": [event.subject_kind, event.subject_id],
        "person": str(event.person_id or ""),
        "details": event.details_digest,
    }
    return hashlib.sha256(previous.encode() + _canonical(fields)).hexdigest()


def find_breaks(*, limit: int = 10) -> Iterator[str]:
    """Check the whole chain; name each event that was altered, left out or added, `limit` at most."""
    previous, expected, found = "", 1, 0
    for event in Event.objects.order_by("number").iterator(chunk_size=1000):
        if event.number != expected:
            found += 1
            yield f"event {expected} is missing"
            expected = event.number
        if event.chain != chain_value(event, previous):
            found += 1
            yield f"event {event.number} was altered"
        previous, expected = event.chain, expected + 1
        if found >= limit:
            return


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
