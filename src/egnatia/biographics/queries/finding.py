"""Find a person by what somebody has in hand: a reference number, a document, a name in any script, a birth date, or several.

Numbers and a birth date by itself are looked up exactly. A name is searched for: who is called so, in whatever spelling, comes
in the order of what speaks for it, and is possible, never more.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biographics.queries.already_listed import find_last_text, without_listed
from egnatia.biographics.queries.explained import Explained, explain_to
from egnatia.biographics.queries.possible import find_possible, latest_of, with_what_is_held
from egnatia.engines.dates.reading import read_date
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.errors import EngineError
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.records import Record, Relative, WrittenName
from egnatia.engines.linkage.register import Match
from egnatia.persons.models import ChildNote, DataSet, Person
from egnatia.persons.queries import find_by_birth_date, find_by_document, find_by_reference, visible_to

MOST_CHARACTERS = 200
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_NAMED_DATE = re.compile(r"\b\d{1,2}\.?\s+[^\W\d]+\s+\d{4}\b")
_LOCAL_DATE = re.compile(r"\b(\d{1,2})[./\s]\s*(\d{1,2})[./\s]\s*(\d{4})\b\.?")


@dataclass(frozen=True, slots=True)
class Found:
    """One person found.

    data_set    the latest active data set, or None where only a child's note is held
    matched_by  reference | document | name | birth_date, or several with "_and_" between
    match       what speaks for and against it; None where no name was searched for
    """

    person: Person
    data_set: DataSet | None
    child_note: ChildNote | None
    matched_by: str
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class LookUp:
    """What somebody is looked up by.

    Numbers have to fit; a birth date has to only where no name is given, else it counts for or against.

    text        anything: a reference number, a document number, a name, a birth date, or name and date
    reference   a reference number, with or without spaces
    document    the number of a document
    name        a name or some words of it, in any script and order
    relatives   of who is called so; their names support it
    """

    text: str = ""
    reference: str = ""
    document: str = ""
    name: str = ""
    birth_date: date | None = None
    relatives: tuple[Relative, ...] = ()

    def __bool__(self) -> bool:
        return any((self.text, self.reference, self.document, self.name, self.birth_date))

    def __str__(self) -> str:
        return "; ".join((self.own, *map(str, self.relatives)))

    @property
    def own(self) -> str:
        """All but the relatives."""
        day = self.birth_date.isoformat() if self.birth_date else ""
        return " ".join(part for part in (self.text, self.reference, self.document, self.name, day) if part)


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of those found, how many there are in all, and whether the access log has what was looked up."""

    found: tuple[Found, ...]
    total: int
    is_recorded: bool = True


def look_up(
    officer: Any,
    wanted: LookUp,
    *,
    start: int = 0,
    limit: int = 25,
    why: str = "",
    visit: datetime | None = None,
    is_typing: bool = False,
) -> Listing:
    """Those who fit, from the `start`th on: by name the likeliest first, else the latest. Whoever is listed is recorded.

    visit      since when the officer is at the page that shows them: who was listed since then isn't recorded again
    is_typing  there may be more of the text to come: it is recorded only where it lists somebody who wasn't listed yet

    Raises Problem `accounts.not_allowed`, `persons.look_up.too_long`, `.relatives_alone`, `biographics.register.being_read`.
    """
    policy.require(officer, "person.find")
    if len(wanted.own) > MOST_CHARACTERS:
        raise Problem(
            "persons.look_up.too_long", "This is too long to look up.", "Type a number, a name or a birth date.", field="text"
        )
    matched_by, exact, record = _read(wanted)
    if record.names:
        found = _search(officer, record, matched_by, exact)
        total, found = len(found), found[start : start + limit]
    else:
        found, total = _list(officer, exact or set(), matched_by, start, limit)
    new = without_listed(officer, [one.person for one in found], visit)
    is_recorded = bool(new) or not is_typing
    with transaction.atomic():
        if new or (not is_typing and str(wanted) != find_last_text(officer, visit)):
            audit.record("persons.looked_up", officer=officer, why=why, text=str(wanted), found=total)
        audit.record_each("persons.person.listed", [(person, person.pk) for person in new], officer=officer, why=why)
    return Listing(tuple(found), total, is_recorded)


