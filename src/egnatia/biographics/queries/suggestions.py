"""Pairs that may be one person: those that wait, one of them side by side, and those around a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base.errors import not_found
from egnatia.biographics.explaining import Explanation, explain
from egnatia.biographics.models import Suggestion
from egnatia.biographics.queries.possible import latest_of, record_held, with_what_is_held
from egnatia.biographics.queries.relatives import record_named, relatives_of
from egnatia.biographics.queries.told_apart import relations_between, told_apart
from egnatia.biographics.register import read_register
from egnatia.engines.linkage.register import Match
from egnatia.persons.models import ChildNote, DataSet, Person
from egnatia.persons.queries import visible_to


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as they are known now: the latest data set in force, or a child's note alone."""

    person: Person
    data_set: DataSet | None
    child_note: ChildNote | None

    @property
    def elements(self) -> dict[str, Any]:
        shown = self.data_set or self.child_note
        return (shown.elements if shown else None) or {}

    @property
    def reference(self) -> str:
        """Empty for a child's note, which has none."""
        return self.data_set.reference_number if self.data_set else ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Both persons, whoever was known first on the left, and what speaks for and against their being one, as of now.

    relations      what the right one is to the left one, by family records in force
    is_told_apart  whether these say that they are two, by a relation or as of one group that was registered at one visit
    """

    suggestion: Suggestion
    left: Side
    right: Side
    match: Match
    explanation: Explanation
    relations: tuple[law.Relation, ...]
    is_told_apart: bool


def open_suggestions(officer: Any) -> QuerySet[Suggestion]:
    """Those that wait, the likeliest first; none for who may not decide."""
    if not may_judge(officer):
        return Suggestion.objects.none()
    return _with_persons(Suggestion.objects.filter(state=Suggestion.State.OPEN)).order_by("-bits", "pk")


def may_judge(officer: Any) -> bool:
    return policy.may(officer, "person.find") and policy.may(officer, "registration.correct")


def suggestions_about(person: Person) -> list[tuple[Suggestion, Side]]:
    """What is open, couldn't be told, or holds without a link to show it; each with the other person."""
    shown = Q(state__in=(Suggestion.State.OPEN, Suggestion.State.UNCLEAR)) | Q(state=Suggestion.State.SAME, link=None)
    found = Suggestion.objects.filter(Q(first=person.pk) | Q(second=person.pk)).filter(shown)
    return [(one, next(side for side in sides_of(one) if side.person != person)) for one in _with_persons(found)]


def sides_of(suggestion: Suggestion) -> tuple[Side, Side]:
    """Of a suggestion from one of these queries: whoever was known first comes first."""
    first, second = sorted((suggestion.first, suggestion.second), key=lambda person: (person.created_at, person.pk))
    return Side(first, *latest_of(first)), Side(second, *latest_of(second))


def get_suggestion(officer: Any, suggestion_id: UUID) -> Suggestion:
    """One whose persons the officer may both see. Raises Problem `accounts.not_allowed`, `biographics.suggestion.not_found`."""
    policy.require(officer, "person.find")
    policy.require(officer, "registration.correct")
    suggestion = _with_persons(Suggestion.objects.filter(pk=suggestion_id)).first()
    if suggestion is None or visible_to(officer).filter(pk__in=(suggestion.first_id, suggestion.second_id)).count() < 2:
        raise not_found("biographics.suggestion")
    return suggestion


def read_suggestion(officer: Any, suggestion_id: UUID) -> SideBySide:
    """Both sides with an explanation; a look at both persons, recorded.

    Raises Problem `accounts.not_allowed`, `biographics.suggestion.not_found`, `biographics.register.being_read`.
    """
    suggestion, visible = get_suggestion(officer, suggestion_id), visible_to(officer)
    left, right = sides_of(suggestion)
    register = read_register().linkage
    relatives = relatives_of((suggestion.first_id, suggestion.second_id), visible)
    first, second = (record_held(side.person, relatives.get(side.person.pk, ())) for side in (left, right))
    (match,) = register.compare(first, {0: second})
    about = [(suggestion, side.person.pk) for side in (left, right)]
    audit.record_each("biographics.suggestion.read", about, officer=officer)
    record_named(officer, match, chain.from_iterable(relatives.values()))
    are = relations_between(left.person, right.person)
    is_told_apart = bool(told_apart([(left.person.pk, right.person.pk)]))
    return SideBySide(suggestion, left, right, match, explain(match, register), are, is_told_apart)


def _with_persons(suggestions: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    sides: Iterable[str] = ("first", "second")
    return suggestions.select_related("link").prefetch_related(
        *(Prefetch(side, with_what_is_held(Person.objects.all())) for side in sides)
    )
