"""Our answer to a partner's mark: our own data set is marked, too, or an officer has found that it isn't to be."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.deadlines.queries import for_subject
from egnatia.exchange.marks_to_answer import LIMIT, marks_of_partners, marks_to_answer
from egnatia.exchange.models import InboundSearch, PossibleMatch
from egnatia.persons.models import DataSet


@transaction.atomic
def leave_unmarked(officer: Any, data_set: DataSet) -> int:
    """The same doesn't hold here. How many marks of partners that answers. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, "registration.correct")
    found = marks_to_answer(data_set)
    for one in found:
        _answer(one.source)
        audit.record("exchange.mark.left", subject=one.source, person=data_set.person_id, officer=officer, partner=one.partner)
    return len(found)


def start_answer(source: PossibleMatch | InboundSearch, data_set: DataSet, partner: str, *, marked: bool) -> None:
    """A notice has come: a mark has to be answered within the limit; one that was taken off, not any more."""
    source.mark_answered_at = None
    source.save(update_fields=["mark_answered_at"])
    for_subject(source).filter(rule=LIMIT).delete()
    if marked and any(one.source.pk == source.pk for one in marks_to_answer(data_set)):
        start_deadline(LIMIT, source, started_at=clock.now(), person=data_set.person_id, label=f"{partner} →")


def answer_marks_of_partners(data_set: DataSet) -> None:
    """Ours is marked: nothing is left to be decided about those of partners."""
    for one in marks_of_partners(data_set):
        _answer(one.source)


def _answer(source: PossibleMatch | InboundSearch) -> None:
    source.mark_answered_at = clock.now()
    source.save(update_fields=["mark_answered_at"])
    meet_deadline(LIMIT, source, at=source.mark_answered_at)
