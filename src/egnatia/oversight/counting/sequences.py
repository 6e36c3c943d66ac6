"""Who is one person: connected components of the links that count, of many persons at once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from egnatia.persons.models import Link

_AT_ONCE = 500


def links_that_count() -> Q:
    """Links that hold, and those that ended only because data were erased: what was found stays found.

    The words are those of `persons.actions.erase_data_set` and `dissolve_link_of_partner`; an examiner's or officer's own
    dissolving says that it was wrong, and a void registration was none.
    """
    erased = Q(dissolved_because="erased") | Q(dissolved_because__startswith="erased by ", dissolved_by=None)
    return Q(state=Link.State.CONFIRMED) | (Q(state=Link.State.DISSOLVED) & erased)


@dataclass(frozen=True, slots=True)
class Sequences:
    """Persons by the one that stands for all who are the same.

    root_of         by person, of everybody who was reached
    partner_links   (person, partner, the partner's reference) of links to partners
    """

    root_of: dict[UUID, UUID]
    partner_links: tuple[tuple[UUID, str, str], ...]

    def members(self, roots: Collection[UUID]) -> set[UUID]:
        """Everybody for whom one of these stands."""
        return {person for person, root in self.root_of.items() if root in roots}


def walk_sequences(persons: Iterable[UUID]) -> Sequences:
    """The components around these persons. Breadth first, a query for every five hundred of a step."""
    seen: set[UUID] = set()
    frontier = set(persons)
    parents: dict[UUID, UUID] = {person: person for person in frontier}
    partner_links = set()
    while frontier:
        seen |= frontier
        reached: set[UUID] = set()
        for one, other, partner, reference in _links_of(frontier):
            if other is None:
                partner_links.add((one, partner, reference))
                continue
            _join(parents, one, other)
            reached |= {one, other}
        frontier = reached - seen
    return Sequences({person: _root(parents, person) for person in parents}, tuple(sorted(partner_links, key=str)))


def in_batches(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    """As many at once as every database takes in one query."""
    ordered = sorted(ids)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def _links_of(persons: Collection[UUID]) -> Iterator[tuple[UUID, UUID | None, str, str]]:
    for batch in in_batches(persons):
        touching = Q(data_set__person__in=batch) | Q(other__person__in=batch)
        yield from Link.objects.filter(links_that_count() & touching).values_list(
            "data_set__person", "other__person", "partner", "partner_reference"
        )


def _join(parents: dict[UUID, UUID], one: UUID, other: UUID) -> None:
    for person in (one, other):
        parents.setdefault(person, person)
    first, second = sorted((_root(parents, one), _root(parents, other)))
    parents[second] = first


def _root(parents: dict[UUID, UUID], person: UUID) -> UUID:
    while parents[person] != person:
        parents[person] = parents[parents[person]]
        person = parents[person]
    return person
