"""Tracing requests: opened on a person's record, worked on by case officers, printed, closed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.biographics.queries import explain_sought
from egnatia.persons.actions.close_tracing import close_tracing
from egnatia.persons.actions.confirm_tracing_match import confirm_tracing_match
from egnatia.persons.actions.drop_tracing_match import drop_tracing_match
from egnatia.persons.actions.note_tracing_match import note_tracing_match
from egnatia.persons.actions.open_tracing import note_tracing_look, open_tracing
from egnatia.persons.actions.read_person import read_person
from egnatia.persons.models import TracingMatch, TracingRequest
from egnatia.persons.queries.groups import newest_elements
from egnatia.persons.queries.tracing import OPEN, WORK, get_tracing
from egnatia.registration.forms.family import PersonForm
from egnatia.registration.forms.tracing import CloseForm, ConsentForm, DropForm, TracingForm
from egnatia.registration.record import tracing as words
from egnatia.registration.record.family import names_of, recently_opened
from egnatia.registration.record.header import head_of
from egnatia.registration.views.finding import show_why

ANOTHER_PERSON = "another_person"  # of `law.tracing_droppings()`


@require_http_methods(["GET", "POST"])
@officer_required(OPEN)
def open_request(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Whom does the person look for, and with which consent?"""
    person = read_person(request.user, person_id, part="family")
    form = TracingForm(request.POST or None, elements=newest_elements(person))
    if request.method == "POST" and form.is_valid():
        given = {"wanted": form.wanted(), "consent": form.consent, "scope": form.cleaned_data["scope"]}
        if _done(form, lambda: open_tracing(request.user, person, **given)):
            messages.success(request, _("The request is recorded. Who was found is asked before anything is told."))
            return redirect("person_family", person.pk)
    return _unstored(
        render(request, "registration/tracing/open.html", {"header": head_of(person, with_photo=False), "form": form})
    )


