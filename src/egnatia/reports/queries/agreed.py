"""What the working group has written down: programme, register, operations, commitments, as they stood at drafting."""

from datetime import date
from typing import Any

from django.db.models import Q

from egnatia.cooperation.models import Commitment, CommitmentNote, Item, JointOperation, RegisterEntry
from egnatia.cooperation.queries.commitments import ours
from egnatia.reports.chapters import Part
from egnatia.reports.queries.counted import Scope

MOST_ROWS = 20


def programme_facts(scope: Scope, part: Part) -> dict[str, Any]:
    """Items of the work programme that are open or ended in the quarter, of this partner or of all six."""
    end_or_open = Q(ended_on=None) | Q(ended_on__gte=scope.quarter.start)
    found = Item.objects.filter(end_or_open, chapter=part.chapter, owner__in=("", scope.partner))
    rows = [[one.title, one.owner, _day(one.due_on), one.state] for one in found[:MOST_ROWS]]
    return {"kind": "programme", "place": "programme", "rows": rows}


def register_facts(scope: Scope) -> dict[str, Any]:
    """This partner's databases, tools and needs."""
    found = RegisterEntry.objects.filter(partner=scope.partner)
    rows = [[one.kind, one.name, one.purpose, one.technology, one.state, one.offered] for one in found[:MOST_ROWS]]
    counts = [[kind, found.filter(kind=kind).count()] for kind in RegisterEntry.Kind.values]
    return {"kind": "register", "place": "register", "counts": counts, "rows": rows}


def operation_facts(scope: Scope) -> dict[str, Any]:
    """Joint operations with this partner that ran in the quarter."""
    began = JointOperation.objects.filter(starts_on__lte=scope.quarter.end)
    found = [one for one in began.exclude(ends_on__lt=scope.quarter.start) if scope.partner in one.partners]
    rows = [[one.name, one.led_by, one.place, _day(one.starts_on), _day(one.ends_on)] for one in found[:MOST_ROWS]]
    return {"kind": "operations", "place": "operations", "rows": rows}


def commitment_facts(scope: Scope, today: date) -> dict[str, Any]:
    """Commitments this partner answers for: open, late, due before the next report but one; what was met in the quarter."""
    open_ones = ours().prefetch_related("notes")
    late = open_ones.filter(due_on__lt=today)
    met = CommitmentNote.objects.filter(
        fulfilled=True, at__date__gte=scope.quarter.start, at__date__lte=scope.quarter.end
    ).select_related("commitment")
    return {
        "kind": "commitments",
        "place": "commitments",
        "open": open_ones.count(),
        "undated": open_ones.filter(due_on=None).count(),
        "late": [_commitment(one) for one in late[:MOST_ROWS]],
        "due": [_commitment(one) for one in open_ones.filter(due_on__gte=today)[:MOST_ROWS]],
        "met": [[note.commitment.sentence, note.evidence] for note in met[:MOST_ROWS]],
    }


def _commitment(one: Commitment) -> list[Any]:
    """Sentence, document, day, and the last that was written of it."""
    notes = list(one.notes.all())
    return [one.sentence, one.source, _day(one.due_on), notes[0].text if notes else None]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
