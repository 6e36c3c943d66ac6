"""The verifying authority's desk: what waits, and the sheet of a request with the two answers to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from egnatia import audit
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.lawenforcement.actions.read_request import read_request
from egnatia.lawenforcement.actions.search_request import search_if_possible
from egnatia.lawenforcement.actions.verify_request import refuse_request, verify_request
from egnatia.lawenforcement.forms import RefusalForm
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.page_rows import facts_of, row_of
from egnatia.lawenforcement.partner_rows import asked_rows, partner_names
from egnatia.lawenforcement.queries.access import get_request
from egnatia.lawenforcement.queries.lists import to_verify, verified_lately
from egnatia.lawenforcement.queries.partners import askable_codes
from egnatia.lawenforcement.rules import VERIFY
from egnatia.lawenforcement.views.pages import PER_PAGE, unstored


@require_safe
@officer_required(VERIFY)
def desk(request: HttpRequest) -> HttpResponse:
    """Urgent ones first: their clocks run."""
    officer: Any = request.user
    waiting = [row_of(one) for one in to_verify(officer)]
    decided = [row_of(one) for one in verified_lately(officer)[:PER_PAGE]]
    numbers = [row.request.number for row in (*waiting, *decided)]
    audit.record("lawenforcement.request.listed", officer=officer, numbers=numbers)
    return unstored(render(request, "lawenforcement/verifying.html", {"waiting": waiting, "decided": decided}))


@require_safe
@officer_required(VERIFY)
def sheet(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: all that the asking unit says, and nothing of what was found."""
    return _sheet(request, read_request(request.user, request_id), RefusalForm())


@officer_required(VERIFY)
@require_POST
def approve(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Approved, and searched where that wasn't done yet."""
    officer: Any = request.user
    verified = verify_request(officer, get_request(officer, request_id))
    if verified.searched_at is None:
        search_if_possible(verified)
    messages.success(request, _("Approved."))
    return redirect("law_verifying")


@officer_required(VERIFY)
@require_POST
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer: Any = request.user
    found, form = get_request(officer, request_id), RefusalForm(request.POST)
    if not form.is_valid():
        return _sheet(request, found, form)
    try:
        refused = refuse_request(officer, found, form.cleaned_data["reason"], note=form.cleaned_data["note"])
    except Problem as problem:
        if problem.status == 403:
            raise
        form.add_problem(problem)
        return _sheet(request, found, form)
    unjustified = _("Not approved. What was obtained is erased, and the asking unit is told to erase its own copies.")
    messages.success(request, unjustified if refused.is_unjustified else _("Not approved."))
    return redirect("law_verifying")


def _sheet(request: HttpRequest, found: Request, form: RefusalForm) -> HttpResponse:
    waits = found.verification == Request.Verification.WAITING
    context = {
        "row": row_of(found),
        "facts": facts_of(found),
        "form": form if waits else None,
        "askable": partner_names(askable_codes() if found.partners is None else found.partners),
        "asked": asked_rows(found),
    }
    return unstored(render(request, "lawenforcement/verify.html", context))
