"""Find a person by what somebody has in hand: a reference number, a document, an exact name, a birth date, or name and date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.dates.reading import read_date
from egnatia.engines.errors import EngineError
from egnatia.persons import search_keys
from egnatia.persons.models import ChildNote, DataSet, Person, SearchKey
from egnatia.persons.queries.reading import find_by_reference, visible_to

MOST_CHARACTERS = 200
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_NAMED_DATE = re.compile(r"\b\d{1,2}\.?\s+[^\W\d]+\s+\d{4}\b")
_LOCAL_DATE = re.compile(r"\b(\d{1,2})[./\s]\s*(\d{1,2})[./\s]\s*(\d{4})\b\.?")


@dataclass(frozen=True, slots=True)
class Found:
    """One person found.

    data_set    the latest active data set, or None where only a child's note is held
    matched_by  reference | document | name | birth_date | name_and_birth_date
    """

    person: Person
    data_set: DataSet | None
    child_note: ChildNote | None
    matched_by: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """What somebody is looked up by; whatever is given has to fit.

    text        anything: a reference number, a document number, a name, a birth date, or name and date
    reference   a reference number, with or without spaces
    document    the number of a document
    name        an exact name: whole, surname alone, or surname and first forename
    """

    text: str = ""
    reference: str = ""
    document: str = ""
    name: str = ""
    birth_date: date | None = None

    def __bool__(self) -> bool:
        return any((self.text, self.reference, self.document, self.name, self.birth_date))

    def __str__(self) -> str:
        day = self.birth_date.isoformat() if self.birth_date else ""
        return " ".join(part for part in (self.text, self.reference, self.document, self.name, day) if part)


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of those found, and how many there are in all."""

    found: tuple[Found, ...]
    total: int


def find_persons(officer: Any, text: str, *, limit: int = 25) -> list[Found]:
    """The persons whom `text` names exactly, latest first, `limit` at most; every one listed is recorded in the audit.

    Raises Problem `accounts.not_allowed` and `persons.look_up.too_long`.
    """
    return list(look_up(officer, LookUp(text.strip()), limit=limit).found)


def look_up(officer: Any, wanted: LookUp, *, start: int = 0, limit: int = 25) -> Listing:
    """Those who fit, latest first, from the `start`th on; each one listed is recorded. Raises as `find_persons` does."""
    policy.require(officer, "person.find")
    if len(str(wanted)) > MOST_CHARACTERS:
        raise Problem(
            "persons.look_up.too_long", "This is too long to look up.", "Type a number, a name or a birth date.", field="text"
        )
    matched_by, ids = _match_all(wanted)
    persons = visible_to(officer).filter(pk__in=ids)
    found = _listed(persons, matched_by, start, limit)
    with transaction.atomic():
        audit.record("persons.looked_up", officer=officer, text=str(wanted), found=len(ids))
        audit.record_each("persons.person.listed", [(one.person, one.person.pk) for one in found], officer=officer)
    return Listing(tuple(found), persons.count() if start or len(found) == limit else len(found))


def _match_all(wanted: LookUp) -> tuple[str, set[UUID]]:
    """How they matched, and whom all the given parts name."""
    matches = [_match(wanted.text)] if wanted.text else []
    if wanted.reference:
        matches.append(("reference", _by_reference(wanted.reference)))
    if wanted.document:
        matches.append(("document", _under(search_keys.DOCUMENT, search_keys.document_key(wanted.document))))
    if wanted.name:
        words = search_keys.words_of(wanted.name)
        matches.append(("name", _under(search_keys.NAME, search_keys.name_key(words)) if words else set()))
    if wanted.birth_date:
        keys = _date_keys(wanted.birth_date, is_alone=not matches)
        matches.append(("birth_date", _under(search_keys.BIRTH_DATE, *keys)))
    if not matches:
        return "", set()
    return "_and_".join(how for how, _ in matches), set.intersection(*(ids for _, ids in matches))


def _by_reference(reference: str) -> set[UUID]:
    data_set = find_by_reference(reference)
    return {data_set.person_id} if data_set is not None and data_set.status != DataSet.Status.ERASED else set()


def _match(text: str) -> tuple[str, set[UUID]]:
    """How the text matched, and whom; the more exact meaning goes first."""
    if find_by_reference(text) is not None:
        return "reference", _by_reference(text)
    if any(character.isdigit() for character in text) and (ids := _under(search_keys.DOCUMENT, search_keys.document_key(text))):
        return "document", ids
    birth_date, rest = _take_date(text)
    words = search_keys.words_of(rest)
    by_name = _under(search_keys.NAME, search_keys.name_key(words)) if words else set()
    if birth_date is None:
        return "name", by_name
    by_date = _under(search_keys.BIRTH_DATE, *_date_keys(birth_date, is_alone=not words))
    return ("name_and_birth_date", by_name & by_date) if words else ("birth_date", by_date)


def _under(kind: str, *keys: str) -> set[UUID]:
    return set(SearchKey.objects.filter(kind=kind, key__in=keys).values_list("person_id", flat=True))


def _date_keys(day: date, *, is_alone: bool) -> Iterable[str]:
    """With a name, a date known only to the month or year fits too; alone, that would list everybody born that year."""
    iso = day.isoformat()
    return [search_keys.birth_date_key(value) for value in ([iso] if is_alone else [iso, iso[:7], iso[:4]])]


def _take_date(text: str) -> tuple[date | None, str]:
    """The first date in the text, of any calendar where its month is named, and the text without it."""
    for pattern, order in ((_ISO_DATE, (1, 2, 3)), (_LOCAL_DATE, (3, 2, 1))):
        if match := pattern.search(text):
            try:
                day = date(*(int(match[part]) for part in order))
            except ValueError:
                continue
            return day, text[: match.start()] + " " + text[match.end() :]
    for match in _NAMED_DATE.finditer(text):
        try:
            when = read_date(match[0], on=clock.local_today())
        except EngineError:
            continue
        return when.first, text[: match.start()] + " " + text[match.end() :]
    return None, text


def _listed(persons: QuerySet[Person], matched_by: str, start: int, limit: int) -> list[Found]:
    active = DataSet.objects.filter(status=DataSet.Status.ACTIVE).order_by("-signed_at")
    page = persons.order_by("-created_at", "pk").prefetch_related(
        Prefetch("data_sets", active, to_attr="active_data_sets"),
        Prefetch("child_notes", ChildNote.objects.filter(erased_at=None), to_attr="open_notes"),
    )[start : start + limit]
    return [
        Found(
            one,
            next(iter(cast("list[DataSet]", one.active_data_sets)), None),
            next(iter(cast("list[ChildNote]", one.open_notes)), None),
            matched_by,
        )
        for one in page
    ]
