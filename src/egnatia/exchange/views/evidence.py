"""Evidence that data are wrong: ours about a partner's, partners' about ours."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.exchange import queries
from egnatia.exchange.actions.decide_evidence import accept_evidence, refuse_evidence
from egnatia.exchange.actions.read_evidence import data_set_of, read_evidence
from egnatia.exchange.actions.read_search import read_follow_up
from egnatia.exchange.actions.send_evidence import send_evidence
from egnatia.exchange.evidence_forms import EvidenceForm, FollowEvidenceForm, RefuseEvidenceForm
from egnatia.exchange.field_names import field_name
from egnatia.exchange.models import Evidence
from egnatia.exchange.page_rows import evidence_facts, evidence_rows
from egnatia.exchange.views import officer_of

_PER_PAGE = 25


@officer_required("exchange.read")
def evidence_list(request: HttpRequest) -> HttpResponse:
    """Both ways, what waits for us first; with the limit and nothing of what it says."""
    page = Paginator(queries.evidence_both_ways(), _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "due": queries.limits_of_evidence(page.object_list), "current": "evidence"}
    return render(request, "exchange/evidence_list.html", context)


@officer_required("exchange.read")
def evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """One piece; of a partner's, that waits, decide."""
    piece = read_evidence(officer_of(request), evidence_id)
    forms = _forms(request, piece)
    if request.method == "POST" and forms and _decide(request, piece, *forms):
        return redirect("exchange_evidence")
    context = {
        "piece": piece,
        "partner": law.partner(piece.partner.code),
        "data_set": data_set_of(piece),
        "rows": evidence_rows(piece),
        "facts": evidence_facts(piece),
        "due": queries.limits_of_evidence([piece]).get(piece.pk),
        "corrected": [field_name(field) for field in piece.corrected],
        "follow_form": forms[0] if forms else None,
        "refuse_form": forms[1] if forms else None,
    }
    return render(request, "exchange/evidence.html", context)


@officer_required("exchange.follow_up")
def send(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Say what data that a partner released should be, and what shows it."""
    follow_up = read_follow_up(officer_of(request), follow_up_id)
    match = follow_up.possible_match
    assert match is not None  # noqa: S101  (`read_follow_up` gives only ours)
    form = EvidenceForm(request.POST or None, released=follow_up.data or {})
    if request.method == "POST" and form.is_valid():
        try:
            piece = send_evidence(officer_of(request), match, form.proposed(), form.shown())
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(
                request, _("The evidence is on its way. Only the partner corrects its data; its decision appears here.")
            )
            return (
                redirect("exchange_evidence_piece", piece.pk)
                if _may_read(request)
                else redirect("follow_up_data", follow_up.pk)
            )
    context = {"follow_up": follow_up, "match": match, "partner": law.partner(follow_up.partner.code), "form": form}
    return render(request, "exchange/send_evidence.html", context)


def _may_read(request: HttpRequest) -> bool:
    return policy.may(request.user, "exchange.read")


def _forms(request: HttpRequest, piece: Evidence) -> tuple[FollowEvidenceForm, RefuseEvidenceForm] | None:
    """To follow it or to refuse it, where that is left to this officer; the one that was sent filled."""
    waits = piece.direction == "incoming" and piece.state == Evidence.State.SENT
    if not (waits and policy.may(request.user, "exchange.release") and policy.may(request.user, "registration.correct")):
        return None
    sent: Any = request.POST.get("decision")
    follow = FollowEvidenceForm(request.POST if sent == "follow" else None, evidence=piece)
    return follow, RefuseEvidenceForm(request.POST if sent == "refuse" else None)


def _decide(request: HttpRequest, piece: Evidence, follow: FollowEvidenceForm, refuse: RefuseEvidenceForm) -> bool:
    """Do what was decided; False where the form has to be shown again."""
    try:
        if follow.is_bound and follow.is_valid():
            accept_evidence(officer_of(request), piece, follow.cleaned_data["corrected"])
            messages.success(request, _("Corrected. Whoever was told the old data hears that they are out of date."))
            return True
        if refuse.is_bound and refuse.is_valid():
            refuse_evidence(officer_of(request), piece, refuse.cleaned_data["reason"])
            messages.success(request, _("The data stay as they are; the partner is told why."))
            return True
    except Problem as problem:
        (follow if follow.is_bound else refuse).add_problem(problem)
    return False
