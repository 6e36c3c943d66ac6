"""What several actions refuse in the same words."""

from collections.abc import Mapping

from egnatia.base.errors import Problem
from egnatia.law.choices import Choice


def changed_meanwhile() -> Problem:
    """409: the data set is no longer what the officer saw."""
    return Problem(
        "persons.data_set.changed_meanwhile",
        "This registration was changed meanwhile, or no longer counts.",
        "Open it again and look at what it says now.",
        status=409,
    )


def get_reason(reasons: Mapping[str, Choice], code: str) -> Choice:
    """The reason under a code. Raises Problem `persons.reason.unknown`."""
    if code not in reasons:
        raise Problem("persons.reason.unknown", "A reason is missing.", "Choose a reason from the list.", field="reason")
    return reasons[code]
