"""Measures that partners ask us to take: the list, and each one's page on which it is answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.picture.actions.answer_partner_measure import answer_partner_measure
from egnatia.picture.alarms import partner_pages
from egnatia.picture.alarms.forms import DeclineForm, PartnerDoneForm
from egnatia.picture.alarms.measures import find_measure
from egnatia.picture.models import PartnerMeasure
from egnatia.picture.queries.partner_measures import asked_by_partners, get_partner_measure
from egnatia.picture.views import officer_of
from egnatia.ui.forms import EgnatiaForm

_PER_PAGE = 25


@require_safe
@officer_required("picture.read")
def partner_measures(request: HttpRequest) -> HttpResponse:
    """Those to be done first."""
    page = Paginator(asked_by_partners(), _PER_PAGE).get_page(request.GET.get("page"))
    rows = [partner_pages.partner_row(one) for one in page]
    return render(request, "picture/alarms/partner_measures.html", {"page": page, "rows": rows})


@officer_required("picture.read")
@require_http_methods(["GET", "HEAD", "POST"])
def partner_measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Readers of the picture see it; analysts answer it."""
    found = get_partner_measure(measure_id)
    forms = _forms(request, found)
    if request.method == "POST" and _do(request, found, forms):
        return redirect("picture_partner_measure", found.pk)
    context = {
        "row": partner_pages.partner_row(found),
        "known": find_measure(found.measure),
        "rights": partner_pages.rights_of(found),
        "arrival": partner_pages.arrival_of(found.answer) if found.answer is not None else "",
        "forms": forms,
        "form_list": list(forms.values()),
    }
    return render(request, "picture/alarms/partner_measure.html", context)


def _forms(request: HttpRequest, found: PartnerMeasure) -> dict[str, EgnatiaForm]:
    """One for each answer, while it can be given by this officer; the one that was sent filled."""
    if not (found.is_open and policy.may(officer_of(request), "alarms.write")):
        return {}
    sent = request.POST.get("what", "")
    return {
        "done": PartnerDoneForm(request.POST if sent == "done" else None),
        "declined": DeclineForm(request.POST if sent == "declined" else None, auto_id="declined_%s"),
    }


def _do(request: HttpRequest, found: PartnerMeasure, forms: dict[str, EgnatiaForm]) -> bool:
    """Send the answer; False where the form has to be shown again."""
    state = request.POST.get("what", "")
    form: Any = forms.get(state)
    if form is None or not form.is_valid():
        return False
    try:
        answer_partner_measure(officer_of(request), found, state=state, **form.answer)
    except Problem as problem:
        form.add_problem(problem)
        return False
    messages.success(request, _("Answered. The partner is told."))
    return True
