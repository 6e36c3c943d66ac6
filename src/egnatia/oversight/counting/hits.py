"""Hits: links by fingerprints that an examiner confirmed, from what was searched with to what was found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from egnatia import law
from egnatia.oversight.counting.sequences import links_that_count
from egnatia.oversight.counting.told import Told, find_told
from egnatia.persons.models import DataSet, Link, Mark

NOT_TOLD = "not_told"
GRANTED = "granted_protection"
#: The event of a mark that says so.
_GRANT = "protection_granted"
OWN, PARTNER = "own", "partner"
#: Of a partner's hits those of registering; under other purposes partners are asked about what was registered before.
_REGISTERING = "MIG"


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit.

    searched   category of what was searched with
    found      code of `law.statistics_columns()`
    persons    its own ends
    on_marked  what was found carried a mark when it was confirmed; of a partner's, as far as the partner had said so
    """

    searched: int
    found: str
    where: str
    persons: frozenset[UUID]
    on_marked: bool


def hits_between(start: datetime, end: datetime) -> list[Hit]:
    """The hits that were confirmed from `start` until before `end`."""
    links = Link.objects.filter(links_that_count(), basis="fingerprint", confirmed_at__gte=start, confirmed_at__lt=end)
    rows = list(links.exclude(data_set__origin="import").select_related("data_set", "other"))
    told = find_told([(link.partner, link.partner_reference) for link in rows if link.partner])
    hits = (_hit_of(link, told.get((link.partner, link.partner_reference))) for link in rows)
    return [hit for hit in hits if hit is not None]


def found_as(category: int | None, data_set: DataSet | None = None) -> str:
    """The column of what was found: by its category and, where that has several outcomes, by the outcome that it says."""
    elements = (data_set.elements if data_set else None) or {}
    for column in law.statistics_columns().values():
        if column.category == category and (not column.element or elements.get(column.element)):
            return column.code
    return NOT_TOLD


def _hit_of(link: Link, told: Told | None) -> Hit | None:
    probe, other = link.data_set, link.other
    if other is not None:
        persons = frozenset((probe.person_id, other.person_id))
        mark = _mark_then(link, other)
        found = GRANTED if mark and mark.event == _GRANT else found_as(other.category, other)
        return Hit(probe.category, found, OWN, persons, mark is not None)
    if told is not None and told.purpose != _REGISTERING:
        return None
    found = found_as(told.category if told else None)
    return Hit(probe.category, found, PARTNER, frozenset((probe.person_id,)), bool(told and told.marked))


def _mark_then(link: Link, found: DataSet) -> Mark | None:
    """The mark that the data set carried when the link was confirmed."""
    marks = Mark.objects.filter(reference_number=found.reference_number, set_at__lte=link.confirmed_at)
    return marks.exclude(ended_at__lte=link.confirmed_at).first()
