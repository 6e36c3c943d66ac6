"""A recommendation's own page: edit it, assign it, drop it, record what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.picture.actions.edit_recommendation import assign_recommendation, drop_recommendation, edit_recommendation
from egnatia.picture.actions.record_outcome import may_record, record_outcome
from egnatia.picture.alarms import pages as alarm_pages
from egnatia.picture.alarms import partner_pages
from egnatia.picture.alarms.forms import AssignmentForm, DropForm, OutcomeForm, RecommendationForm
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.models import Outcome, Recommendation
from egnatia.picture.queries.partner_measures import asked_and_open, sent_of
from egnatia.picture.queries.recommendations import actions_due, get_recommendation
from egnatia.picture.views import officer_of
from egnatia.ui.forms import EgnatiaForm

#: Rows of what partners ask for; the rest is one link away.
_MOST_ASKED = 25


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def recommendation(request: HttpRequest, recommendation_id: UUID) -> HttpResponse:
    """Readers of the picture see it, and whoever owns it; analysts change it; the owner says what was done."""
    officer = officer_of(request)
    found = get_recommendation(officer, recommendation_id)
    forms = _forms(request, found)
    if request.method == "POST" and _do(request, found, forms):
        return redirect("picture_recommendation", found.pk)
    context = {
        "recommendation": found,
        "measure": get_measure(found.measure),
        "colour": alarm_pages.MEASURE_COLOURS[found.state],
        "owner": found.owner,
        "row": alarm_pages.row_of(found.alarm),
        "may_read_alarm": policy.may(officer, "picture.read"),
        "sent": [partner_pages.sent_row(one) for one in sent_of(found)],
        "outcome": Outcome.objects.filter(recommendation=found).select_related("recorded_by").first(),
        "forms": forms,
        "form_list": list(forms.values()),
    }
    return render(request, "picture/alarms/recommendation.html", context)


@require_safe
@officer_required()
def my_measures(request: HttpRequest) -> HttpResponse:
    """What this officer, or the officer's unit, has to see to; for analysts also what partners ask of the node."""
    rows = [
        (one, get_measure(one.measure).name, alarm_pages.row_of(one.alarm), one.owner)
        for one in actions_due(officer_of(request))
    ]
    asked = []
    if policy.may(request.user, "alarms.write"):
        asked = [partner_pages.partner_row(one) for one in asked_and_open(limit=_MOST_ASKED)]
    return render(request, "picture/alarms/my_measures.html", {"rows": rows, "asked": asked})


def _forms(request: HttpRequest, found: Recommendation) -> dict[str, EgnatiaForm]:
    """The forms for what this officer may do now; the one that was sent filled."""
    officer, sent = officer_of(request), request.POST.get("what", "")
    forms: dict[str, EgnatiaForm] = {}
    if policy.may(officer, "alarms.write") and found.is_open:
        forms["edit"] = RecommendationForm(request.POST if sent == "edit" else None, recommendation=found)
        forms["assign"] = AssignmentForm(request.POST if sent == "assign" else None, recommendation=found)
        forms["drop"] = DropForm(request.POST if sent == "drop" else None)
    if found.state == Recommendation.State.ASSIGNED and may_record(officer, found):
        forms["outcome"] = OutcomeForm(request.POST if sent == "outcome" else None)
    return forms


def _do(request: HttpRequest, found: Recommendation, forms: dict[str, EgnatiaForm]) -> bool:
    """Do what was sent; False where the form has to be shown again."""
    form = forms.get(request.POST.get("what", ""))
    if form is None or not form.is_valid():
        return False
    try:
        messages.success(request, _act(request, found, form))
    except Problem as problem:
        form.add_problem(problem)
        return False
    return True


def _act(request: HttpRequest, found: Recommendation, form: Any) -> str:
    officer, values = officer_of(request), form.cleaned_data
    if isinstance(form, RecommendationForm):
        edit_recommendation(officer, found, text=values["text"], level=values["level"])
        return _("The text is saved.")
    if isinstance(form, AssignmentForm):
        assign_recommendation(officer, found, owner=form.chosen_owner, due=values["due"], rights=form.rights)
        return _("Assigned, and sent to the partner.") if found.owner_partner else _("Assigned.")
    if isinstance(form, DropForm):
        drop_recommendation(officer, found, note=values["note"])
        return _("Dropped.")
    record_outcome(officer, found, text=values["text"], done_on=values["done_on"])
    return _("Recorded. What the figures do after it is measured once there are enough of them.")
