"""The pages of the examiner's desk."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.actions.view_prints import Side, view_candidate, view_candidate_print, view_candidate_sheet
from egnatia.biometrics.models import Candidate
from egnatia.biometrics.queries import to_examine
from egnatia.registration.examine.desk import lay_out, running_clock, waiting_row
from egnatia.registration.examine.forms import VerdictForm

EXAMINER = "examine.verdict"
PER_PAGE = 25


@require_safe
@officer_required(EXAMINER)
def candidates(request: HttpRequest) -> HttpResponse:
    """What waits for this examiner, urgent first."""
    officer: Any = request.user
    page = Paginator(to_examine(officer), PER_PAGE).get_page(request.GET.get("page"))
    rows = [waiting_row(one) for one in page]
    return render(request, "registration/examine/candidates.html", {"page": page, "rows": rows})


@officer_required(EXAMINER)
def candidate(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """One candidate: look, choose a finger, give a verdict."""
    officer: Any = request.user
    found = view_candidate(officer, candidate_id)
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decided = record_verdict(
                officer, found, form.cleaned_data["decision"], form.cleaned_data["reason"], note=form.cleaned_data["note"]
            )
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(request, _what_follows(decided))
            return redirect("examine")
    said_already = found.verdicts.filter(examiner=officer).first()
    wanted = request.GET.get("finger", "")
    context = {
        "desk": lay_out(found, int(wanted) if wanted.isdecimal() else None),
        "form": None if said_already or not found.is_open else form,
        "said_already": said_already,
        "deadline": running_clock(found),
    }
    return _unstored(render(request, "registration/examine/candidate.html", context))


@require_safe
@officer_required(EXAMINER)
def finger(request: HttpRequest, candidate_id: UUID, side: str, position: int) -> HttpResponse:
    """The image of one finger."""
    if side not in ("probe", "candidate"):
        raise Http404
    officer: Any = request.user
    return _png(view_candidate_print(officer, candidate_id, cast(Side, side), position))


@require_safe
@officer_required(EXAMINER)
def sheet(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """All fingers, small."""
    officer: Any = request.user
    return _png(view_candidate_sheet(officer, candidate_id))


def _what_follows(decided: Candidate) -> str:
    """What happens now, for whom the rules don't hide it."""
    state = Candidate.State(decided.state)
    return {
        Candidate.State.SAME: _("Recorded: same person. The two registrations are linked."),
        Candidate.State.DIFFERENT: _("Recorded: not the same person."),
        Candidate.State.SECOND: _("Recorded. Another examiner looks at it now."),
        Candidate.State.UNDECIDED: _("Recorded. It could not be decided: the fingers will be taken again."),
    }[state]


def _png(content: bytes) -> HttpResponse:
    return _unstored(HttpResponse(content, content_type="image/png"))


def _unstored(response: HttpResponse) -> HttpResponse:
    """Nothing of it stays in a browser's or a proxy's cache."""
    response["Cache-Control"] = "no-store"
    return response
