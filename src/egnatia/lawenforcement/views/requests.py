"""The asking officer's pages: the list of the unit, a request from draft to close, its answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from egnatia import audit, law
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.lawenforcement.actions.close_request import close_request, confirm_erasure, is_ready_to_close
from egnatia.lawenforcement.actions.draft_request import change_draft, discard_draft, draft_request
from egnatia.lawenforcement.actions.keep_copies import keep_copies
from egnatia.lawenforcement.actions.read_request import is_locked, read_answer, read_request
from egnatia.lawenforcement.actions.search_request import search_if_possible
from egnatia.lawenforcement.actions.submit_request import submit_request
from egnatia.lawenforcement.forms import CloseForm, KeepForm, RequestForm
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.page_rows import facts_of, released_of, row_of
from egnatia.lawenforcement.partner_rows import asked_rows, partner_names
from egnatia.lawenforcement.queries.access import get_own_request
from egnatia.lawenforcement.queries.lists import requests_of_unit
from egnatia.lawenforcement.queries.partners import askable_codes
from egnatia.lawenforcement.reading import read_prints
from egnatia.lawenforcement.rules import ASK, obstacles
from egnatia.lawenforcement.views.pages import PER_PAGE, unstored

_HELD = (Request.State.SEARCHED, Request.State.ANSWERED)


@require_safe
@officer_required(ASK)
def requests(request: HttpRequest) -> HttpResponse:
    """The unit's requests, the latest first."""
    officer: Any = request.user
    page = Paginator(requests_of_unit(officer), PER_PAGE).get_page(request.GET.get("page"))
    rows = [row_of(one) for one in page]
    audit.record("lawenforcement.request.listed", officer=officer, numbers=[row.request.number for row in rows])
    return unstored(render(request, "lawenforcement/requests.html", {"page": page, "rows": rows, "askable": _askable()}))


@officer_required(ASK)
@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """Draft a request."""
    officer: Any = request.user
    form = RequestForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            files = form.files_given()
            drafted = draft_request(officer, form.facts(), read_prints(files) if files else ())
        except Problem as problem:
            _show(form, problem)
        else:
            messages.success(request, _("The draft was saved."))
            return redirect("law_request", drafted.pk)
    return unstored(render(request, "lawenforcement/request_form.html", {"form": form, "askable": _askable()}))


@officer_required(ASK)
@require_http_methods(["GET", "POST"])
def edit_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Change a draft; without new files its prints stay."""
    officer: Any = request.user
    draft = read_request(officer, request_id) if request.method == "GET" else get_own_request(officer, request_id)
    if draft.state != Request.State.DRAFTED:
        return redirect("law_request", draft.pk)
    form = RequestForm.of(draft, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            files = form.files_given()
            change_draft(officer, draft, form.facts(), read_prints(files) if files else None)
        except Problem as problem:
            _show(form, problem)
        else:
            messages.success(request, _("The draft was saved."))
            return redirect("law_request", draft.pk)
    return unstored(render(request, "lawenforcement/request_form.html", {"form": form, "draft": draft, "askable": _askable()}))


@require_safe
@officer_required(ASK)
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The sheet: what was asked, how far it is, what may be done now."""
    return _sheet(request, read_request(request.user, request_id))


@officer_required(ASK)
@require_POST
def submit(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """To the verifying authority; an urgent one is searched at once."""
    officer: Any = request.user

    def act(found: Request) -> str:
        submitted = submit_request(officer, found)
        if submitted.urgent:
            search_if_possible(submitted)
            return _("Submitted as urgent: searched first, verified afterwards.")
        return _("Submitted to the verifying authority.")

    return _do(request, request_id, act)


@officer_required(ASK)
@require_POST
def discard(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer: Any = request.user
    discard_draft(officer, get_own_request(officer, request_id))
    messages.success(request, _("The draft was thrown away."))
    return redirect("law_requests")


@require_safe
@officer_required(ASK)
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The confirmed hits with what was released."""
    officer: Any = request.user
    hits = [released_of(hit) for hit in read_answer(officer, request_id)]
    found = get_own_request(officer, request_id)
    context = {
        "row": row_of(found),
        "hits": hits,
        "still_compared": found.state == Request.State.SEARCHED,
        "asked": asked_rows(found),
    }
    return unstored(render(request, "lawenforcement/answer.html", context))


@officer_required(ASK)
@require_POST
def keep(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer: Any = request.user
    form = KeepForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def act(found: Request) -> str:
        keep_copies(officer, found, reason)
        return _("Kept for a month more.")

    return _do(request, request_id, act, keep=form)


@officer_required(ASK)
@require_POST
def close(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer: Any = request.user
    form = CloseForm(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""

    def act(found: Request) -> str:
        close_request(officer, found, outcome)
        return _("The request is closed; prints and answer are erased.")

    return _do(request, request_id, act, close=form)


@officer_required(ASK)
@require_POST
def erased(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer: Any = request.user

    def act(found: Request) -> str:
        confirm_erasure(officer, found)
        return _("Your confirmation stands in the log.")

    return _do(request, request_id, act)


def _do(request: HttpRequest, request_id: UUID, act: Callable[[Request], str], **forms: Any) -> HttpResponse:
    """Act and go back to the sheet; what was refused stands on it."""
    found = get_own_request(request.user, request_id)
    try:
        said = act(found)
    except Problem as problem:
        if problem.status == 403:
            raise
        for form in forms.values():
            form.is_valid()
            form.add_problem(problem)
        return _sheet(request, get_own_request(request.user, request_id), problem=None if forms else problem, **forms)
    messages.success(request, said)
    return redirect("law_request", request_id)


def _sheet(request: HttpRequest, found: Request, *, problem: Problem | None = None, **forms: Any) -> HttpResponse:
    is_draft = found.state == Request.State.DRAFTED
    verified = found.verification == Request.Verification.APPROVED
    context = {
        "row": row_of(found),
        "facts": facts_of(found),
        "problem": problem,
        "refusal": law.verification_refusals()[found.refusal_reason].name if found.refusal_reason else "",
        "is_draft": is_draft,
        "obstacles": obstacles(found) if is_draft else [],
        "has_answer": found.state in _HELD and not is_locked(found),
        "is_locked": is_locked(found) and found.state in _HELD,
        "keep": forms.get("keep", KeepForm()) if found.state in _HELD and verified else None,
        "close": forms.get("close", CloseForm()) if is_ready_to_close(found) else None,
        "asked": asked_rows(found),
        "shown_forms": list(forms.values()),
    }
    return unstored(render(request, "lawenforcement/request.html", context))


def _askable() -> list[str]:
    return partner_names(askable_codes())


def _show(form: RequestForm, problem: Problem) -> None:
    if problem.status == 403:
        raise problem
    form.add_problem(problem)
