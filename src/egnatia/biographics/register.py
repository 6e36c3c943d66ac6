"""The names, birth dates, sexes and nationalities of everybody registered here, in this process's memory.

They are made from the sealed records and never stored.

Each process reads the register when it first needs it, and before each search what was signed, corrected, declared void or
erased since, by any process. The audit says what that was: its events stand in the transaction that did it, with numbers
without a gap in the order of the commits. Where the last event that was read isn't there any more (a database that was put
back, a transaction that came to nothing), everything is read again.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.biographics.person_rows import PersonRows
from egnatia.biographics.records import record_of
from egnatia.engines.linkage import register as linkage
from egnatia.engines.linkage.records import Record
from egnatia.engines.linkage.register import Match
from egnatia.persons.models import ChildNote, DataSet

#: Events after which a person has other names than before, or none.
CHANGES = (
    "persons.data_set.signed",
    "persons.data_set.corrected",
    "persons.data_set.voided",
    "persons.data_set.erased",
    "persons.child_note.written",
    "persons.child_note.erased",
)
PATIENCE = 10.0  # seconds that a search waits for the register to be read
_BATCH = 500  # persons that are read from the database at once


@dataclass
class Register:
    """linkage: names, dates and traits by row; persons: whose rows they are.

    last  number and chain value of the last event whose change is in it
    """

    linkage: linkage.Register
    persons: PersonRows
    last: tuple[int, str]

    def rank(self, wanted: Record, limit: int) -> dict[UUID, float]:
        """The persons most worth a comparison, the best first, and the bits of each."""
        return {self.persons.person_at(row): bits for row, bits in self.linkage.rank(wanted, limit).items()}

    def compare(self, wanted: Record, records: Mapping[UUID, Record], ranked: Mapping[UUID, float]) -> list[tuple[UUID, Match]]:
        """Each record held against the one that is looked for; the most likely first."""
        persons = list(records)  # numbered for this comparison alone: some may be too new to have a row
        bits = {number: ranked[person_id] for number, person_id in enumerate(persons) if person_id in ranked}
        found = self.linkage.compare(wanted, dict(enumerate(records.values())), bits)
        return [(persons[match.row], match) for match in found]


@dataclass
class _State:
    lock: threading.Lock = field(default_factory=threading.Lock)
    register: Register | None = None


_state = _State()


def read_register(*, patience: float = PATIENCE) -> Register:
    """This process's register, as it is now in the database.

    Raises Problem `biographics.register.being_read` while another search of this process reads it for the first time.
    """
    if not _state.lock.acquire(timeout=patience):
        raise Problem(
            "biographics.register.being_read",
            gettext("The names of this node are being read; that is done once after a start."),
            gettext("Try again in a minute."),
            status=503,
        )
    try:
        if _state.register is None or not _is_there(_state.register.last):
            _state.register = None
            _state.register = _read_everybody()
        else:
            _read_changes(_state.register)
        return _state.register
    finally:
        _state.lock.release()


def _read_everybody() -> Register:
    persons, last = PersonRows(), _find_last()  # the event first: what comes meanwhile is read once more then
    return Register(linkage.Register((persons.add(person_id), record) for person_id, record in _records()), persons, last)


def _records() -> Iterator[tuple[UUID, Record]]:
    """Each person of whom something is held, in the order of their ids."""
    for person_id, rows in read_everybody():
        yield person_id, record_of(*(row.elements or {} for row in rows))


def read_everybody(year: int | None = None) -> Iterator[tuple[UUID, list[DataSet | ChildNote]]]:
    """Each person in the order of their ids, with what is held of them; year: only what was signed or written in it."""
    of_year, written = ({"signed_at__year": year}, {"written_at__year": year}) if year else ({}, {})
    data_sets = _in_order(DataSet.objects.filter(status=DataSet.Status.ACTIVE, **of_year), "signed_at")
    notes = _in_order(ChildNote.objects.filter(erased_at=None, **written), "written_at")
    for person_id, rows in groupby(merge(data_sets, notes, key=_person_of), key=_person_of):
        yield person_id, list(rows)


def _in_order(rows: QuerySet[Any], at: str) -> Iterator[DataSet | ChildNote]:
    return iter(rows.order_by("person_id").only("person_id", "elements", at).iterator(chunk_size=_BATCH))


def _person_of(row: DataSet | ChildNote) -> UUID:
    return row.person_id


def _read_changes(register: Register) -> None:
    last = _find_last()
    changes = Event.objects.filter(number__gt=register.last[0], number__lte=last[0], action__in=CHANGES)
    changed = {person_id for person_id in changes.values_list("person_id", flat=True) if person_id is not None}
    waiting = iter(changed)
    while batch := list(islice(waiting, _BATCH)):
        _read_persons(register, batch)
    register.last = last


def _read_persons(register: Register, person_ids: list[UUID]) -> None:
    """Those persons anew, as they are now."""
    rows: dict[UUID, list[DataSet | ChildNote]] = {person_id: [] for person_id in person_ids}
    for data_set in DataSet.objects.filter(person__in=person_ids, status=DataSet.Status.ACTIVE):
        rows[data_set.person_id].append(data_set)
    for note in ChildNote.objects.filter(person__in=person_ids, erased_at=None):
        rows[note.person_id].append(note)
    for person_id, of_person in rows.items():
        register.linkage.replace(register.persons.add(person_id), record_of(*(row.elements or {} for row in of_person)))


def _find_last() -> tuple[int, str]:
    return Event.objects.order_by("-number").values_list("number", "chain").first() or (0, "")


def _is_there(event: tuple[int, str]) -> bool:
    number, chain = event
    return number == 0 or Event.objects.filter(number=number, chain=chain).exists()


def forget() -> None:
    """Let go of what this process holds; the next search reads it again."""
    with _state.lock:
        _state.register = None
