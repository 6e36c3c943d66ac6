"""Where a person belongs, in words: groups with their members, relatives, and what was so before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from egnatia import audit, law
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.law.choices import Choice
from egnatia.persons.models import ChildNote, DataSet, Group, Membership, Person, Relation
from egnatia.persons.queries.groups import Related, members_of, memberships_of, relations_among, relations_of
from egnatia.registration.record.header import heading_name

#: Records opened so long ago are offered no more when somebody is to be chosen.
RECENT = timedelta(hours=8)
MOST_RECENT = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A person in one line. A child of whom only a note is held has no reference number."""

    person_id: UUID
    name: str
    reference: str
    is_note: bool


@dataclass(frozen=True, slots=True)
class SaidLine:
    """Something said of somebody: who, what they are, since when, on what it rests, and how it ended."""

    row: Membership | Relation
    named: Named
    what: str
    since: date | None
    basis: str
    note: str
    until: date | None
    ending: str


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A group with its members now, and those who belonged to it."""

    group: Group
    present: tuple[SaidLine, ...]
    past: tuple[SaidLine, ...]

    @property
    def name(self) -> str:
        return group_name(self.group)


@dataclass(frozen=True, slots=True)
class Belongings:
    """All of it for one person."""

    groups: tuple[GroupPart, ...]
    past_groups: tuple[GroupPart, ...]
    relatives: tuple[SaidLine, ...]
    past_relatives: tuple[SaidLine, ...]


def belongings_of(officer: Any, person: Person) -> Belongings:
    """Groups and relatives of a person. Everybody else who is named counts as listed, and stands in their access logs."""
    own = list(memberships_of(person))
    related = relations_of(person)
    groups = list({one.group_id: one.group for one in own}.values())
    members = {group.pk: list(members_of(group)) for group in groups}
    shown = {one.person_id for group in members.values() for one in group} | {one.person.pk for one in related}
    names = names_of(shown)
    record_listed(officer, shown - {person.pk})
    kinds = _kinds(related)
    parts = [_part(group, members[group.pk], names, kinds) for group in groups]
    relatives = [_said_line(one.relation, names[one.person.pk], one.kind.name) for one in related]
    present = {one.group_id for one in own if one.holds}
    return Belongings(
        tuple(part for part in parts if part.group.pk in present),
        tuple(part for part in parts if part.group.pk not in present),
        tuple(line for line in relatives if line.row.holds),
        tuple(line for line in relatives if not line.row.holds),
    )


def group_part(officer: Any, group: Group) -> GroupPart:
    """A group by itself; its members count as listed. `what` says how they belong to one another."""
    members = list(members_of(group))
    ids = {one.person_id for one in members}
    names = names_of(ids)
    record_listed(officer, ids)
    return _part(group, members, names, _kinds_among(ids, names))


def names_of(persons: Iterable[UUID]) -> Mapping[UUID, Named]:
    """Each by the latest data set in force, else by a child's note; who has neither any more has no name."""
    ids = set(persons)
    active = DataSet.objects.filter(person__in=ids, status=DataSet.Status.ACTIVE).order_by("signed_at")
    notes = ChildNote.objects.filter(person__in=ids, erased_at=None).order_by("written_at")
    data_sets = {one.person_id: one for one in active}
    noted = {one.person_id: one for one in notes}
    found = {}
    for pk in ids:
        shown = data_sets.get(pk) or noted.get(pk)
        name = heading_name(shown.elements or {}) or _("No name recorded") if shown else _("No registration in force")
        reference = data_sets[pk].reference_number if pk in data_sets else ""
        found[pk] = Named(pk, name, reference, pk in noted and pk not in data_sets)
    return found


def recently_opened(officer: Any, *, without: UUID) -> list[Named]:
    """Whose records this officer opened in the last hours, the latest first: to choose from, without a number."""
    looks = Event.objects.filter(actor_id=str(officer.pk), action="persons.person.read", at__gt=clock.now() - RECENT)
    ids = looks.exclude(person_id=without).order_by("-number").values_list("person_id", flat=True)[:100]
    latest = list(dict.fromkeys(one for one in ids if one is not None))[:MOST_RECENT]
    names = names_of(latest)
    record_listed(officer, set(latest))
    return [names[pk] for pk in latest if names[pk].reference or names[pk].is_note]


def group_name(group: Group) -> str:
    return _("Family") if group.kind == Group.Kind.FAMILY else _("Travelling group")


def _part(group: Group, members: list[Membership], names: Mapping[UUID, Named], kinds: Mapping[UUID, str]) -> GroupPart:
    lines = [_said_line(one, names[one.person_id], kinds.get(one.person_id, "")) for one in members]
    return GroupPart(group, tuple(one for one in lines if one.row.holds), tuple(one for one in lines if not one.row.holds))


def _kinds(related: list[Related]) -> Mapping[UUID, str]:
    """What each one is to the person whose record it is."""
    found: dict[UUID, list[str]] = {}
    for one in related:
        if one.relation.holds:
            found.setdefault(one.person.pk, []).append(one.kind.name)
    return {pk: ", ".join(kinds) for pk, kinds in found.items()}


def _kinds_among(ids: set[UUID], names: Mapping[UUID, Named]) -> Mapping[UUID, str]:
    """What each one is to the others: "Child (HADDAD, Lina)"."""
    found: dict[UUID, list[str]] = {}
    for one in relations_among(ids):
        found.setdefault(one.person_id, []).append(f"{law.relation(one.said['kind']).name} ({names[one.other_id].name})")
    return {pk: "; ".join(kinds) for pk, kinds in found.items()}


def _said_line(row: Membership | Relation, named: Named, what: str) -> SaidLine:
    said, ending = row.said, row.ending or {}
    return SaidLine(
        row,
        named,
        what,
        _day(said),
        _name(law.said_bases(), said["basis"]),
        said.get("note", ""),
        _day(ending) or (row.ended_at.date() if row.ended_at else None),
        ": ".join(part for part in (_name(law.said_endings(), ending.get("why", "")), ending.get("note", "")) if part),
    )


def _name(choices: Mapping[str, Choice], code: str) -> str:
    choice = choices.get(code)
    return choice.name if choice else code


def _day(said: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(said["on"]) if said.get("on") else None


def record_listed(officer: Any, persons: set[UUID]) -> None:
    """Whose names stood on a page of somebody else: it stands in their access logs."""
    people = Person.objects.in_bulk(persons)
    if people:
        audit.record_each("persons.person.listed", [(one, one.pk) for one in people.values()], officer=officer)
