"""Pairs of whom family records in force say that they are two persons: whoever recorded it had both before them.

These are persons who are anything to each other, and members of one group who were registered at one visit. Being members
alone doesn't tell two apart: who was registered in spring, and again with the family in autumn, may be in its group twice.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, product
from uuid import UUID

from egnatia import law
from egnatia.persons.models import ChildNote, DataSet, Membership, Person
from egnatia.persons.queries import sequence_of, stand_ins
from egnatia.persons.queries.groups import relations_among, relations_of

VISIT = timedelta(hours=12)  # in which a group is registered

Pair = tuple[UUID, UUID]


def told_apart(pairs: Collection[Pair]) -> set[Pair]:
    """Those of the pairs who are two persons, by the families of all registrations that are linked as theirs."""
    leads = stand_ins({person for pair in pairs for person in pair})
    apart = {frozenset((leads[one.person_id], leads[one.other_id])) for one in relations_among(leads)}
    apart |= {frozenset((leads[one], leads[other])) for one, other in _came_together(leads)}
    return {pair for pair in pairs if frozenset(leads[person] for person in pair) in apart}


def relations_between(one: Person, other: Person) -> tuple[law.Relation, ...]:
    """What the other one is to the first, as far as it holds; each kind once."""
    same = sequence_of(other).persons
    kinds = {found.kind.code: found.kind for found in relations_of(one) if found.relation.holds and found.person.pk in same}
    return tuple(kinds.values())


@dataclass(frozen=True, slots=True)
class _Taken:
    """When somebody was registered or noted, and the day of the event that it was for; a note has none."""

    at: datetime
    event: date | None

    def is_one_visit(self, other: "_Taken") -> bool:
        return abs(self.at - other.at) <= VISIT and (self.event == other.event or None in (self.event, other.event))


def _came_together(persons: Collection[UUID]) -> Iterator[Pair]:
    """Members of one group who were registered at one visit."""
    groups: dict[UUID, list[UUID]] = {}
    present = Membership.objects.filter(person__in=persons, ended_at=None, group__ended_at=None)
    for group, person in present.values_list("group_id", "person_id"):
        groups.setdefault(group, []).append(person)
    met = [pair for members in groups.values() for pair in combinations(members, 2)]
    taken = _find_taken({person for pair in met for person in pair})
    for one, other in met:
        if any(mine.is_one_visit(theirs) for mine, theirs in product(taken.get(one, ()), taken.get(other, ()))):
            yield one, other


def _find_taken(persons: Collection[UUID]) -> dict[UUID, list[_Taken]]:
    """By person, of all that is held of them."""
    found: dict[UUID, list[_Taken]] = {}
    if not persons:
        return found
    data_sets = DataSet.objects.filter(person__in=persons, status=DataSet.Status.ACTIVE)
    notes = ChildNote.objects.filter(person__in=persons, erased_at=None)
    for row in (*data_sets.only("person_id", "captured_at", "signed_at", "event_at"), *notes.only("person_id", "written_at")):
        taken = _Taken(row.written_at, None) if isinstance(row, ChildNote) else _Taken(_captured_at(row), row.event_at)
        found.setdefault(row.person_id, []).append(taken)
    return found


def _captured_at(data_set: DataSet) -> datetime:
    return data_set.captured_at or data_set.signed_at
