"""The working group at a glance, and taking note of a reminder."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from egnatia import law
from egnatia.accounts.policy import officer_required
from egnatia.cooperation.actions.remind import note_reminder
from egnatia.cooperation.models import Commitment, Item, RegisterEntry, Reminder
from egnatia.cooperation.queries.commitments import commitments_due_soon, late_commitments, owner_name
from egnatia.cooperation.queries.days import today
from egnatia.cooperation.queries.members import members_by_partner
from egnatia.cooperation.queries.operations import operations_now
from egnatia.cooperation.queries.programme import chapters, items_due_soon, late_items
from egnatia.cooperation.queries.register import register_entries
from egnatia.cooperation.queries.reminders import OpenReminder, get_reminder, open_reminders
from egnatia.cooperation.queries.reports import next_report
from egnatia.cooperation.views import READ
from egnatia.exchange.views import officer_of


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something with a day: what, where it is shown, who answers for it, by when."""

    text: str
    href: str
    kind: str
    owner: str
    due_on: date | None


@officer_required(READ)
@require_safe
def working_group(request: HttpRequest) -> HttpResponse:
    """Next report, what is late, what falls due, and how far the programme is."""
    late = [*map(commitment_row, late_commitments()), *map(item_row, late_items())]
    soon = [*map(commitment_row, commitments_due_soon()), *map(item_row, items_due_soon())]
    needs = register_entries(kind=RegisterEntry.Kind.NEED).filter(priority=RegisterEntry.Priority.HIGH)
    context = {
        "report": next_report(),
        "report_days": law.report_dates().between(today(), law.add_months(today(), 12)),
        "reminders": [(one, _reminder_text(one), _reminder_href(one)) for one in open_reminders()],
        "late": sorted(late, key=lambda row: row.due_on or date.max),
        "soon": sorted(soon, key=lambda row: row.due_on or date.max),
        "chapters": chapters(),
        "operations": list(operations_now()),
        "needs": needs.count(),
        "without_members": [partner.name for partner, members in members_by_partner().items() if not members],
    }
    return render(request, "cooperation/working_group.html", context)


@officer_required(READ)
@require_POST
def note(request: HttpRequest, reminder_id: UUID) -> HttpResponse:
    """Somebody has read a reminder."""
    note_reminder(officer_of(request), get_reminder(reminder_id))
    return redirect("working_group")


def commitment_row(commitment: Commitment) -> DueRow:
    href = reverse("commitment", args=(commitment.pk,))
    return DueRow(commitment.sentence, href, _("Commitment"), owner_name(commitment.owner), commitment.due_on)


def item_row(item: Item) -> DueRow:
    owner = law.partner(item.owner).name if item.owner else _("All six together")
    return DueRow(item.title, reverse("programme_item", args=(item.pk,)), _("Work programme"), owner, item.due_on)


def _reminder_text(one: OpenReminder) -> str:
    return (one.subject and str(one.subject)) or law.report_dates().name


def _reminder_href(one: OpenReminder) -> str:
    if one.reminder.kind == Reminder.Kind.COMMITMENT:
        return reverse("commitment", args=(one.reminder.subject_id,))
    if one.reminder.kind == Reminder.Kind.ITEM:
        return reverse("programme_item", args=(one.reminder.subject_id,))
    return ""
