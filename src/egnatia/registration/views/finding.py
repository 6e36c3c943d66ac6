"""Find a person by what somebody has in hand, and why it may be that one. Nothing is listed unasked."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from egnatia import law
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.biographics.queries import Explained, Found, Listing, LookUp, explain_found, look_up
from egnatia.biographics.words import LEVELS, STANDINGS, StandingWords
from egnatia.engines.linkage.comparison import Linkage
from egnatia.engines.linkage.levels import Field
from egnatia.persons.models import DataSet
from egnatia.persons.queries import find_by_reference
from egnatia.registration.forms.finding import FindForm
from egnatia.registration.record.header import heading_name

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One person of the list; standing and reasons only where a name was searched for."""

    found: Found
    name: str
    countries: list[str]
    birth_date: dict[str, str] | None
    standing: StandingWords | None
    reasons: list[str | Promise]


@require_safe
@officer_required("person.find")
def find_person(request: HttpRequest) -> HttpResponse:
    """The boxes, and who fits; a reference number leads straight to its person."""
    asked = any(name != "page" and str(value).strip() for name, value in request.GET.items())
    form = FindForm(request.GET if asked else None)
    context: dict[str, object] = {"form": form}
    if asked and form.is_valid() and (wanted := form.look_up()):
        try:
            listing = look_up(request.user, wanted, start=(_number(request) - 1) * PER_PAGE, limit=PER_PAGE)
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            if (person_id := _straight_to(wanted, listing)) is not None:
                return redirect(f"{reverse('person', args=(person_id,))}?via=find")
            context |= {"asked": True, "page": _page(request, listing), "rows": [_row(one) for one in listing.found]}
            context["is_by_name"] = any(one.match for one in listing.found)
            context["was_erased"] = not listing.found and _was_erased(wanted)
    response = render(request, "registration/finding/find_person.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@officer_required("person.find")
def why_found(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What speaks for and against one of those who were found by name; the address repeats the look-up."""
    form = FindForm(request.GET)
    if not form.is_valid():
        raise not_found("persons.person")
    explained = explain_found(request.user, form.look_up(), person_id)
    return show_why(request, explained, back=f"{reverse('find_person')}?{request.GET.urlencode()}")


def show_why(request: HttpRequest, explained: Explained, *, back: str) -> HttpResponse:
    """The page of an explanation, never kept by the browser."""
    shown = explained.possible.data_set or explained.possible.child_note
    context = {
        "explanation": explained.explanation,
        "possible": explained.possible,
        "name": heading_name((shown.elements if shown else None) or {}),
        "back": back,
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
    shown = found.data_set or found.child_note
    elements = (shown.elements if shown else None) or {}
    countries = [law.country(code).name for code in elements.get("nationalities", ())]
    standing = STANDINGS[found.match.standing] if found.match else None
    reasons = reasons_of(found.match.linkage) if found.match else []
    return FoundRow(found, heading_name(elements), countries, elements.get("birth_date"), standing, reasons)


def reasons_of(linkage: Linkage) -> list[str | Promise]:
    """In short what the name and the birth date say."""
    return [LEVELS[one.level] for field in (Field.NAMES, Field.BIRTH) if (one := linkage.field(field)).is_known]


def _page(request: HttpRequest, listing: Listing) -> "Page[None]":
    """The place in the whole list; its rows are fetched already, and only those."""
    return Paginator(range(listing.total), PER_PAGE).get_page(_number(request))  # type: ignore[return-value]


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
