"""Who was registered for a group belongs to it from now on, and is what was said to the one they came with."""

from typing import Any

from egnatia.persons.actions.add_group_member import add_group_member
from egnatia.persons.actions.relate_persons import relate_persons
from egnatia.persons.models import Person
from egnatia.persons.queries.groups import is_kept
from egnatia.registration.models import Draft


def join_group(officer: Any, draft: Draft, person: Person) -> None:
    """In the caller's transaction, which has closed `draft`; nothing for a draft of no group, or of one that has ended.

    Of two drafts of a group either may be signed first: what they are to each other is recorded with the second.
    """
    group = draft.group
    if group is None or group.ended_at is not None:
        return
    add_group_member(officer, group, person, basis=(draft.relation or {}).get("basis", "declared"))
    relative = draft.relative or (draft.begun_from.about if draft.begun_from else None)
    _relate(officer, draft, person, relative)
    waiting = draft.drafts_after.filter(state__in=(Draft.State.SIGNED, Draft.State.NOTED), relation__isnull=False)
    for other in waiting:
        _relate(officer, other, other.about, person)


def _relate(officer: Any, draft: Draft, person: Person | None, relative: Person | None) -> None:
    """Nothing while one of the two isn't known yet, nor where one was erased meanwhile."""
    said = draft.relation
    if said is None or person is None or relative is None:
        return
    if person.pk != relative.pk and is_kept(person) and is_kept(relative):
        relate_persons(officer, person, relative, said["kind"], basis=said["basis"])
    Draft.objects.filter(pk=draft.pk).update(relation=None)
