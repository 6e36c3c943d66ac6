"""What people are reminded of and nobody has taken note of yet."""

from dataclasses import dataclass
from uuid import UUID

from egnatia.base.errors import not_found
from egnatia.cooperation.models import Commitment, Item, Reminder
from egnatia.cooperation.queries.days import today


@dataclass(frozen=True, slots=True)
class OpenReminder:
    """A reminder with what it is about; `subject` is None for the report to the ministers."""

    reminder: Reminder
    subject: Commitment | Item | None


def open_reminders() -> list[OpenReminder]:
    """Those not seen yet, of things that are still open and still due on that day."""
    rows = list(Reminder.objects.filter(seen_at=None))
    commitments = Commitment.objects.in_bulk([row.subject_id for row in rows if row.kind == Reminder.Kind.COMMITMENT])
    items = Item.objects.in_bulk([row.subject_id for row in rows if row.kind == Reminder.Kind.ITEM])
    subjects: dict[str, Commitment | Item] = {str(key): found for key, found in commitments.items()}
    subjects |= {str(key): found for key, found in items.items()}
    return [OpenReminder(row, subjects.get(row.subject_id)) for row in rows if _holds(row, subjects.get(row.subject_id))]


def _holds(reminder: Reminder, subject: Commitment | Item | None) -> bool:
    if reminder.stage == Reminder.Stage.SOON and reminder.due_on < today():
        return False
    if reminder.kind == Reminder.Kind.REPORT:
        return True
    return subject is not None and subject.is_open and subject.due_on == reminder.due_on


def count_open_reminders() -> int:
    return len(open_reminders()) if Reminder.objects.filter(seen_at=None).exists() else 0


def get_reminder(reminder_id: UUID) -> Reminder:
    """Raises Problem `cooperation.reminder.not_found`."""
    reminder = Reminder.objects.filter(pk=reminder_id).first()
    if reminder is None:
        raise not_found("cooperation.reminder")
    return reminder
