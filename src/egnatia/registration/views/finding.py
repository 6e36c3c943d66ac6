"""Find a person by what somebody has in hand, and why it may be that one. Nothing is listed unasked."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base import clock
from egnatia.base.errors import Problem, not_found
from egnatia.biographics.queries import Explained, Found, Listing, LookUp, explain_found, look_up
from egnatia.biographics.words import LEVELS, STANDINGS, StandingWords
from egnatia.engines.linkage.comparison import Linkage
from egnatia.engines.linkage.levels import Field
from egnatia.persons.models import DataSet
from egnatia.persons.queries import find_by_reference
from egnatia.registration.forms.finding import FindForm
from egnatia.registration.kept_look_ups import find_kept, keep
from egnatia.registration.record.header import told_apart_by

PER_PAGE = 25
LEAST_TYPED = 3  # characters from which is looked while somebody types


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One person of the list; standing and reasons only where a name was searched for."""

    found: Found
    name: str
    countries: list[str]
    birth_date: dict[str, str] | None
    standing: StandingWords | None
    reasons: list[str | Promise]


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required("person.find")
def find_person(request: HttpRequest) -> HttpResponse:
    """The boxes, and who fits; a reference number leads straight to its person. No name stands in an address."""
    if request.method == "POST":
        return _answer_typing(request) if request.htmx else _answer_button(request)  # type: ignore[attr-defined]  # django-htmx
    look = request.GET.get("look", "")
    kept = find_kept(request, look)
    form = FindForm(kept.boxes if kept and kept.boxes else None)
    context = _list(request, form, kept.visit if kept else None)
    if (person_id := context.get("straight_to")) is not None:
        return redirect(f"{reverse('person', args=(person_id,))}?via=find")
    return _show(request, "find_person", context | {"is_gone": bool(look) and kept is None})


@require_safe
@officer_required("person.find")
def why_found(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What speaks for and against one of those who were found by name."""
    look = request.GET.get("look", "")
    kept = find_kept(request, look)
    form = FindForm(kept.boxes if kept else None)
    if kept is None or not form.is_valid():
        raise not_found("persons.person")
    explained = explain_found(request.user, form.look_up(), person_id)
    query = urlencode({"look": look, "page": _number(request)})
    return show_why(request, explained, back=f"{reverse('find_person')}?{query}", look=look)


def _answer_button(request: HttpRequest) -> HttpResponse:
    """To where the list stands, so that going back to it and loading it anew ask nothing; or what can't be looked up."""
    form = FindForm(request.POST)
    if not form.is_valid():
        return _show(request, "find_person", {"form": form})
    if not form.look_up():
        return redirect("find_person")
    kept = find_kept(request, request.POST.get("look", ""))
    query = urlencode({"look": keep(request, form.filled, kept.visit if kept else None)})
    return redirect(f"{reverse('find_person')}?{query}")


def _answer_typing(request: HttpRequest) -> HttpResponse:
    """The list alone, while somebody types; or, where the typing rests, that this was looked up."""
    form = FindForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=204)  # a day without its month, say: what is shown stays
    kept = find_kept(request, request.POST.get("look", ""))
    rests = "rests" in request.POST
    context = _list(request, form, kept.visit if kept else None, is_typing=not rests)
    return HttpResponse(status=204) if rests else _show(request, "found", context)


def _list(request: HttpRequest, form: FindForm, visit: datetime | None, *, is_typing: bool = False) -> dict[str, object]:
    """For the template: who fits, where enough was typed."""
    visit = visit or clock.now()
    context: dict[str, object] = {"form": form, "is_typing": is_typing, "look": keep(request, {}, visit)}
    if not form.is_valid() or not (wanted := form.look_up()) or (is_typing and len(str(wanted)) < LEAST_TYPED):
        return context
    try:
        start = (_number(request) - 1) * PER_PAGE
        listing = look_up(request.user, wanted, start=start, limit=PER_PAGE, visit=visit, is_typing=is_typing)
    except Problem as problem:
        if problem.status == 403:
            raise
        form.add_problem(problem)
        return context | {"problem": problem}
    return context | {
        "asked": True,
        "look": keep(request, form.filled, visit),
        "page": _page(request, listing),
        "rows": [_row(one) for one in listing.found],
        "is_by_name": any(one.match for one in listing.found),
        "was_erased": not listing.found and _was_erased(wanted),
        "is_recorded": listing.is_recorded,
        "straight_to": _straight_to(wanted, listing),
    }


def _show(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, f"registration/finding/{name}.html", context)
    response["Cache-Control"] = "no-store"
    return response


def show_why(request: HttpRequest, explained: Explained, *, back: str, look: str = "") -> HttpResponse:
    """The page of an explanation, never kept by the browser."""
    name, _, _ = told_apart_by(explained.possible.data_set, explained.possible.child_note)
    context = {
        "explanation": explained.explanation,
        "possible": explained.possible,
        "name": name,
        "back": back,
        "look": look,
    }
    response = render(request, "registration/finding/why.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _straight_to(wanted: LookUp, listing: Listing) -> object:
    """The person of a reference number, when that is what was typed."""
    by_reference = len(listing.found) == 1 and listing.found[0].matched_by.startswith("reference")
    return listing.found[0].person.pk if by_reference else None


def _was_erased(wanted: LookUp) -> bool:
    data_set = find_by_reference(wanted.reference or wanted.text)
    return data_set is not None and data_set.status == DataSet.Status.ERASED


def _row(found: Found) -> FoundRow:
    name, birth_date, countries = told_apart_by(found.data_set, found.child_note)
    standing = STANDINGS[found.match.standing] if found.match else None
    reasons = reasons_of(found.match.linkage) if found.match else []
    return FoundRow(found, name, countries, birth_date, standing, reasons)


def reasons_of(linkage: Linkage) -> list[str | Promise]:
    """In short what the name and the birth date say."""
    return [LEVELS[one.level] for field in (Field.NAMES, Field.BIRTH) if (one := linkage.field(field)).is_known]


def _page(request: HttpRequest, listing: Listing) -> "Page[None]":
    """The place in the whole list; its rows are fetched already, and only those."""
    return Paginator(range(listing.total), PER_PAGE).get_page(_number(request))  # type: ignore[return-value]


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
