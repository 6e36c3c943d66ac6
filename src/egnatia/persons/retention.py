"""On which day a data set is erased: asks the law with what the data set's elements say of the outcome."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from egnatia import law
from egnatia.base import node
from egnatia.base.errors import Problem


def erase_on(category: int, elements: Mapping[str, Any], transmitted_at: datetime) -> date:
    """The day. Raises Problem `persons.retention.decision_unknown` where it runs from a decision that no setting names."""
    decision_on = None
    if law.category(category).retention_start == "decision":
        decision_on = _decision_on()
    return law.erase_on(
        category,
        transmitted_at,
        outcome=_outcome(category, elements),
        decision_on=decision_on,
        partner=node.current().partner,
    )


def _outcome(category: int, elements: Mapping[str, Any]) -> str:
    if category != 7:
        return ""
    return "refused" if elements.get("refused_on") else "discontinued" if elements.get("discontinued_on") else ""


def _decision_on() -> date:
    """Entry into force of the decision on temporary protection, from the node's settings."""
    day = node.current().setting("temporary_protection_since")
    if day is None:
        raise Problem(
            "persons.retention.decision_unknown",
            "It is not known since when the decision on temporary protection is in force.",
            "Ask your administrator to set temporary_protection_since.",
            status=500,
        )
    return day if isinstance(day, date) else date.fromisoformat(day)
