"""Correct what a signed registration says; new prints go by a draft that corrects it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.persons import hooks
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.models import DataSet
from egnatia.registration.age import age_gate_of


@transaction.atomic
def correct_registration(
    officer: Any, data_set: DataSet, *, elements: Mapping[str, Any], reason: str, note: str = "", proof_of_age: bool = False
) -> DataSet:
    """The new version; the partners who were told of the old one are told of this one.

    elements   all of them as they should be; unknown ones are refused
    reason     code of `law.correction_reasons()`

    Raises Problem `registration.nothing_changed`, `registration.corrected_to_child`, and what `correct_data_set` raises.
    """
    cleaned = law.clean_elements(data_set.category, elements)
    if cleaned == data_set.elements:
        raise Problem("registration.nothing_changed", "Nothing was changed.", "Change what is wrong, or go back.", status=409)
    refuse_child({"elements": cleaned, "age": {"proof": proof_of_age}})
    version = correct_data_set(officer, data_set, elements=cleaned, reason=reason, note=note)
    hooks.data_set_corrected.call(version, data_set, officer)
    return version


def refuse_child(data: Mapping[str, Any]) -> None:
    """A correction can't turn somebody into a child of whom nothing may be kept: that registration is void."""
    gate = age_gate_of(data)
    if gate is not None and not gate.takes_biometrics:
        raise Problem(
            "registration.corrected_to_child",
            "By this birth date the person is under six: the registration should never have been made.",
            "Declare it void, with the reason that the person is under six.",
            status=409,
            field="birth_date",
        )
