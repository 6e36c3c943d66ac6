"""Say how far a commitment has come: a note on the way, that it was met, that it is given up, that it is open again."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.cooperation.actions.changes import EVIDENCE, changed_meanwhile, clean_line, clean_lines
from egnatia.cooperation.models import Commitment, CommitmentNote
from egnatia.cooperation.queries.days import today

NOTE, MET, DROPPED, REOPENED = "note", "met", "dropped", "reopened"
#: What may be said of an open commitment, and of one that ended.
OF_OPEN, OF_ENDED = (NOTE, MET, DROPPED), (NOTE, REOPENED)


@transaction.atomic
def record_progress(officer: Officer, commitment: Commitment, what: str, text: str, *, evidence: str = "") -> CommitmentNote:
    """Write the note; a met commitment that comes again gets its next day, another one ends.

    what   note, met, dropped or reopened
    Raises Problem `accounts.not_allowed`, `cooperation.state.unknown`, `cooperation.empty`, `cooperation.evidence_missing`,
    `cooperation.changed_meanwhile`.
    """
    policy.require(officer, "cooperation.write")
    _check(commitment, what, evidence)
    note = CommitmentNote.objects.create(
        commitment=commitment,
        text=clean_lines(text, "text", required=True),
        evidence=clean_line(evidence, "evidence", max_length=EVIDENCE, required=False),
        fulfilled=what == MET,
        due_on=commitment.due_on if what == MET else None,
        at=clock.now(),
        by=officer,
    )
    changed = _change(commitment, _state_after(commitment, what))
    audit.record(
        "cooperation.commitment.progress", subject=commitment, officer=officer, what=what, note=str(note.pk), changed=changed
    )
    return note


def _check(commitment: Commitment, what: str, evidence: str) -> None:
    if what not in (OF_OPEN if commitment.is_open else OF_ENDED):
        raise Problem("cooperation.state.unknown", _("There is no such state."), _("Choose one from the list."), field="what")
    if what == MET and not evidence.strip():
        raise Problem(
            "cooperation.evidence_missing",
            _("What was met needs its evidence."),
            _("Say where it can be seen: a file number, a document, an address."),
            field="evidence",
        )


def _state_after(commitment: Commitment, what: str) -> dict[str, Any]:
    if what == MET and (next_due := commitment.next_due) is not None:
        return {"due_on": next_due}
    if what in (MET, DROPPED):
        state = Commitment.State.DONE if what == MET else Commitment.State.DROPPED
        return {"state": state.value, "ended_on": today()}
    return {"state": Commitment.State.OPEN.value, "ended_on": None} if what == REOPENED else {}


def _change(commitment: Commitment, after: dict[str, Any]) -> dict[str, Any]:
    """Only where the row still is as it was read: two who record the same time as met must not skip the next one."""
    if not after:
        return {}
    as_read = Commitment.objects.filter(pk=commitment.pk, state=commitment.state, due_on=commitment.due_on)
    if not as_read.update(**after):
        raise changed_meanwhile()
    before = {name: getattr(commitment, name) for name in after}
    for name, value in after.items():
        setattr(commitment, name, value)
    return {name: [before[name], value] for name, value in after.items() if before[name] != value}
