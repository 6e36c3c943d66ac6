"""Where persons registered here were seen next, and after how many days: what no public series has.

It stands on confirmed links only: those between this node's own data sets, and the searches of partners whose examiner said
*same*. A partner searches when it registers, so the day of its search is the day on which the person was there. Persons are
counted, each once: those whom confirmed links join are one. Nothing but counts leaves this module's callers, and none below
`FEWEST`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import quantiles
from typing import Any
from uuid import UUID

from egnatia import law
from egnatia.base import node
from egnatia.exchange.models import InboundMatch
from egnatia.persons.models import DataSet, Link
from egnatia.picture.models import Event
from egnatia.picture.places import UNKNOWN, section_of

#: Fewer persons than this are never told apart.
FEWEST = 5
_PURPOSE = "MIG"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Onward:
    """Persons registered by one partner, in one section or in all, and seen next by another (or by the same one again).

    days   lower quartile, median, upper quartile of the days between
    """

    source: str
    section: str
    seen_next: str
    persons: int
    days: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Registered:
    """How many persons stand behind so many registrations: persons are de-duplicated by confirmed links."""

    persons: int
    registrations: int


@dataclass(frozen=True, slots=True, order=True)
class _Sighting:
    on: date
    where: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """One person's way from a registration here to where they were seen next."""

    person: UUID
    on: date
    section: str
    seen_next: str
    days: int


def onward(start: date | None = None, end: date | None = None, *, by_section: bool = False) -> list[Onward]:
    """Where those registered here from `start` to `end` were seen next; groups of fewer than `FEWEST` are left out."""
    groups: defaultdict[tuple[str, str], dict[UUID, int]] = defaultdict(dict)
    for step in _steps(start, end):
        groups[step.section if by_section else "", step.seen_next].setdefault(step.person, step.days)
    us = node.current().partner
    rows = [
        Onward(us, section, seen_next, len(days), _quartiles(days.values()))
        for (section, seen_next), days in groups.items()
        if len(days) >= FEWEST
    ]
    return sorted(rows, key=lambda row: (row.section, -row.persons, row.seen_next))


def onward_by_month(start: date, end: date) -> dict[tuple[date, str], int]:
    """(month of the registration, seen next): persons; groups of fewer than `FEWEST` are left out."""
    groups: defaultdict[tuple[date, str], set[UUID]] = defaultdict(set)
    for step in _steps(start, end):
        groups[step.on.replace(day=1), step.seen_next].add(step.person)
    return {place: len(persons) for place, persons in sorted(groups.items()) if len(persons) >= FEWEST}


def registered(start: date, end: date) -> Registered:
    """Persons and registrations with an event from `start` to `end`."""
    rows = DataSet.objects.filter(status=DataSet.Status.ACTIVE, event_at__gte=start, event_at__lte=end).order_by()
    one = _same_person()
    joined = {person for person in _in_parts(rows.values_list("person_id", flat=True), sorted(one))}
    more_than_once = len(joined) - len({one[person] for person in joined})
    return Registered(rows.values("person_id").distinct().count() - more_than_once, rows.count())


def _steps(start: date | None, end: date | None) -> Iterator[_Step]:
    """Every registration here that was followed by another sighting; the order of one day's sightings isn't known."""
    for person, sightings in _ways().items():
        ordered = sorted(set(sightings))
        us = node.current().partner
        for seen, following in pairwise(ordered):
            if seen.where == us and (start is None or seen.on >= start) and (end is None or seen.on <= end):
                yield _Step(person, seen.on, seen.section or UNKNOWN, following.where, (following.on - seen.on).days)


def _ways() -> dict[UUID, list[_Sighting]]:
    """By person, all sightings of those who were seen more than once."""
    one, us = _same_person(), node.current().partner
    zone = law.partner(us).zone
    ways: defaultdict[UUID, list[_Sighting]] = defaultdict(list)
    confirmed = InboundMatch.objects.filter(
        verdict=InboundMatch.Verdict.SAME, withdrawn_at=None, search__purpose=_PURPOSE, search__withdrawn_at=None
    ).exclude(data_set__status__in=(DataSet.Status.VOIDED, DataSet.Status.ERASED))
    for person, partner, at in confirmed.order_by().values_list(
        "data_set__person_id", "search__partner__code", "search__received_at"
    ):
        ways[one.get(person, person)].append(_Sighting(at.astimezone(zone).date(), partner))
    wanted = set(ways) | set(one)
    for person, data_set, on in _own(wanted, one):
        ways[one.get(person, person)].append(_Sighting(on, us, data_set))
    return ways


def _own(wanted: set[UUID], one: dict[UUID, UUID]) -> Iterator[tuple[UUID, str, date]]:
    """(person, section, day) of this node's registrations of these persons."""
    everyone = wanted | {person for person, root in one.items() if root in wanted}
    rows = DataSet.objects.filter(status=DataSet.Status.ACTIVE, event_at__isnull=False).order_by()
    us = node.current().partner
    found = list(_in_parts(rows.values_list("pk", "person_id", "event_at"), sorted(everyone)))
    places: dict[UUID, str] = {}
    for first in range(0, len(found), _AT_ONCE):
        subjects = [pk for pk, *_ in found[first : first + _AT_ONCE]]
        events = Event.objects.filter(subject_id__in=subjects).values_list("subject_id", "place")
        places |= {pk: place for pk, place in events if pk is not None}
    for pk, person, on in found:
        yield person, section_of(places.get(pk, ""), us), on


def _in_parts(rows: Any, persons: Sequence[UUID]) -> Iterator[Any]:
    """The rows of these persons, asked for in parts: a statement takes so many ids only."""
    for first in range(0, len(persons), _AT_ONCE):
        yield from rows.filter(person__in=persons[first : first + _AT_ONCE])


def _same_person() -> dict[UUID, UUID]:
    """For each person whom a confirmed link joins with another of this node, one of those that stands for all of them."""
    parent: dict[UUID, UUID] = {}

    def root(person: UUID) -> UUID:
        while (above := parent.setdefault(person, person)) != person:
            parent[person] = person = parent[above]
        return person

    links = Link.objects.filter(state=Link.State.CONFIRMED, other__isnull=False).order_by()
    for first, second in links.values_list("data_set__person_id", "other__person_id"):
        low, high = sorted((root(first), root(second)))
        parent[high] = low
    return {person: root(person) for person in list(parent)}


def _quartiles(days: Iterable[int]) -> tuple[int, int, int]:
    low, middle, high = quantiles(days, n=4, method="inclusive")
    return round(low), round(middle), round(high)
