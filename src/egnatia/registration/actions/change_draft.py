"""Change a draft's data so that nobody's change is lost: the one place where an open draft is written."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.node_settings import value_of
from egnatia.registration.models import Draft
from egnatia.registration.problems import changed_meanwhile, closed


def change_draft(draft: Draft, data: dict[str, Any], **fields: Any) -> None:
    """Write `data` and other fields of an open draft, as part of the caller's transaction.

    The revision is taken first and holds the row: of two who change the same revision, the second is refused.
    Raises Problem `registration.draft.changed_meanwhile` and `registration.draft.closed` (409).
    """
    now = clock.now()
    with transaction.atomic():
        taken = Draft.objects.filter(pk=draft.pk, state=Draft.State.OPEN, revision=draft.revision).update(
            revision=F("revision") + 1, updated_at=now, erase_after=erase_after(draft.created_at, now), **fields
        )
        if not taken:
            raise changed_meanwhile() if Draft.objects.filter(pk=draft.pk, state=Draft.State.OPEN).exists() else closed()
        draft.data = data
        draft.save(update_fields=["data"])
    draft.refresh_from_db()


def erase_after(created_at: datetime, changed_at: datetime) -> datetime:
    """When a draft that isn't touched any more goes: the node's `draft_days` later, never past what the law allows."""
    latest = law.due_at("draft", created_at, node.current().partner)
    return min(changed_at + timedelta(days=value_of("draft_days")), latest)
