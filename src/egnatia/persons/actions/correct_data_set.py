"""Correct a signed data set: a new version under the same reference number, the old one kept until both are erased."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.deadlines.queries import for_subject
from egnatia.persons.actions.add_data_set import event_date, save_new
from egnatia.persons.actions.refusals import changed_meanwhile, get_reason
from egnatia.persons.actions.write_search_keys import remove_search_keys, write_search_keys
from egnatia.persons.models import DataSet


@transaction.atomic
def correct_data_set(
    officer: Any,
    data_set: DataSet,
    *,
    elements: Mapping[str, Any],
    reason: str,
    note: str = "",
    captured_at: datetime | None = None,
) -> DataSet:
    """The new version, with the same retention as the one before: a correction never prolongs it.

    reason       code of `law.correction_reasons()`
    captured_at  where new prints or a new photo came with it

    Calls no hook: `registration.actions.correct_registration` does, when the captures are in place.
    Raises Problem `accounts.not_allowed`, `law.…`, `persons.data_set.changed_meanwhile` (409).
    """
    policy.require(officer, "registration.correct")
    get_reason(law.correction_reasons(), reason)
    law.check_elements(data_set.category, dict(elements))
    _supersede(data_set)
    version = DataSet(
        person_id=data_set.person_id,
        unit=officer.unit,
        reference_number=data_set.reference_number,
        version=data_set.version + 1,
        category=data_set.category,
        elements=dict(elements),
        national_number=data_set.national_number,
        national_number_key=data_set.national_number_key,
        event_at=event_date(elements),
        captured_at=captured_at or data_set.captured_at,
        signed_at=clock.now(),
        signed_by=officer,
        transmitted_at=data_set.transmitted_at,
        transmission=data_set.transmission,
        erase_on=data_set.erase_on,
        supersedes=data_set,
        reason=reason,
        reason_note=note or None,
        origin=data_set.origin,
    )
    save_new(version)
    remove_search_keys(data_set)
    write_search_keys(version)
    _hand_over_clocks(data_set, version)
    audit.record(
        "persons.data_set.corrected",
        subject=version,
        person=version.person_id,
        officer=officer,
        why=reason,
        version=version.version,
        changed=sorted(code for code in {*elements, *(data_set.elements or {})} if _differs(code, elements, data_set)),
    )
    return version


def _supersede(data_set: DataSet) -> None:
    """One correction at a time: of two at once, the second finds the version no longer active."""
    if not DataSet.objects.filter(pk=data_set.pk, status=DataSet.Status.ACTIVE).update(status=DataSet.Status.SUPERSEDED):
        raise changed_meanwhile()
    data_set.refresh_from_db(fields=("status",))


def _hand_over_clocks(data_set: DataSet, version: DataSet) -> None:
    for deadline in for_subject(data_set).filter(met_at=None, dropped_at=None):
        start_deadline(deadline.rule, version, started_at=deadline.started_at, person=version.person_id, label=deadline.label)
    drop_deadlines(data_set, at=version.signed_at)


def _differs(code: str, elements: Mapping[str, Any], data_set: DataSet) -> bool:
    return bool(elements.get(code) != (data_set.elements or {}).get(code))
