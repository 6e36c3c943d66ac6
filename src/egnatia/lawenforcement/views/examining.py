"""The desk of law enforcement's examiners."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.lawenforcement.actions.read_request import read_hit
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.view_print import view_print
from egnatia.lawenforcement.desk import FOUND, PROBE, lay_out
from egnatia.lawenforcement.forms import HitVerdictForm
from egnatia.lawenforcement.models import Hit
from egnatia.lawenforcement.queries.lists import to_examine
from egnatia.lawenforcement.rules import EXAMINE
from egnatia.lawenforcement.views.pages import PER_PAGE, unstored


@require_safe
@officer_required(EXAMINE)
def hits(request: HttpRequest) -> HttpResponse:
    """What waits for this examiner: without names, numbers or the case."""
    officer: Any = request.user
    page = Paginator(to_examine(officer), PER_PAGE).get_page(request.GET.get("page"))
    return unstored(render(request, "lawenforcement/hits.html", {"page": page}))


@officer_required(EXAMINE)
def hit(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """Look, choose a finger, give a verdict."""
    officer: Any = request.user
    found = read_hit(officer, hit_id)
    form = HitVerdictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            decided = record_verdict(officer, found, given["decision"], given["reason"], note=given["note"])
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(request, _what_follows(decided))
            return redirect("law_examine")
    wanted = request.GET.get("finger", "")
    may_say = found.is_open and not found.verdicts.filter(examiner=officer).exists()
    context = {
        "desk": lay_out(found, int(wanted) if wanted.isdecimal() and len(wanted) <= 2 else None),
        "form": form if may_say else None,
    }
    return unstored(render(request, "lawenforcement/hit.html", context))


@require_safe
@officer_required(EXAMINE)
def finger(request: HttpRequest, hit_id: UUID, side: str, position: int) -> HttpResponse:
    """The image of one finger."""
    if side not in (PROBE, FOUND):
        raise Http404
    officer: Any = request.user
    content = view_print(officer, hit_id, of_probe=side == PROBE, position=position)
    return unstored(HttpResponse(content, content_type="image/png"))


def _what_follows(decided: Hit) -> str:
    if decided.state == Hit.State.SAME and decided.asked is not None:
        return _("Recorded: same person. The partner is asked for what the purpose allows.")
    return {
        Hit.State.SAME: _("Recorded: same person. What the purpose allows is released."),
        Hit.State.DIFFERENT: _("Recorded: not the same person."),
        Hit.State.SECOND: _("Recorded. Another examiner looks at it now."),
        Hit.State.UNDECIDED: _("Recorded. It could not be decided, and nothing is released."),
        Hit.State.WITHDRAWN: _("These data may not be used any more; nothing is released."),
    }[Hit.State(decided.state)]