def explain_found(officer: Any, wanted: LookUp, person_id: UUID) -> Explained:
    """What speaks for and against a person whom a look-up by name listed; recorded.

    Raises Problem `accounts.not_allowed`, `persons.person.not_found`, `biographics.register.being_read`.
    """
    policy.require(officer, "person.find")
    _, _, record = _read(wanted)
    return explain_to(officer, record, person_id)


def _read(wanted: LookUp) -> tuple[str, set[UUID] | None, Record]:
    """How they are matched; whom the numbers and a date by itself name, None without any; and what else is searched for."""
    matched: list[str] = []
    exact: list[set[UUID]] = []
    names, day = [wanted.name] if wanted.name else [], wanted.birth_date
    if wanted.text:
        how, ids = _find_number(wanted.text)
        if how:
            matched.append(how)
            exact.append(ids)
        else:
            in_text, rest = _take_date(wanted.text)
            day = day or in_text
            names += [rest] if rest else []
    for how, given, find in (("reference", wanted.reference, _by_reference), ("document", wanted.document, find_by_document)):
        if given:
            matched.append(how)
            exact.append(find(given))
    if names:
        matched.append("name")
    if day:
        matched.append("birth_date")
        if not names:
            exact.append(find_by_birth_date(day))
    if wanted.relatives and not names:
        raise Problem(
            "persons.look_up.relatives_alone",
            "Relatives help only where a name is looked for.",
            "Give a name of the person, too.",
            field="relative",
        )
    record = Record(
        names=tuple(map(WrittenName, names)),
        birth_dates=(UncertainDate.of_day(day),) if day and names else (),
        relatives=wanted.relatives,
    )
    return "_and_".join(matched), set.intersection(*exact) if exact else None, record


def _find_number(text: str) -> tuple[str, set[UUID]]:
    """Whom the text names as a number, and what kind of number that is; the more exact meaning goes first."""
    if find_by_reference(text) is not None:
        return "reference", _by_reference(text)
    if any(character.isdigit() for character in text) and (ids := find_by_document(text)):
        return "document", ids
    return "", set()


def _by_reference(reference: str) -> set[UUID]:
    data_set = find_by_reference(reference)
    return {data_set.person_id} if data_set is not None and data_set.status != DataSet.Status.ERASED else set()


def _take_date(text: str) -> tuple[date | None, str]:
    """The first date in the text, of any calendar where its month is named, and the text without it."""
    for pattern, order in ((_ISO_DATE, (1, 2, 3)), (_LOCAL_DATE, (3, 2, 1))):
        if match := pattern.search(text):
            try:
                day = date(*(int(match[part]) for part in order))
            except ValueError:
                continue
            return day, _without(match)
    for match in _NAMED_DATE.finditer(text):
        try:
            when = read_date(match[0], on=clock.local_today())
        except EngineError:
            continue
        return when.first, _without(match)
    return None, text.strip()


def _without(match: re.Match[str]) -> str:
    return f"{match.string[: match.start()]} {match.string[match.end() :]}".strip()


def _search(officer: Any, record: Record, matched_by: str, only: set[UUID] | None) -> list[Found]:
    possible = find_possible(record, visible_to(officer), fits=_has_the_name, only=only)
    return [Found(one.person, one.data_set, one.child_note, matched_by, one.match) for one in possible]


def _has_the_name(match: Match) -> bool:
    """Whether all words that were looked for are in the name, or most of them and the rest speaks for it."""
    level = match.linkage.field(Field.NAMES).level.removeprefix("names.")
    return level not in _OTHER_NAMES or (level == "some_words_differ" and match.linkage.bits > 0)


_OTHER_NAMES = frozenset({"differ", "not_comparable", "unknown", "some_words_differ"})


def _list(officer: Any, ids: set[UUID], matched_by: str, start: int, limit: int) -> tuple[list[Found], int]:
    persons = visible_to(officer).filter(pk__in=ids)
    page = with_what_is_held(persons.order_by("-created_at", "pk"))[start : start + limit]
    found = [Found(one, *latest_of(one), matched_by) for one in page]
    return found, persons.count() if start or len(found) == limit else len(found)
