"""Begin a group: a family, or people who travel together."""

from typing import Any

from django.db import IntegrityError, transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.persons.models import Group
from egnatia.persons.search_keys import national_number_key

WRITE = "group.write"
MOST_PERSONS = 200


@transaction.atomic
def start_group(officer: Any, kind: str, *, size: int | None = None, national_number: str = "") -> Group:
    """A group without members yet.

    kind   family | travelling
    size   of how many persons it consists, as they say

    Raises Problem `accounts.not_allowed`, `persons.group.kind`, `persons.group.size`, `persons.group.taken` (409).
    """
    policy.require(officer, WRITE)
    if kind not in Group.Kind.values:
        raise Problem("persons.group.kind", "It isn't said what kind of group it is.", "Choose one.", field="kind")
    group = Group(
        kind=kind,
        size=check_size(size),
        unit=officer.unit,
        national_number=national_number or None,
        national_number_key=national_number_key(national_number),
        created_at=clock.now(),
        created_by=officer,
    )
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as error:
        raise Problem(
            "persons.group.taken", "Somebody recorded this group meanwhile.", "Look at what is recorded now.", status=409
        ) from error
    audit.record("persons.group.started", subject=group, officer=officer, kind=kind)
    return group


def check_size(size: int | None) -> int | None:
    """Raises Problem `persons.group.size`."""
    if size is not None and not 1 <= size <= MOST_PERSONS:
        raise Problem(
            "persons.group.size", "A group has from 1 to 200 persons.", "Check the number, or leave it out.", field="size"
        )
    return size
