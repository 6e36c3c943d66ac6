"""A child under six, or somebody who may be: a note for child protection, and nothing else."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock, node
from egnatia.persons.actions.write_search_keys import write_search_keys
from egnatia.persons.models import ChildNote, Person
from egnatia.persons.search_keys import national_number_key


@transaction.atomic
def write_child_note(
    officer: Any, *, elements: Mapping[str, Any], reason: str, national_number: str = "", person: Person | None = None
) -> ChildNote:
    """The note. No data set, no prints, no photo; it is in no answer to a partner.

    reason   of `law.age_gate`: under_six, doubt_without_proof, age_unknown

    Raises Problem `accounts.not_allowed`.
    """
    policy.require(officer, "registration.write")
    now = clock.now()
    person = person or Person.objects.create(unit=officer.unit, created_at=now)
    note = ChildNote.objects.create(
        person=person,
        elements=dict(elements),
        reason=reason,
        national_number_key=national_number_key(national_number),
        written_at=now,
        written_by=officer,
        erase_on=law.due_at("child_note", now, node.current().partner).date(),
    )
    write_search_keys(note)
    audit.record("persons.child_note.written", subject=note, person=person.pk, officer=officer, why=reason)
    return note
