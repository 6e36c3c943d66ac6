"""A group as a national system knows it, whole: what is new is recorded, what this system said and says no more ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from egnatia.accounts import policy
from egnatia.base.errors import Problem
from egnatia.persons.actions.add_group_member import add_group_member
from egnatia.persons.actions.end_membership import end_membership
from egnatia.persons.actions.relate_persons import end_relation, relate_persons
from egnatia.persons.actions.set_group_size import set_group_size
from egnatia.persons.actions.start_group import WRITE, start_group
from egnatia.persons.models import Group, Person
from egnatia.persons.queries import find_by_national_number, find_child_note
from egnatia.persons.queries.groups import find_group_by_national_number, relations_among
from egnatia.persons.search_keys import national_number_key

_NO_MORE = "no_longer_so"


@dataclass(frozen=True, slots=True)
class GivenMember:
    """A person by the number of the national system."""

    national_number: str
    basis: str = "declared"
    on: date | None = None


@dataclass(frozen=True, slots=True)
class GivenRelation:
    """What the person under `national_number` is to the one under `other`."""

    national_number: str
    kind: str
    other: str
    basis: str = "declared"


@dataclass(frozen=True, slots=True)
class PutGroup:
    """outcome: created | changed | unchanged."""

    group: Group
    outcome: str


@transaction.atomic
def put_group(
    account: Any,
    national_number: str,
    *,
    kind: str,
    size: int | None,
    members: Sequence[GivenMember],
    relations: Sequence[GivenRelation] = (),
) -> PutGroup:
    """The group under this number. The same again changes nothing; what others recorded of the group stays.

    Raises Problem `accounts.not_allowed`, `registration.group.nobody` (422), `registration.group.kind` (409),
    `registration.group.member_unknown` (422), `law.relation.unknown`, `persons.relation.…`, `persons.said.…`.
    """
    policy.require(account, WRITE)
    group = find_group_by_national_number(national_number)
    if group is None and not members:
        raise Problem(
            "registration.group.nobody", "A group has one member at least.", "Name its members.", status=422, field="members"
        )
    if group is not None and group.kind != kind:
        raise Problem(
            "registration.group.kind",
            "The group under this number is of another kind.",
            "Take another number for the other group.",
            status=409,
            field="kind",
        )
    persons = {_key(one): _person(one.national_number, f"members.{place}") for place, one in enumerate(members)}
    is_new = group is None
    group = group or start_group(account, kind, size=size, national_number=national_number)
    steps = [
        group.size != size and set_group_size(account, group, size) is not None,
        _put_members(account, group, members, persons),
        _put_relations(account, relations, persons),
        _end_members(account, group, set(persons.values())),
    ]
    group.refresh_from_db()
    return PutGroup(group, "created" if is_new else "changed" if any(steps) else "unchanged")


def _put_members(account: Any, group: Group, members: Sequence[GivenMember], persons: dict[str, Person]) -> bool:
    before = set(group.memberships.filter(ended_at=None).values_list("person_id", flat=True))
    for one in members:
        add_group_member(account, group, persons[_key(one)], basis=one.basis, on=one.on)
    return not {person.pk for person in persons.values()} <= before


def _end_members(account: Any, group: Group, persons: set[Person]) -> bool:
    gone = group.memberships.filter(ended_at=None, recorded_by=account).exclude(person__in=persons)
    ended = [end_membership(account, membership, why="left") for membership in gone]
    return bool(ended)


def _put_relations(account: Any, relations: Sequence[GivenRelation], persons: dict[str, Person]) -> bool:
    present = set(relations_among([one.pk for one in persons.values()]))
    kept = set()
    for place, one in enumerate(relations):
        person, other = persons.get(_key(one)), persons.get(national_number_key(one.other))
        if person is None or other is None:
            raise _unknown(f"relations.{place}")
        kept.add(relate_persons(account, person, other, one.kind, basis=one.basis))
    gone = [relation for relation in present - kept if relation.recorded_by_id == account.pk]
    for relation in gone:
        end_relation(account, relation, why=_NO_MORE)
    return bool(gone or kept - present)


def _key(one: GivenMember | GivenRelation) -> str:
    """Upper and lower case are the same number."""
    return national_number_key(one.national_number)


def _person(number: str, field: str) -> Person:
    found = find_by_national_number(number) or find_child_note(number)
    if found is None:
        raise _unknown(field)
    return found.person


def _unknown(field: str) -> Problem:
    return Problem(
        "registration.group.member_unknown",
        "Nobody of the group is registered or noted under this number.",
        "Register the person first, then send the group.",
        status=422,
        field=field,
    )
