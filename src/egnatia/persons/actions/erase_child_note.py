"""Erase a child-protection note."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.persons import hooks
from egnatia.persons.actions.forget_belongings import forget_belongings
from egnatia.persons.actions.write_search_keys import remove_search_keys
from egnatia.persons.models import ChildNote, ErasureCertificate


@transaction.atomic
def erase_child_note(note: ChildNote, *, officer: Any = None) -> None:
    """Empty the note; one that is empty already stays so. `officer` is None for the nightly job on the day."""
    if officer is not None:
        policy.require(officer, "registration.correct")
    if note.erased_at is not None:
        return
    keys = remove_search_keys(note)
    note.elements, note.erased_at, note.national_number_key = None, clock.now(), ""
    note.save(update_fields=["elements", "erased_at", "national_number_key"])
    certificate = ErasureCertificate.objects.create(
        due_on=note.erase_on,
        erased_at=note.erased_at,
        erased_by=officer,
        ground="child_note",
        counts={"search_keys": keys, **forget_belongings(note.person)},
    )
    hooks.child_note_erased.call(note, certificate)
    hooks.erasure_certified.call(certificate)
    audit.record("persons.child_note.erased", subject=note, person=note.person_id, officer=officer)
