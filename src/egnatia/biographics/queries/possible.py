"""Who of the register may be the person of a record: candidates by names and documents, each compared field by field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from egnatia.biographics.records import record_of
from egnatia.biographics.register import Register, read_register
from egnatia.engines.linkage.comparison import Linkage, Standing, compare_records
from egnatia.engines.linkage.probability import find_standing, prior_odds
from egnatia.engines.linkage.records import Record
from egnatia.persons.models import ChildNote, DataSet, Person
from egnatia.persons.queries import find_by_document

CANDIDATES = 200  # of the register, by name and birth date
LIMIT = 50  # of these, the best, who are compared field by field


@dataclass(frozen=True, slots=True)
class Possible:
    """Somebody of the register, as they are known there, and what speaks for and against it.

    data_set  the latest active one, or None where only a child's note is held
    standing  what may be said of them; by name alone never more than that they are possible
    """

    person: Person
    data_set: DataSet | None
    child_note: ChildNote | None
    record: Record
    linkage: Linkage
    standing: Standing


def find_possible(
    wanted: Record, among: QuerySet[Person], *, fits: Callable[[Linkage], bool], only: set[UUID] | None = None
) -> list[Possible]:
    """Those of `among` who may be the person, the likeliest first; at most LIMIT, and whoever has one of the documents.

    only   compare these persons instead of the register's candidates

    Raises Problem `biographics.register.being_read`.
    """
    register = read_register()
    ids = _find_candidates(wanted, register) if only is None else only
    pool, odds = OnceAsked(register), prior_odds(len(register))
    compared = []
    for person in with_what_is_held(among.filter(pk__in=ids)):
        record = record_of(*(row.elements or {} for row in held_of(person)))
        linkage = compare_records(wanted, record, pool)
        if fits(linkage):
            data_set, child_note = latest_of(person)
            compared.append(Possible(person, data_set, child_note, record, linkage, find_standing(linkage, odds)))
    return sorted(compared, key=lambda one: (-one.linkage.bits, one.person.pk))


def _find_candidates(wanted: Record, register: Register) -> set[UUID]:
    birth = next(iter(wanted.birth_dates), None)
    best: dict[UUID, float] = {}
    for name in wanted.names:
        for person_id, bits in register.search(name.text, birth, limit=CANDIDATES).items():
            best[person_id] = max(bits, best.get(person_id, bits))
    by_name = sorted(best, key=lambda person_id: -best[person_id])[:LIMIT]
    by_document = (person_id for document in wanted.documents for person_id in find_by_document(document.number))
    return {*by_name, *by_document}


def with_what_is_held(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Persons with their active data sets, the latest first, and notes, for `held_of` and `latest_of`."""
    active = DataSet.objects.filter(status=DataSet.Status.ACTIVE).order_by("-signed_at")
    return persons.prefetch_related(
        Prefetch("data_sets", active, to_attr="active_data_sets"),
        Prefetch("child_notes", ChildNote.objects.filter(erased_at=None), to_attr="open_notes"),
    )


def held_of(person: Person) -> Iterable[DataSet | ChildNote]:
    return (*_data_sets(person), *_notes(person))


def latest_of(person: Person) -> tuple[DataSet | None, ChildNote | None]:
    return next(iter(_data_sets(person)), None), next(iter(_notes(person)), None)


def _data_sets(person: Person) -> list[DataSet]:
    return cast("list[DataSet]", person.active_data_sets)  # type: ignore[attr-defined]


def _notes(person: Person) -> list[ChildNote]:
    return cast("list[ChildNote]", person.open_notes)  # type: ignore[attr-defined]
