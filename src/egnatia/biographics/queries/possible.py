"""Who of the register may be the person of a record: candidates by names and documents, each compared field by field."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from egnatia.biographics.queries.relatives import NamedRelative, relatives_of
from egnatia.biographics.records import record_of
from egnatia.biographics.register import read_register
from egnatia.engines.linkage.records import Record
from egnatia.engines.linkage.register import Match
from egnatia.persons.models import ChildNote, DataSet, Person
from egnatia.persons.queries import find_by_document

LIMIT = 50  # persons of the register who are compared field by field


@dataclass(frozen=True, slots=True)
class Possible:
    """Somebody of the register, as they are known there, and what speaks for and against it.

    data_set  the latest active one, or None where only a child's note is held
    match     what speaks for and against it, how likely it is, and what may be said of them
    relatives who was compared as their family; read only where a relative is looked for
    """

    person: Person
    data_set: DataSet | None
    child_note: ChildNote | None
    record: Record
    match: Match
    relatives: tuple[NamedRelative, ...] = ()


def find_possible(
    wanted: Record, among: QuerySet[Person], *, fits: Callable[[Match], bool], only: set[UUID] | None = None
) -> list[Possible]:
    """Those of `among` who may be the person, the likeliest first; at most LIMIT, and whoever has one of the documents.

    among  also whose names may be compared as a relative's
    only   compare these persons instead of the register's candidates

    Raises Problem `biographics.register.being_read`.
    """
    register = read_register()
    ranked = register.rank(wanted, LIMIT) if only is None else {}
    ids = {*ranked, *_find_by_documents(wanted)} if only is None else only
    persons = {person.pk: person for person in with_what_is_held(among.filter(pk__in=ids))}
    relatives = relatives_of(persons, among) if wanted.relatives else {}
    records = {pk: record_held(person, relatives.get(pk, ())) for pk, person in persons.items()}
    return [
        Possible(persons[person_id], *latest_of(persons[person_id]), records[person_id], match, relatives.get(person_id, ()))
        for person_id, match in register.compare(wanted, records, ranked)
        if fits(match)
    ]


def _find_by_documents(wanted: Record) -> Iterator[UUID]:
    for document in wanted.documents:
        yield from find_by_document(document.number)


def with_what_is_held(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Persons with their active data sets, the latest first, and notes, for `held_of` and `latest_of`."""
    active = DataSet.objects.filter(status=DataSet.Status.ACTIVE).order_by("-signed_at")
    return persons.prefetch_related(
        Prefetch("data_sets", active, to_attr="active_data_sets"),
        Prefetch("child_notes", ChildNote.objects.filter(erased_at=None), to_attr="open_notes"),
    )


def record_held(person: Person, relatives: Iterable[NamedRelative] = ()) -> Record:
    """What is held of a person of `with_what_is_held`, and who is their family."""
    return record_of(*(row.elements or {} for row in held_of(person)), relatives=(one.relative for one in relatives))


def held_of(person: Person) -> Iterable[DataSet | ChildNote]:
    return (*_data_sets(person), *_notes(person))


def latest_of(person: Person) -> tuple[DataSet | None, ChildNote | None]:
    return next(iter(_data_sets(person)), None), next(iter(_notes(person)), None)


def _data_sets(person: Person) -> list[DataSet]:
    return cast("list[DataSet]", person.active_data_sets)  # type: ignore[attr-defined]


def _notes(person: Person) -> list[ChildNote]:
    return cast("list[ChildNote]", person.open_notes)  # type: ignore[attr-defined]
