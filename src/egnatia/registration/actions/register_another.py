"""Begin the registration of another person of a group: what the group shares is entered once, and confirmed for each."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from egnatia import law
from egnatia.accounts import policy
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.persons.actions.add_group_member import add_group_member
from egnatia.persons.actions.set_group_size import set_group_size
from egnatia.persons.actions.start_group import WRITE, start_group
from egnatia.persons.models import DataSet, Group, Person
from egnatia.persons.queries.groups import newest_elements
from egnatia.persons.said import read_said
from egnatia.registration.actions.change_draft import change_draft
from egnatia.registration.actions.start_draft import start_draft
from egnatia.registration.models import Draft, NoticeGiven

#: What a group shares. Documents never: each person has their own.
_SHARED = ("nationalities",)
#: Of the event: not the remark, which is about one person.
_EVENT = ("place", "date", "time")
#: Who of them mostly has the same surname; it is offered, and confirmed as all the rest.
_SAME_SURNAME = frozenset({"spouse", "child", "parent", "sibling"})


@dataclass(frozen=True, slots=True)
class _Before:
    """What is known of the person with whom the next one came."""

    category: int | None
    elements: dict[str, Any]
    notice: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def register_another(
    officer: Any,
    *,
    draft: Draft | None = None,
    person: Person | None = None,
    kind: str,
    basis: str = "declared",
    group: Group | str = Group.Kind.FAMILY,
    size: int | None = None,
) -> Draft:
    """A new draft of the group, filled with what is shared; all of that waits to be confirmed on its step.

    draft    the registration from which the next person is begun, open or finished …
    person   … or the person whose record it is
    kind     what the next person is to that one, a code of `law.relations()`
    group    to which both belong; "family" or "travelling" for a new one, unless the draft is of one already
    size     of how many persons the group consists, as they say

    The notice is given to each person anew: only its language and the interpreter are offered.
    Raises Problem `accounts.not_allowed`, `registration.group.nobody`, `law.relation.unknown`, `persons.group.…`.
    """
    policy.require(officer, WRITE)
    relation = {"kind": law.relation(kind).code} | read_said(basis)
    known = (draft.about if draft else None) or person
    if (draft is None and known is None) or (draft is not None and draft.state == Draft.State.ABANDONED):
        raise Problem(
            "registration.group.nobody", "There is nobody with whom the next person came.", "Register a person.", status=409
        )
    found = _group(officer, draft, known, group)
    if size is not None:
        set_group_size(officer, found, size)
    before = _of_draft(draft) if draft is not None and draft.is_open else _of_person(known, draft)
    another = start_draft(officer)
    another.group, another.relation = found, relation
    another.relative, another.begun_from = known, draft
    another.save(update_fields=["group", "relation", "relative", "begun_from"])
    category = before.category if before.category in _choosable() else None
    change_draft(another, _shared_data(before, kind), category=category)
    return another


def _group(officer: Any, draft: Draft | None, known: Person | None, group: Group | str) -> Group:
    """The group of both; it takes in whoever is known already."""
    found = draft.group if draft is not None and draft.group is not None and draft.group.ended_at is None else None
    if found is None:
        found = group if isinstance(group, Group) else start_group(officer, group)
        if draft is not None:
            Draft.objects.filter(pk=draft.pk).update(group=found)
            draft.group = found
    if known is not None:
        add_group_member(officer, found, known)
    return found


def _of_draft(draft: Draft) -> _Before:
    data = draft.data or {}
    return _Before(draft.category, data.get("elements", {}), data.get("notice") or data.get("notice_offered") or {})


def _of_person(person: Person | None, draft: Draft | None) -> _Before:
    if person is None:
        return _Before(None, {})
    newest = person.data_sets.filter(status=DataSet.Status.ACTIVE).order_by("-signed_at").first()
    category = newest.category if newest is not None else draft.category if draft is not None else None
    given = NoticeGiven.objects.filter(data_set__reference_number=newest.reference_number).first() if newest else None
    notice = {"language": given.language, "interpreter": given.interpreter or ""} if given is not None else {}
    return _Before(category, newest_elements(person), notice)


def _shared_data(before: _Before, kind: str) -> dict[str, Any]:
    elements = {code: before.elements[code] for code in _SHARED if before.elements.get(code)}
    if event := before.elements.get("event"):
        elements["event"] = {name: event[name] for name in _EVENT if event.get(name)}
    if kind in _SAME_SURNAME and before.elements.get("surnames"):
        elements["surnames"] = before.elements["surnames"]
        if latin := (before.elements.get("names_latin") or {}).get("surnames"):
            elements["names_latin"] = {"surnames": latin}
    notice = {name: before.notice[name] for name in ("language", "interpreter") if before.notice.get(name)}
    return {"elements": elements, "taken_over": sorted(elements)} | ({"notice_offered": notice} if notice else {})


def _choosable() -> set[int]:
    return {one.digit for one in law.choosable_categories(node.current().partner, node.current().settings)}
