"""Add the data set of a signed registration."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.persons.actions.write_search_keys import write_search_keys
from egnatia.persons.models import DataSet, Person
from egnatia.persons.retention import erase_on
from egnatia.persons.search_keys import national_number_key

_SERIAL_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that reads like a digit
_SERIAL_LENGTH = 10


@transaction.atomic
def add_data_set(
    officer: Any,
    *,
    category: int,
    elements: Mapping[str, Any],
    captured_at: datetime,
    data_set_id: UUID | None = None,
    person: Person | None = None,
    national_number: str = "",
    origin: str = "page",
    transmission_counts_from: datetime | None = None,
) -> DataSet:
    """The data set, signed by `officer` now, of a new person unless `person` is known; its transmission clock runs.

    elements   checked against the category's closed list once more
    data_set_id   given beforehand by who must refer to it (a retry then can't add it twice)
    transmission_counts_from   where that isn't the signing: the apprehension, say

    Calls no hook: `registration.actions.sign_draft` does, when captures and fingers are in place.
    Raises Problem `accounts.not_allowed`, `law.…`, `persons.national_number.taken` (409).
    """
    policy.require(officer, "registration.sign")
    law.check_elements(category, dict(elements))
    signed_at = clock.now()
    person = person or Person.objects.create(unit=officer.unit, created_at=signed_at)
    data_set = DataSet(
        **({"id": data_set_id} if data_set_id else {}),
        person=person,
        unit=officer.unit,
        reference_number=new_reference_number(category),
        category=category,
        elements=dict(elements),
        national_number=national_number or None,
        national_number_key=national_number_key(national_number),
        event_at=event_date(elements),
        captured_at=captured_at,
        signed_at=signed_at,
        signed_by=officer,
        transmitted_at=signed_at,
        erase_on=erase_on(category, elements, signed_at),
        origin=origin,
    )
    save_new(data_set)
    write_search_keys(data_set)
    if limit := law.category(category).transmission_limit:
        start_deadline(
            limit,
            data_set,
            started_at=transmission_counts_from or signed_at,
            person=person.pk,
            label=data_set.reference_number,
        )
    audit.record("persons.data_set.signed", subject=data_set, person=person.pk, officer=officer, origin=origin)
    return data_set


def save_new(data_set: DataSet) -> None:
    """Insert a data set; a number that another one holds meanwhile becomes a Problem."""
    try:
        with transaction.atomic():
            data_set.save(force_insert=True)
    except IntegrityError as error:
        raise Problem(
            "persons.national_number.taken",
            "Somebody registered this meanwhile.",
            "Look at what is registered now, then try again if something is still missing.",
            status=409,
        ) from error


def new_reference_number(category: int) -> str:
    """A random number that says nothing about when or as the how-manieth somebody was registered."""
    serial = "".join(secrets.choice(_SERIAL_ALPHABET) for _ in range(_SERIAL_LENGTH))
    return law.make_reference_number(node.current().partner, category, serial)


def event_date(elements: Mapping[str, Any]) -> date | None:
    day = (elements.get("event") or {}).get("date")
    return date.fromisoformat(day) if day else None
