"""What the police of partners ask: the record for who oversees, and the desk of who decides on data for them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from egnatia import audit
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.exchange.messages.law_enforcement import LawPerson
from egnatia.lawenforcement.actions.release_to_partner import read_to_release, refuse_to_partner, release_to_partner
from egnatia.lawenforcement.forms import DataRefusalForm
from egnatia.lawenforcement.models import ReceivedMatch
from egnatia.lawenforcement.page_rows import facts_of_person, facts_of_question
from egnatia.lawenforcement.partner_rows import received_row, release_row
from egnatia.lawenforcement.queries.partners import get_to_release, received_questions, to_release
from egnatia.lawenforcement.rules import OVERSEE, RELEASE
from egnatia.lawenforcement.views.pages import PER_PAGE, unstored


@require_safe
@officer_required(OVERSEE)
def received(request: HttpRequest) -> HttpResponse:
    """Every question that was answered, the latest first: who asked, for which offence, verified by whom, what came of it."""
    officer: Any = request.user
    page = Paginator(received_questions(officer), PER_PAGE).get_page(request.GET.get("page"))
    audit.record("lawenforcement.received.listed", officer=officer, page=page.number)
    rows = [received_row(question) for question in page]
    return unstored(render(request, "lawenforcement/received.html", {"page": page, "rows": rows}))


@require_safe
@officer_required(RELEASE)
def releases(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, urgent and oldest first; no names."""
    officer: Any = request.user
    rows = [release_row(match) for match in to_release(officer)]
    return unstored(render(request, "lawenforcement/releases.html", {"rows": rows}))


@require_safe
@officer_required(RELEASE)
def release(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """One of them: what the partner says of its request, and the data that would go."""
    officer: Any = request.user
    match, data = read_to_release(officer, match_id)
    return _sheet(request, match, data, DataRefusalForm())


@officer_required(RELEASE)
@require_POST
def send(request: HttpRequest, match_id: UUID) -> HttpResponse:
    officer: Any = request.user
    try:
        release_to_partner(officer, get_to_release(officer, match_id))
    except Problem as problem:
        if problem.status == 403:
            raise
        match, data = read_to_release(officer, match_id)
        return _sheet(request, match, data, DataRefusalForm(), problem=problem)
    messages.success(request, _("The data are on their way to the partner."))
    return redirect("law_releases")


@officer_required(RELEASE)
@require_POST
def refuse(request: HttpRequest, match_id: UUID) -> HttpResponse:
    officer: Any = request.user
    form = DataRefusalForm(request.POST)
    if form.is_valid():
        try:
            refuse_to_partner(officer, get_to_release(officer, match_id), form.cleaned_data["reason"])
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(request, _("The partner is told that no data come, and why."))
            return redirect("law_releases")
    match, data = read_to_release(officer, match_id)
    return _sheet(request, match, data, form)


def _sheet(
    request: HttpRequest,
    match: ReceivedMatch,
    data: LawPerson | None,
    form: DataRefusalForm,
    *,
    problem: Problem | None = None,
) -> HttpResponse:
    context = {
        "row": release_row(match),
        "question": facts_of_question(match.question),
        "person": facts_of_person(data.model_dump(mode="json", exclude_none=True)) if data is not None else None,
        "form": form,
        "problem": problem,
    }
    return unstored(render(request, "lawenforcement/release.html", context))
