"""Declare a signed data set void: it was made in error."""

from typing import Any

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.persons import hooks
from egnatia.persons.actions.dissolve_link import dissolve_links_of
from egnatia.persons.actions.forget_flags import forget_flags
from egnatia.persons.actions.refusals import changed_meanwhile, get_reason
from egnatia.persons.actions.write_search_keys import remove_search_keys
from egnatia.persons.models import DataSet


@transaction.atomic
def void_data_set(officer: Any, data_set: DataSet, *, reason: str, note: str = "") -> DataSet:
    """The data set, void: in no search, no sequence and no answer any more; kept for its history until its day comes.

    reason   code of `law.void_reasons()`; one with the mark `erase` brings the day to today

    Raises Problem `accounts.not_allowed`, `law.…`, `persons.data_set.changed_meanwhile` (409).
    """
    policy.require(officer, "registration.correct")
    choice = get_reason(law.void_reasons(), reason)
    if not DataSet.objects.filter(pk=data_set.pk, status=DataSet.Status.ACTIVE).update(status=DataSet.Status.VOIDED):
        raise changed_meanwhile()
    now = clock.now()
    data_set.status = DataSet.Status.VOIDED
    data_set.void_reason, data_set.void_note = reason, note or None
    if "erase" in choice.marks:
        data_set.erase_on = min(data_set.erase_on, now.date())
    data_set.save(update_fields=["void_reason", "void_note", "erase_on"])
    remove_search_keys(data_set)
    dissolve_links_of(data_set.reference_number, officer=officer, reason="void")
    forget_flags(data_set.reference_number)
    drop_deadlines(data_set, at=now)
    audit.record("persons.data_set.voided", subject=data_set, person=data_set.person_id, officer=officer, why=reason)
    hooks.data_set_voided.call(data_set, officer)
    return data_set
