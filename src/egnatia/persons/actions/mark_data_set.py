"""Mark a data set, and take its mark off: the data stay, and whoever was told of them hears that the mark changed."""

from typing import Any

from django.db import IntegrityError, transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.persons import hooks
from egnatia.persons.actions.refusals import changed_meanwhile
from egnatia.persons.models import DataSet, Mark
from egnatia.persons.queries import find_mark


@transaction.atomic
def mark_data_set(officer: Any, data_set: DataSet, event: str) -> Mark:
    """The mark; one that is there already stays as it is.

    event   code of `law.marking_rules()` with the action `mark`, for the category of the data set

    Raises Problem `accounts.not_allowed`, `law.event.unknown`, `persons.mark.not_for_category`,
    `persons.data_set.changed_meanwhile` (409).
    """
    policy.require(officer, "registration.correct")
    _check(data_set, event, "mark")
    if (present := find_mark(data_set.reference_number)) is not None:
        return present
    mark = Mark(
        reference_number=data_set.reference_number,
        category=data_set.category,
        event=event,
        set_at=clock.now(),
        set_by=officer,
    )
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
    except IntegrityError:  # somebody else set it in the same moment
        return Mark.objects.get(reference_number=data_set.reference_number, ended_at=None)
    _tell(mark, data_set, "persons.data_set.marked", officer, event)
    return mark


@transaction.atomic
def unmark_data_set(officer: Any, data_set: DataSet, event: str) -> Mark:
    """The mark that was taken off.

    event   code of `law.marking_rules()` with the action `unmark`, for the category of the data set

    Raises Problem `persons.mark.none` beside what `mark_data_set` raises.
    """
    policy.require(officer, "registration.correct")
    _check(data_set, event, "unmark")
    now = clock.now()
    present = find_mark(data_set.reference_number)
    taken_off = present and Mark.objects.filter(pk=present.pk, ended_at=None).update(
        ended_at=now, ended_by=officer, ended_because=event
    )
    if present is None or not taken_off:
        raise Problem(
            "persons.mark.none", "This registration carries no mark.", "Nothing is to be taken off.", field="event", status=409
        )
    present.refresh_from_db()
    _tell(present, data_set, "persons.data_set.unmarked", officer, event)
    return present


def _check(data_set: DataSet, event: str, action: str) -> None:
    rule = law.marking_rule(event)
    if rule.action != action or data_set.category not in rule.categories:
        raise Problem(
            "persons.mark.not_for_category",
            "This event says nothing about the mark of such a registration.",
            "Choose another event.",
            field="event",
        )
    if not DataSet.objects.filter(pk=data_set.pk, status=DataSet.Status.ACTIVE).exists():
        raise changed_meanwhile()


def _tell(mark: Mark, data_set: DataSet, what: str, officer: Any, event: str) -> None:
    audit.record(what, subject=data_set, person=data_set.person_id, officer=officer, why=event)
    hooks.data_set_marked.call(mark, data_set)
