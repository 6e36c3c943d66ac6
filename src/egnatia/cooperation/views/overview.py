"""The working group at a glance, and taking note of a reminder."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.cooperation.actions.remind import note_reminder
from egnatia.cooperation.models import Commitment, Item, RegisterEntry, Reminder
from egnatia.cooperation.queries.commitments import commitments_due_soon, late_commitments, owner_name
from egnatia.cooperation.queries.days import reminder_day, today
from egnatia.cooperation.queries.members import members_by_partner
from egnatia.cooperation.queries.operations import operations_now
from egnatia.cooperation.queries.programme import chapters, items_due_soon, late_items
from egnatia.cooperation.queries.register import register_entries
from egnatia.cooperation.queries.reminders import get_reminder, open_reminders
from egnatia.cooperation.queries.reports import next_report
from egnatia.cooperation.views import READ, WRITE
from egnatia.exchange.views import officer_of

Reminders = Mapping[tuple[str, str], Reminder]  # by kind and id of what they are about


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something with a day: what, where it is shown, who answers for it, by when; the reminder that nobody has noted yet."""

    text: str
    href: str
    kind: str
    owner: str
    due_on: date
    reminder: Reminder | None = None


@officer_required(READ)
@require_safe
def working_group(request: HttpRequest) -> HttpResponse:
    """Next report, what is late, what falls due, and how far the programme is."""
    reminders = {(one.reminder.kind, one.reminder.subject_id): one.reminder for one in open_reminders()}
    late = [*_commitment_rows(late_commitments(), reminders), *_item_rows(late_items(), reminders)]
    soon = [*_commitment_rows(commitments_due_soon(), reminders), *_item_rows(items_due_soon(), reminders)]
    needs = register_entries(kind=RegisterEntry.Kind.NEED).filter(priority=RegisterEntry.Priority.HIGH)
    context = {
        "report": next_report(),
        "report_days": law.report_dates().between(today(), law.add_months(today(), 12)),
        "late": sorted(late, key=_by_day),
        "soon": sorted([*_report_rows(reminders), *soon], key=_by_day),
        "chapters": chapters(),
        "operations": list(operations_now()),
        "needs": needs.count(),
        "may_write": policy.may(request.user, WRITE),
        "without_members": [partner.name for partner, members in members_by_partner().items() if not members],
    }
    return render(request, "cooperation/working_group.html", context)


@officer_required(WRITE)
@require_POST
def note(request: HttpRequest, reminder_id: UUID) -> HttpResponse:
    """Somebody has read a reminder."""
    note_reminder(officer_of(request), get_reminder(reminder_id))
    return redirect("working_group")


def _report_rows(reminders: Reminders) -> Iterator[DueRow]:
    """The report to the ministers, once its day is near."""
    report = next_report()
    if report.due_on <= reminder_day():
        reminder = reminders.get((Reminder.Kind.REPORT, ""))
        yield DueRow(law.report_dates().name, "", _("Report"), _("Each partner"), report.due_on, reminder)


def _commitment_rows(found: Iterable[Commitment], reminders: Reminders) -> Iterator[DueRow]:
    for one in found:
        assert one.due_on is not None  # noqa: S101  (these are found by their day)
        href, reminder = reverse("commitment", args=(one.pk,)), reminders.get((Reminder.Kind.COMMITMENT, str(one.pk)))
        yield DueRow(one.sentence, href, _("Commitment"), owner_name(one.owner), one.due_on, reminder)


def _item_rows(found: Iterable[Item], reminders: Reminders) -> Iterator[DueRow]:
    for one in found:
        assert one.due_on is not None  # noqa: S101  (these are found by their day)
        owner = law.partner(one.owner).name if one.owner else _("All six together")
        href, reminder = reverse("programme_item", args=(one.pk,)), reminders.get((Reminder.Kind.ITEM, str(one.pk)))
        yield DueRow(one.title, href, _("Work programme"), owner, one.due_on, reminder)


def _by_day(row: DueRow) -> date:
    return row.due_on
