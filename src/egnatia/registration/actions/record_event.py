"""Record what happened to a registered person: the law says what becomes of the data set."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.exchange.actions.answer_citizen import settle_check
from egnatia.exchange.actions.tell_citizen import tell_citizen
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.mark_data_set import mark_data_set, unmark_data_set
from egnatia.persons.models import DataSet
from egnatia.persons.queries import find_mark

CITIZENSHIP = "citizenship_acquired"


def events_for(data_set: DataSet) -> Mapping[str, law.MarkingRule]:
    """What can be recorded of it now, by code: marks where it carries none, their end where it does; citizenship."""
    wanted = "mark" if find_mark(data_set.reference_number) is None else "unmark"
    return {
        code: rule
        for code, rule in law.marking_rules().items()
        if data_set.category in rule.categories and (rule.action == wanted or code == CITIZENSHIP)
    }


def record_event(officer: Any, data_set: DataSet, event: str) -> law.MarkingRule:
    """The rule that was followed: the data set is marked, unmarked, or erased without delay; those who were told hear of it.

    Raises Problem `registration.event.unknown`, and what `mark_data_set`, `unmark_data_set`, `erase_data_set` raise.
    """
    rule = law.marking_rule(event)
    if rule.action == "mark":
        mark_data_set(officer, data_set, event)
    elif rule.action == "unmark":
        unmark_data_set(officer, data_set, event)
    elif event == CITIZENSHIP:
        _erase_citizen(officer, data_set)
    else:
        raise Problem(
            "registration.event.unknown", "This isn't recorded here.", "Choose an event from the list.", field="event"
        )
    return rule


@transaction.atomic
def _erase_citizen(officer: Any, data_set: DataSet) -> None:
    """Ours goes at once; the partners who own data of the person are told to erase theirs (art. 30)."""
    settle_check(data_set)
    tell_citizen(data_set)
    erase_data_set(data_set, ground="citizenship", officer=officer)
