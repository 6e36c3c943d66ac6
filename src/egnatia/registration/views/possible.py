"""Who is registered here already and may be the person of a draft: beside the step while it is filled, and in the review."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.biographics.queries import Possible, explain_like, find_like
from egnatia.biographics.words import STANDINGS, StandingWords
from egnatia.registration.draft_family import family_of
from egnatia.registration.models import Draft
from egnatia.registration.queries import get_draft
from egnatia.registration.record.header import told_apart_by
from egnatia.registration.views.finding import show_why


@dataclass(frozen=True, slots=True)
class PossibleRow:
    """One of them, in a line or two."""

    possible: Possible
    name: str
    birth_date: dict[str, str] | None
    countries: list[str]
    standing: StandingWords


@require_safe
@officer_required("registration.write")
def possible(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The part of a page that says who may be registered already."""
    response = render(request, "registration/parts/possible.html", possible_of(request.user, get_draft(request.user, draft_id)))
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@officer_required("registration.write")
def why(request: HttpRequest, draft_id: UUID, person_id: UUID) -> HttpResponse:
    """What speaks for and against one of them."""
    draft = get_draft(request.user, draft_id)
    explained = explain_like(request.user, _elements_of(draft), person_id, relatives=family_of(request.user, draft))
    return show_why(request, explained, back=reverse("registration_review", args=(draft.pk,)))


def possible_of(officer: Any, draft: Draft) -> dict[str, Any]:
    """For the template: rows, or the problem that kept this node from looking; nothing for who may not find persons."""
    if not draft.is_open or not policy.may(officer, "person.find"):
        return {"draft": draft}
    try:
        found = find_like(officer, _elements_of(draft), relatives=family_of(officer, draft), without=draft.person_id)
    except Problem as problem:
        if problem.status != 503:
            raise
        return {"draft": draft, "possible_problem": problem}
    return {"draft": draft, "possible_rows": [_row(one) for one in found], "was_looked": bool(_elements_of(draft))}


def _elements_of(draft: Draft) -> dict[str, Any]:
    elements: dict[str, Any] = (draft.data or {}).get("elements") or {}
    return elements


def _row(possible: Possible) -> PossibleRow:
    return PossibleRow(possible, *told_apart_by(possible.data_set, possible.child_note), STANDINGS[possible.match.standing])
