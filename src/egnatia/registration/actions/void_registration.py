"""Declare a registration void."""

from typing import Any

from django.db import transaction

from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import DataSet

_UNDER_SIX = "under_six"


@transaction.atomic
def void_registration(officer: Any, data_set: DataSet, *, reason: str, note: str = "") -> DataSet:
    """The data set, void, and withdrawn wherever it was told; of a child under six a child-protection note remains.

    reason   code of `law.void_reasons()`

    Raises what `persons.actions.void_data_set` raises.
    """
    elements = data_set.elements or {}
    voided = void_data_set(officer, data_set, reason=reason, note=note)
    if reason == _UNDER_SIX:
        write_child_note(officer, elements=elements, reason=_UNDER_SIX, person=data_set.person)
    return voided
