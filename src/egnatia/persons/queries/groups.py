"""Groups and relations of persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from egnatia import law
from egnatia.accounts import policy
from egnatia.base.errors import not_found
from egnatia.persons.models import ChildNote, DataSet, Group, Membership, Person, Relation
from egnatia.persons.queries.reading import visible_to
from egnatia.persons.queries.sequences import sequence_of
from egnatia.persons.search_keys import national_number_key


@dataclass(frozen=True, slots=True)
class Related:
    """Somebody else, seen from one person: `kind` is what they are to that person."""

    relation: Relation
    person: Person
    kind: law.Relation


def groups_visible_to(officer: Any) -> QuerySet[Group]:
    """The groups an officer may open: whoever may open a person's record sees to whom the person belongs."""
    return Group.objects.all() if policy.may(officer, "person.read") else Group.objects.none()


def get_group(officer: Any, group_id: UUID) -> Group:
    """One group. Raises Problem `persons.group.not_found`."""
    group = groups_visible_to(officer).select_related("unit", "created_by").filter(pk=group_id).first()
    if group is None:
        raise not_found("persons.group")
    return group


def find_group_by_national_number(number: str) -> Group | None:
    """The group that a national system knows by this number, unless it has ended."""
    if not number:
        return None
    return Group.objects.filter(national_number_key=national_number_key(number), ended_at=None).first()


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Where the person belongs and belonged, under whichever of the records that are linked as theirs."""
    same = sequence_of(person).persons
    return Membership.objects.filter(person__in=same).select_related("group", "person", "recorded_by", "ended_by")


def members_of(group: Group) -> QuerySet[Membership]:
    """Who belongs to the group, and who did."""
    return group.memberships.select_related("person", "recorded_by", "ended_by")


def relations_of(person: Person) -> list[Related]:
    """What others are to the person, and were; from whichever end it was said."""
    same = sequence_of(person).persons
    found = Relation.objects.filter(Q(person__in=same) | Q(other__in=same)).select_related(
        "person", "other", "recorded_by", "ended_by"
    )
    return [_seen_from(relation, same) for relation in found]


def relations_among(persons: Iterable[UUID]) -> QuerySet[Relation]:
    """What holds between these persons."""
    ids = list(persons)
    return Relation.objects.filter(person__in=ids, other__in=ids, ended_at=None)


def newest_elements(person: Person) -> dict[str, Any]:
    """What is recorded of a person now: their latest active data set, else a child's note; {} where nothing is left."""
    data_set = person.data_sets.filter(status=DataSet.Status.ACTIVE).order_by("-signed_at").first()
    if data_set is not None:
        return data_set.elements or {}
    note = person.child_notes.filter(erased_at=None).first()
    return (note.elements or {}) if note is not None else {}


def is_kept(person: Person) -> bool:
    """Whether anything is still kept of the person: a data set, be it void, or a child's note."""
    if DataSet.objects.filter(person=person).exclude(status=DataSet.Status.ERASED).exists():
        return True
    return ChildNote.objects.filter(person=person, erased_at=None).exists()


def find_person(officer: Any, person_id: UUID) -> Person | None:
    """A person the officer may open."""
    return visible_to(officer).filter(pk=person_id).first()


def _seen_from(relation: Relation, same: frozenset[UUID]) -> Related:
    kind = law.relation(relation.said["kind"])
    if relation.other_id in same:
        return Related(relation, relation.person, kind)
    return Related(relation, relation.other, law.relation(kind.inverse))
