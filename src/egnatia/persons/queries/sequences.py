"""Sequences: the data sets that confirmed links say are of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from egnatia.persons.models import DataSet, Link, Person


@dataclass(frozen=True, slots=True)
class Sequence:
    """The connected component of confirmed links around one person.

    persons        ids of the rows that turned out to be one person
    data_sets      their active data sets, oldest event first
    links          all confirmed links between them and to partners
    """

    persons: frozenset[UUID]
    data_sets: tuple[DataSet, ...]
    links: tuple[Link, ...]

    @property
    def partner_links(self) -> tuple[Link, ...]:
        """The links that lead to a partner's data set."""
        return tuple(link for link in self.links if link.partner)


def sequence_of(start: Person | DataSet) -> Sequence:
    """The sequence that a person or a data set belongs to; alone, it is a sequence of its own."""
    persons, links = _connected(start.pk if isinstance(start, Person) else start.person_id)
    data_sets = (
        DataSet.objects.filter(person__in=persons, status=DataSet.Status.ACTIVE)
        .select_related("person", "unit", "signed_by")
        .order_by("event_at", "signed_at")
    )
    return Sequence(frozenset(persons), tuple(data_sets), tuple(links))


def stand_ins(persons: Iterable[UUID]) -> dict[UUID, UUID]:
    """These persons and whoever confirmed links join to them, each with the one who stands for all of one sequence."""
    leads = {person: person for person in persons}

    def find(person: UUID) -> UUID:
        while (lead := leads.setdefault(person, person)) != person:
            person = lead
        return person

    frontier = set(leads)
    while frontier:
        touching = Link.objects.filter(
            Q(data_set__person__in=frontier) | Q(other__person__in=frontier), state=Link.State.CONFIRMED, other__isnull=False
        )
        joined = list(touching.values_list("data_set__person_id", "other__person_id"))
        frontier = {person for pair in joined for person in pair} - leads.keys()
        for one, other in joined:
            leads[find(one)] = find(other)
    return {person: find(person) for person in leads}


def _connected(start: UUID) -> tuple[set[UUID], list[Link]]:
    """Breadth first, one query a step. A link holds for all versions of a data set, so persons are walked."""
    seen, frontier = {start}, {start}
    links: dict[UUID, Link] = {}
    while frontier:
        touching = Link.objects.filter(
            Q(data_set__person__in=frontier) | Q(other__person__in=frontier), state=Link.State.CONFIRMED
        ).select_related("data_set", "other", "confirmed_by")
        reached: set[UUID] = set()
        for link in touching:
            links[link.pk] = link
            reached.add(link.data_set.person_id)
            if link.other is not None:
                reached.add(link.other.person_id)
        frontier = reached - seen
        seen |= frontier
    return seen, sorted(links.values(), key=lambda link: link.confirmed_at)
