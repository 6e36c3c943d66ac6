"""End a registration as a child-protection note: under six, or in doubt without proof."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.remove_capture import discard_all
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import ChildNote
from egnatia.registration.actions.abandon_draft import close_draft
from egnatia.registration.actions.join_group import join_group
from egnatia.registration.age import age_gate_of
from egnatia.registration.models import Draft
from egnatia.registration.problems import changed_meanwhile, closed


@transaction.atomic
def note_child(officer: Any, draft: Draft) -> ChildNote:
    """The note, with what the draft says. Whatever was captured before the age became known goes.

    Raises Problem `accounts.not_allowed`, `registration.not_a_child`, `registration.draft.closed`.
    """
    policy.require(officer, "registration.write")
    if not draft.is_open:
        raise closed()
    data = draft.data or {}
    gate = age_gate_of(data)
    if gate is None or gate.takes_biometrics:
        raise Problem(
            "registration.not_a_child",
            "A child-protection note is for children under six, or where that is in doubt.",
            "Go on with the registration.",
            status=409,
        )
    note = write_child_note(
        officer,
        elements=data.get("elements", {}),
        reason=gate.reason,
        national_number=draft.national_number or "",
        person=draft.person,
    )
    discard_all(draft.pk)
    if not close_draft(draft, Draft.State.NOTED, child_note=note):
        raise changed_meanwhile()
    join_group(officer, draft, note.person)
    audit.record("registration.draft.noted", subject=draft, person=note.person_id, officer=officer, why=gate.reason)
    return note
