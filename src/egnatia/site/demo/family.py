"""A family registered as one group, and its small child found again: what the demo's officer does at pages, by the actions."""

from typing import Any

from django.db import transaction

from egnatia.accounts.models import Officer
from egnatia.accounts.queries import get_officer
from egnatia.audit import Actor
from egnatia.audit.context import acting
from egnatia.base import clock, node
from egnatia.biographics.queries import Possible, find_like
from egnatia.biometrics.models import Capture
from egnatia.biometrics.records import to_record
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.persons.actions.relate_persons import relate_persons
from egnatia.persons.actions.start_group import start_group
from egnatia.persons.models import ChildNote, Group
from egnatia.persons.queries.groups import find_group_by_national_number, members_of, relations_of
from egnatia.registration.actions.abandon_draft import abandon_draft
from egnatia.registration.actions.note_child import note_child
from egnatia.registration.actions.register_another import register_another
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.actions.sign_draft import sign_draft
from egnatia.registration.actions.start_draft import start_draft
from egnatia.registration.actions.take_captures import take_records
from egnatia.registration.draft_family import family_of
from egnatia.registration.models import Draft
from egnatia.registration.record.family import names_of
from egnatia.site.demo.accounts import username
from egnatia.site.demo_data import family as data

Facts = dict[str, Any]
_NOTICE = {"language": "ar", "mode": "both"}
_QUALITY = 80


def register_family() -> Facts:
    """Father, mother and son, begun from one another; a demo that resumes finds the group that it made."""
    officer = _officer()
    group = find_group_by_national_number(data.NUMBER)
    if group is None:
        with acting(Actor("officer", str(officer.pk), officer.username), where="demo story"), transaction.atomic():
            group = _register(officer)
    people = [one.person_id for one in members_of(group).filter(ended_at=None)]
    note = ChildNote.objects.get(person__in=people, erased_at=None)
    return {
        "members": len(people),
        "size": group.size,
        "noted": names_of([note.person_id])[note.person_id].name,
        "captures_of_child": Capture.objects.filter(holder__in=note.drafts.values("pk")).count(),
        "parents": _parents_of(note),
    }


def find_child_again() -> Facts:
    """The son is begun as anybody is; who may be registered already is said while it is filled. Nothing is kept of it."""
    officer = _officer()
    with acting(Actor("officer", str(officer.pk), officer.username), where="demo story"):
        draft = _fill(officer, start_draft(officer), data.son_again(clock.today()))
        found = find_like(officer, (draft.data or {})["elements"], relatives=family_of(officer, draft))
        abandon_draft(officer, draft)
    first = found[0] if found else None
    note = first.child_note if first is not None else None
    return {
        "is_note": note is not None and first is not None and first.data_set is None,
        "standing": str(first.match.standing) if first is not None else "",
        "levels": _levels(first),
        "parents": _parents_of(note) if note is not None else [],
    }


def _register(officer: Officer) -> Group:
    today = clock.today()
    group = start_group(officer, Group.Kind.FAMILY, size=3, national_number=data.NUMBER)
    first = _sign(officer, start_draft(officer), data.father(today), data.FATHER_SEED)
    second = register_another(officer, draft=first, kind="spouse", group=group)
    second = _sign(officer, second, data.mother(today), data.MOTHER_SEED)
    third = _fill(officer, register_another(officer, draft=second, kind="child", group=group), data.son(today))
    note = note_child(officer, third)
    assert first.about is not None  # noqa: S101  (it was signed)
    relate_persons(officer, note.person, first.about, "child")
    return group


def _sign(officer: Officer, draft: Draft, elements: dict[str, Any], seed: int) -> Draft:
    """The draft, signed, with ten fingers grown from a seed."""
    draft = _fill(officer, draft, elements)
    fingers = synthetic_fingers(seed, 0)
    take_records(officer, draft, [to_record(one, position=at, quality=_QUALITY) for at, one in fingers.items()])
    sign_draft(officer, draft)
    draft.refresh_from_db()
    return draft


def _fill(officer: Officer, draft: Draft, elements: dict[str, Any]) -> Draft:
    """Every step, each saved as an officer saves it: what was taken over from the group is confirmed by it."""
    steps: dict[str, dict[str, Any]] = {
        "notice": _NOTICE,
        "event": {"category": str(data.CATEGORY), "event": elements["event"]},
        "identity": elements,
        "documents": {"documents": []},
    }
    for step, values in steps.items():
        draft = save_step(officer, draft, step, values).draft
    return draft


def _levels(possible: Possible | None) -> dict[str, str]:
    fields = possible.match.linkage.fields if possible is not None else ()
    return {str(one.field): one.level for one in fields if one.is_known}


def _parents_of(note: ChildNote) -> list[str]:
    parents = [one.person.pk for one in relations_of(note.person) if one.relation.holds and one.kind.code == "parent"]
    return sorted(named.name for named in names_of(parents).values())


def _officer() -> Officer:
    return get_officer(username("officer", node.current().partner))
