"""Find a person by what somebody has in hand: a reference number, a document, an exact name, a birth date, or name and date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base.errors import Problem
from egnatia.persons import search_keys
from egnatia.persons.models import ChildNote, DataSet, Person, SearchKey
from egnatia.persons.queries.reading import find_by_reference, visible_to

MOST_CHARACTERS = 200
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
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


def find_persons(officer: Any, text: str, *, limit: int = 25) -> list[Found]:
    """The persons whom `text` names exactly, latest first, `limit` at most; every one listed is recorded in the audit.

    Raises Problem `accounts.not_allowed` and `persons.look_up.too_long`.
    """
    policy.require(officer, "person.find")
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        raise Problem(
            "persons.look_up.too_long", "This is too long to look up.", "Type a number, a name or a birth date.", field="text"
        )
    matched_by, ids = _match(text) if text else ("", set())
    found = _listed(officer, ids, matched_by, limit)
    with transaction.atomic():
        audit.record("persons.looked_up", officer=officer, text=text, found=len(found))
        for one in found:
            audit.record("persons.person.listed", subject=one.person, person=one.person.pk, officer=officer)
    return found


def _match(text: str) -> tuple[str, set[UUID]]:
    """How the text matched, and whom; the more exact meaning goes first."""
    if (data_set := find_by_reference(text)) is not None:
        return "reference", {data_set.person_id} if data_set.status != DataSet.Status.ERASED else set()
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
    """The first date in the text, and the text without it."""
    for pattern, order in ((_ISO_DATE, (1, 2, 3)), (_LOCAL_DATE, (3, 2, 1))):
        if match := pattern.search(text):
            try:
                day = date(*(int(match[part]) for part in order))
            except ValueError:
                continue
            return day, text[: match.start()] + " " + text[match.end() :]
    return None, text


def _listed(officer: Any, ids: set[UUID], matched_by: str, limit: int) -> list[Found]:
    active = DataSet.objects.filter(status=DataSet.Status.ACTIVE).order_by("-signed_at")
    persons = (
        visible_to(officer)
        .filter(pk__in=ids)
        .order_by("-created_at")
        .prefetch_related(
            Prefetch("data_sets", active, to_attr="active_data_sets"),
            Prefetch("child_notes", ChildNote.objects.filter(erased_at=None), to_attr="open_notes"),
        )[:limit]
    )
    return [
        Found(
            one,
            next(iter(cast("list[DataSet]", one.active_data_sets)), None),
            next(iter(cast("list[ChildNote]", one.open_notes)), None),
            matched_by,
        )
        for one in persons
    ]
