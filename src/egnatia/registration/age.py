"""May fingerprints be taken? Asks the law with what a draft says of the age."""

from collections.abc import Mapping
from typing import Any

from egnatia import law
from egnatia.base import clock, node
from egnatia.registration.problems import birth_date_missing, capture_not_allowed


def age_gate_of(data: Mapping[str, Any]) -> law.AgeGate | None:
    """The law's answer for a draft's data; None as long as neither birth date nor proof was given."""
    birth, age = data.get("elements", {}).get("birth_date"), data.get("age", {})
    if not birth and not age.get("proof"):
        return None
    return law.age_gate(
        law.read_uncertain_date(birth, field="birth_date") if birth else None,
        bool(age.get("proof")),
        bool(age.get("doubt")),
        law.local_day(clock.now(), node.current().partner),
    )


def require_capture_allowed(data: Mapping[str, Any]) -> None:
    """Raises Problem `registration.birth_date.missing` and `registration.capture_not_allowed`."""
    gate = age_gate_of(data)
    if gate is None:
        raise birth_date_missing()
    if not gate.takes_biometrics:
        raise capture_not_allowed(gate.reason)
