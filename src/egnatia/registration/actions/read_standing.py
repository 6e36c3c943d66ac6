"""Tell a connected system where a registration stands: fetching, permission and the access log are one call."""

from typing import Any

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base.errors import not_found
from egnatia.registration.standing import Standing, find_standing


def read_standing(officer: Any, national_number: str) -> Standing:
    """Raises Problem `accounts.not_allowed`, `registration.national_number.not_found`."""
    policy.require(officer, "person.read")
    standing = find_standing(national_number)
    if standing is None:
        raise not_found("registration.national_number")
    read = standing.data_set or standing.child_note
    if read is not None:
        audit.record("persons.person.read", subject=read, person=read.person_id, officer=officer, part="standing")
    elif standing.draft is not None:
        audit.record("registration.draft.read", subject=standing.draft, officer=officer)
    return standing
