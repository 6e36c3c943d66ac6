"""Remind of what falls due and of what is late; take note of a reminder."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.cooperation.models import Commitment, Item, Reminder
from egnatia.cooperation.queries.commitments import commitments_due_soon, late_commitments
from egnatia.cooperation.queries.days import reminder_day
from egnatia.cooperation.queries.programme import items_due_soon, late_items
from egnatia.cooperation.queries.reports import next_report_date

_Due = tuple[str, str, date, str]  # kind, id of the subject, day, stage


@transaction.atomic
def remind() -> int:
    """Write the reminders that aren't there yet; how many. Each thing reminds once before its day and once after it."""
    known = set(Reminder.objects.values_list("kind", "subject_id", "due_on", "stage"))
    new = [due for due in _due() if due not in known]
    for kind, subject_id, due_on, stage in new:
        reminder = Reminder.objects.create(kind=kind, subject_id=subject_id, due_on=due_on, stage=stage, made_at=clock.now())
        audit.record("cooperation.reminder.made", subject=reminder, of=kind, due_on=due_on, stage=stage)
    return len(new)


@transaction.atomic
def note_reminder(officer: Officer, reminder: Reminder) -> Reminder:
    """Whoever can act on it has read it: it is not shown any more. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, "cooperation.write")
    if reminder.seen_at is None:
        reminder.seen_at, reminder.seen_by = clock.now(), officer
        reminder.save(update_fields=["seen_at", "seen_by"])
        audit.record("cooperation.reminder.noted", subject=reminder, officer=officer, of=reminder.kind)
    return reminder


def _due() -> list[_Due]:
    soon, late = Reminder.Stage.SOON.value, Reminder.Stage.LATE.value
    found: list[_Due] = []
    if (report := next_report_date()) <= reminder_day():
        found.append((Reminder.Kind.REPORT.value, "", report, soon))
    found += _of(Reminder.Kind.COMMITMENT.value, commitments_due_soon(), soon)
    found += _of(Reminder.Kind.COMMITMENT.value, late_commitments(), late)
    found += _of(Reminder.Kind.ITEM.value, items_due_soon(), soon)
    found += _of(Reminder.Kind.ITEM.value, late_items(), late)
    return found


def _of(kind: str, rows: Iterable[Commitment | Item], stage: str) -> list[_Due]:
    return [(kind, str(row.pk), row.due_on, stage) for row in rows if row.due_on is not None]
