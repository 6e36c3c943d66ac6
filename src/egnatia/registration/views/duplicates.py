"""Two persons who may be one, side by side: what speaks for it, the decision, and its history."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.biographics.actions.judge_suggestion import is_by_fingerprints, judge_suggestion, undo_judgement
from egnatia.biographics.models import Suggestion
from egnatia.biographics.queries import Side, read_suggestion
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import find_photo
from egnatia.registration.forms.duplicates import JudgementForm, UndoForm
from egnatia.registration.record.data_sets import ElementRow, element_rows
from egnatia.registration.record.header import heading_name


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One of the two, as the page shows them."""

    side: Side
    name: str
    photo: Capture | None
    rows: tuple[ElementRow, ...]


@require_http_methods(["GET", "POST"])
@officer_required("registration.correct")
def suggestion(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """Look, decide, take back."""
    found = read_suggestion(request.user, suggestion_id)
    by_fingerprints = is_by_fingerprints(found.suggestion)
    form: JudgementForm | UndoForm | None = None
    if found.suggestion.is_open:
        form = JudgementForm(request.POST or None)
    elif not by_fingerprints:
        form = UndoForm(request.POST or None)
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            said = _decide(request, found.suggestion, form)
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(request, said)
            return redirect("suggestion", suggestion_id) if isinstance(form, UndoForm) else redirect("my_work")
    context = {
        "found": found,
        "explanation": found.explanation,
        "sides": [_show(found.left), _show(found.right)],
        "form": form,
        "by_fingerprints": by_fingerprints,
        "history": found.suggestion.judgements.select_related("by"),
    }
    response = render(request, "registration/finding/suggestion.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _decide(request: HttpRequest, suggestion: Suggestion, form: JudgementForm | UndoForm) -> str:
    if isinstance(form, UndoForm):
        undo_judgement(request.user, suggestion, why=form.cleaned_data["why"])
        return _("Taken back. It waits for a decision again.")
    decided = judge_suggestion(request.user, suggestion, form.cleaned_data["decision"], why=form.cleaned_data["why"])
    return {
        Suggestion.State.SAME: _("Recorded: same person. Their records show each other."),
        Suggestion.State.DIFFERENT: _("Recorded: not the same person."),
        Suggestion.State.UNCLEAR: _("Recorded: it can't be told. Both records say so."),
    }[Suggestion.State(decided.state)]


def _show(side: Side) -> ShownSide:
    """A child's note has no category; its elements are those that any registration has."""
    category = side.data_set.category if side.data_set else 1
    rows = element_rows(category, side.elements) if side.elements else ()
    photo = find_photo(side.data_set) if side.data_set else None
    return ShownSide(side, heading_name(side.elements), photo, tuple(rows))
