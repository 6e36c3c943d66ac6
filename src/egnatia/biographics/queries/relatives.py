"""Who somebody's relatives are, by name, from the family records in force: read when records are compared, never held."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from egnatia import audit, law
from egnatia.biographics.records import NO_KIN, relatives_named
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.records import Relative
from egnatia.engines.linkage.register import Match
from egnatia.persons.models import ChildNote, DataSet, Person, Relation


@dataclass(frozen=True, slots=True)
class NamedRelative:
    """A relative by one of their names, and whose name it is; None where they are being registered."""

    person_id: UUID | None
    relative: Relative


def relatives_of(persons: Collection[UUID], among: QuerySet[Person]) -> Mapping[UUID, tuple[NamedRelative, ...]]:
    """By person, who is recorded as theirs and is one of `among`. Whose data were erased or declared void has no name."""
    ids = set(persons)
    found: list[tuple[UUID, UUID, str]] = []
    for relation in Relation.objects.filter(Q(person__in=ids) | Q(other__in=ids), ended_at=None):
        kind = law.relation(relation.said["kind"])
        if kind.code in NO_KIN:
            continue
        if relation.other_id in ids:
            found.append((relation.other_id, relation.person_id, kind.code))
        if relation.person_id in ids:
            found.append((relation.person_id, relation.other_id, kind.inverse))
    held = _held_of({relative for _, relative, _ in found}, among)
    named: dict[UUID, list[NamedRelative]] = {}
    for person, relative, kind_code in found:
        named.setdefault(person, []).extend(_name(relative, kind_code, held))
    return {person: tuple(relatives) for person, relatives in named.items()}


def name_relatives(kinds: Mapping[UUID, str], among: QuerySet[Person]) -> tuple[NamedRelative, ...]:
    """Registered persons by what they are to somebody, a code of `law.relations()`; only those of `among`."""
    held = _held_of(kinds, among)
    return tuple(named for person, kind in kinds.items() if kind not in NO_KIN for named in _name(person, kind, held))


def record_named(officer: Any, match: Match, relatives: Iterable[NamedRelative]) -> None:
    """Relatives who stand in an explanation by name were listed: it is in their access logs."""
    line = match.linkage.field(Field.RELATIVES)
    shown = {line.first, line.second} if line.is_known else set()
    ids = {one.person_id for one in relatives if one.person_id and str(one.relative) in shown}
    if ids:
        people = [(person, person.pk) for person in Person.objects.filter(pk__in=ids)]
        audit.record_each("persons.person.listed", people, officer=officer)


def _name(person: UUID, kind: str, held: Mapping[UUID, list[dict[str, Any]]]) -> Iterable[NamedRelative]:
    return (NamedRelative(person, one) for one in relatives_named(kind, *held.get(person, ())))


def _held_of(persons: Collection[UUID], among: QuerySet[Person]) -> Mapping[UUID, list[dict[str, Any]]]:
    """The elements of all that is held of them."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    if not persons:
        return found
    seen = among.filter(pk__in=persons)
    data_sets = DataSet.objects.filter(person__in=seen, status=DataSet.Status.ACTIVE)
    for row in (*data_sets, *ChildNote.objects.filter(person__in=seen, erased_at=None)):
        found.setdefault(row.person_id, []).append(row.elements or {})
    return found
