"""Put a joint operation into the calendar, or change it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import Problem
from egnatia.cooperation.actions.changes import apply, check_partner, check_span, clean_line, clean_lines
from egnatia.cooperation.models import JointOperation

_PLACE = 200


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """What is said of a joint operation; see the model."""

    name: str
    led_by: str
    partners: tuple[str, ...]
    place: str
    starts_on: date
    ends_on: date | None = None
    text: str = ""


@transaction.atomic
def plan_operation(officer: Officer, facts: OperationFacts) -> JointOperation:
    """Raises Problem `accounts.not_allowed`, `cooperation.operation.nobody`, `cooperation.ends_before_start`, …"""
    policy.require(officer, "cooperation.write")
    operation = JointOperation.objects.create(**_clean(facts))
    audit.record("cooperation.operation.planned", subject=operation, officer=officer, partners=operation.partners)
    return operation


@transaction.atomic
def change_operation(officer: Officer, operation: JointOperation, facts: OperationFacts) -> JointOperation:
    """Raises what `plan_operation` raises."""
    policy.require(officer, "cooperation.write")
    if changed := apply(operation, _clean(facts)):
        audit.record("cooperation.operation.changed", subject=operation, officer=officer, changed=changed)
    return operation


def _clean(facts: OperationFacts) -> dict[str, Any]:
    check_span(facts.starts_on, facts.ends_on, "ends_on")
    for code in facts.partners:
        check_partner(code, "partners")
    if not facts.partners:
        raise Problem("cooperation.operation.nobody", _("No partner takes part."), _("Choose at least one."), field="partners")
    return {
        "name": clean_line(facts.name, "name"),
        "led_by": clean_line(facts.led_by, "led_by"),
        "partners": [code for code in law.partners() if code in facts.partners],
        "place": clean_line(facts.place, "place", max_length=_PLACE),
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "text": clean_lines(facts.text, "text"),
    }
