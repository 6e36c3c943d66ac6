"""Nightly: what is due goes, to the day."""

from datetime import date

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.jobs import nightly
from egnatia.persons.actions.close_tracing import erase_tracing
from egnatia.persons.actions.erase_child_note import erase_child_note
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.models import ChildNote, DataSet, TracingRequest

_MOST_AT_ONCE = 200  # each in its own transaction; the worker calls again while there are more


@nightly
def erase_what_is_due() -> int:
    """Erase what has its day: data sets, children's notes, tracing requests. Stopped half-way, it goes on the next time."""
    today = _today()
    due = DataSet.objects.filter(status__in=(DataSet.Status.ACTIVE, DataSet.Status.VOIDED), erase_on__lte=today)
    data_sets = list(due.order_by("erase_on")[:_MOST_AT_ONCE])
    for data_set in data_sets:
        erase_data_set(data_set, ground="retention" if data_set.is_active else "void")
    notes = list(ChildNote.objects.filter(erased_at=None, erase_on__lte=today)[:_MOST_AT_ONCE])
    for note in notes:
        erase_child_note(note)
    requests = list(TracingRequest.objects.filter(erase_on__lte=today)[:_MOST_AT_ONCE])
    for request in requests:
        erase_tracing(request)
    return len(data_sets) + len(notes) + len(requests)


def _today() -> date:
    """The day it is at the partner's place."""
    return clock.now().astimezone(law.partner(node.current().partner).zone).date()
