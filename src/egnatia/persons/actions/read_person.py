"""Open a person's record: fetching, permission and the access log are one call."""

from typing import Any
from uuid import UUID

from egnatia import audit
from egnatia.persons.models import Person
from egnatia.persons.queries import get_person


def read_person(officer: Any, person_id: UUID, *, part: str = "summary", why: str = "") -> Person:
    """The person, and an entry in their access log that says which part was read.

    Raises Problem `persons.person.not_found`.
    """
    person = get_person(officer, person_id)
    audit.record("persons.person.read", subject=person, person=person.pk, officer=officer, why=why, part=part)
    return person
