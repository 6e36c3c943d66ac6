"""Start a limit running."""

from datetime import datetime
from uuid import UUID

from django.db import models

from egnatia import law
from egnatia.base import node
from egnatia.deadlines.models import Deadline


def start_deadline(
    rule: str,
    subject: models.Model,
    *,
    started_at: datetime,
    partner: str | None = None,
    person: UUID | None = None,
    label: str = "",
) -> Deadline:
    """Start `rule` for `subject`; started again, the first clock goes on.

    partner   whose holidays and time zone count (this node's, unless named)
    label     what to show in a list: a reference number or a partner's code, never a name
    """
    deadline, _ = Deadline.objects.get_or_create(
        rule=rule,
        subject_kind=subject._meta.label,
        subject_id=str(subject.pk),
        defaults={
            "started_at": started_at,
            "due_at": law.due_at(rule, started_at, partner or node.current().partner),
            "person_id": person,
            "label": label,
        },
    )
    return deadline
