"""Record that somebody belongs to a person: what they are to them, and in which group."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from egnatia.persons.actions.add_group_member import add_group_member
from egnatia.persons.actions.relate_persons import relate_persons
from egnatia.persons.actions.start_group import start_group
from egnatia.persons.models import Group, Membership, Person, Relation

#: Where the two belong: a group by its id, or one of these.
THEIRS, NO_GROUP = "theirs", "none"


@dataclass(frozen=True, slots=True)
class Added:
    """What was recorded; no group where only the relation was."""

    relation: Relation
    group: Group | None


@transaction.atomic
def add_relative(
    officer: Any,
    person: Person,
    other: Person,
    kind: str,
    *,
    group: Group | str = NO_GROUP,
    basis: str = "declared",
    on: date | None = None,
    note: str = "",
) -> Added:
    """Relate `other` to `person`, and have both belong to one group.

    kind    what `other` is to `person`, a code of `law.relations()`
    group   a group; "theirs", the one that the other belongs to (a new family where there is none); "family" or "travelling",
            a new one; or "none"

    Raises what `relate_persons`, `start_group` and `add_group_member` raise.
    """
    said: dict[str, Any] = {"basis": basis, "on": on, "note": note}
    relation = relate_persons(officer, other, person, kind, **said)
    if group == NO_GROUP:
        return Added(relation, None)
    if group == THEIRS:
        group = _group_of(other) or Group.Kind.FAMILY
    found = group if isinstance(group, Group) else start_group(officer, group)
    for one in (person, other):
        add_group_member(officer, found, one, **said)
    return Added(relation, found)


def _group_of(person: Person) -> Group | None:
    """The person's family, else the group they travel with; the latest where there are several."""
    present = Membership.objects.filter(person=person, ended_at=None).select_related("group").order_by("-recorded_at")
    groups = [membership.group for membership in present]
    families = [group for group in groups if group.kind == Group.Kind.FAMILY]
    return next(iter(families or groups), None)