@require_http_methods(["GET", "POST"])
@officer_required(OPEN, WORK)
def tracing(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what it says, who may be the one, what may be done."""
    found = get_tracing(request.user, request_id)
    may_work = policy.may(request.user, WORK) and not found.is_closed
    forms = _forms(request, found, may_work=may_work)
    if request.method == "POST" and _act(request, found, forms):
        return redirect("tracing", found.pk)
    if request.method == "GET":
        audit.record("persons.tracing.read", subject=found, person=found.person_id, officer=request.user)
    context = {
        "tracing": found,
        "line": words.tracing_line(request.user, found),
        "named": names_of([found.person_id])[found.person_id],
        "wanted": words.wanted_rows(found),
        "consent": words.consent_rows(found),
        "closing": words.closing_name(found),
        "matches": words.match_lines(request.user, found),
        "may_work": may_work,
        "search": words.find_candidates_for(found, request),
        "forms": forms,
        **_proposals(request, found, may_work=may_work),
    }
    return _unstored(render(request, "registration/tracing/tracing.html", context))


@require_http_methods(["GET", "POST"])
@officer_required(WORK)
def match(request: HttpRequest, request_id: UUID, match_id: UUID) -> HttpResponse:
    """Somebody who may be the one: they agree that it is told, or not."""
    found = get_tracing(request.user, request_id)
    one = (
        found.matches.filter(pk=match_id, state__in=(TracingMatch.State.POSSIBLE, TracingMatch.State.AGREED))
        .select_related("person", "request")
        .first()
    )
    if one is None or found.is_closed:
        raise not_found("persons.tracing_match")
    sent = request.POST.get("do")
    confirm = ConsentForm(request.POST if sent == "confirm" else None, elements=newest_elements(one.person))
    drop = DropForm(request.POST if sent == "drop" else None, agreed=one.state == TracingMatch.State.AGREED)
    if sent == "confirm" and confirm.is_valid():
        if _done(confirm, lambda: confirm_tracing_match(request.user, one, consent=confirm.consent)):
            messages.success(request, _("Recorded. Now it may be told to both."))
            return redirect("tracing", found.pk)
    elif sent == "drop" and drop.is_valid():
        if _done(drop, lambda: drop_tracing_match(request.user, one, why=drop.cleaned_data["why"])):
            messages.success(request, _("Recorded. Nothing of it is told to the person who asks."))
            return redirect("tracing", found.pk)
    context = {
        "tracing": found,
        "match": one,
        "named": names_of([one.person_id])[one.person_id],
        "wanted": words.wanted_rows(found),
        "confirm": confirm,
        "drop": drop,
    }
    return _unstored(render(request, "registration/tracing/match.html", context))


@require_http_methods(["GET", "POST"])
@officer_required(WORK)
def proposed(request: HttpRequest, request_id: UUID, person_id: UUID) -> HttpResponse:
    """Why somebody may be the one; sent, whether they are to be asked, or are another person."""
    found = get_tracing(request.user, request_id)
    back = reverse("tracing", args=(found.pk,))
    if request.method == "GET":
        return show_why(request, explain_sought(request.user, found, person_id), back=back)
    match = found.matches.filter(person=person_id).select_related("person", "request").first()
    if match is None:
        raise not_found("persons.tracing_match")
    try:
        if request.POST.get("do") == "may_be":
            note_tracing_match(request.user, found, match.person)
            messages.success(request, _("Noted. Ask this person, alone and with an interpreter, before anything is told."))
        elif request.POST.get("do") == "another" and match.state == TracingMatch.State.PROPOSED:
            drop_tracing_match(request.user, match, why=ANOTHER_PERSON)
            messages.success(request, _("Noted: another person. They aren't proposed again."))
    except Problem as problem:
        if problem.status == 403:
            raise
        messages.error(request, f"{problem.message} {problem.cure}")
    return redirect(back)


@require_safe
@officer_required(OPEN, WORK)
def paper(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The request as PDF: for the person, and for the tracing service where the consent goes so far."""
    found = get_tracing(request.user, request_id)
    if found.wanted is None:
        raise not_found("persons.tracing")
    pdf = words.print_tracing(found, get_language() or "en")
    audit.record("persons.tracing.printed", subject=found, person=found.person_id, officer=request.user)
    name = f"tracing-{found.pk.hex[:8]}.pdf"
    return _unstored(
        HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
    )


def _proposals(request: HttpRequest, found: TracingRequest, *, may_work: bool) -> dict[str, Any]:
    """Who may be the one, by the register; or the problem that keeps this node from saying so now."""
    if not may_work:
        return {}
    try:
        return {"proposals": words.proposal_lines(request.user, found)}
    except Problem as problem:
        if problem.status != 503:
            raise
        return {"proposals_problem": problem}


def _forms(request: HttpRequest, found: TracingRequest, *, may_work: bool) -> dict[str, Any]:
    """The one that was sent filled."""
    sent = request.POST.get("do")
    forms: dict[str, Any] = {}
    if may_work and found.state != TracingRequest.State.FOUND:
        recent = recently_opened(request.user, without=found.person_id)
        forms["match"] = PersonForm(request.POST if sent == "match" else None, officer=request.user, recent=recent)
    if found.wanted is not None:
        forms["close"] = CloseForm(request.POST if sent == "close" else None)
    return forms


def _act(request: HttpRequest, found: TracingRequest, forms: dict[str, Any]) -> bool:
    """Do what was sent; False where a form has to be shown again."""
    sent = request.POST.get("do", "")
    if sent == "look":
        note_tracing_look(request.user, found)
        messages.success(request, _("Noted. The next look is counted from now."))
        return True
    form = forms.get(sent)
    if form is None or not form.is_valid():
        return False
    if sent == "match":
        return _done(form, lambda: note_tracing_match(request.user, found, form.person))
    return _done(form, lambda: close_tracing(request.user, found, **form.cleaned_data))


def _done(form: Any, act: Callable[[], Any]) -> bool:
    """Whether it was done; else the form says why not."""
    try:
        act()
    except Problem as problem:
        if problem.status == 403:
            raise
        form.add_problem(problem)
        return False
    return True


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
