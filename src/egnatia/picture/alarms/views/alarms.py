"""Alarms: the list, and each alarm's own page with what is known about it and what can be done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.picture.actions.decide_alarm import decide_alarm
from egnatia.picture.actions.recommend_measure import recommend_measure
from egnatia.picture.alarms import pages as alarm_pages
from egnatia.picture.alarms.forms import AlarmFilterForm, DecisionForm
from egnatia.picture.alarms.measures import Measure, get_measure, suggested
from egnatia.picture.alarms.views.back_test import href_of
from egnatia.picture.indicators import get_indicator
from egnatia.picture.models import Alarm
from egnatia.picture.queries.alarms import alarms, also_ringing, get_alarm
from egnatia.picture.queries.capacity import capacity_at_hand
from egnatia.picture.queries.recommendations import done_before, recommendations_of
from egnatia.picture.tabs import picture_tabs
from egnatia.picture.views import officer_of
from egnatia.registration.record.history import lines_of

_PER_PAGE = 25


@require_safe
@officer_required("picture.read")
def alarm_list(request: HttpRequest) -> HttpResponse:
    """Those that wait first; narrowed by what the address says."""
    form = AlarmFilterForm(request.GET if any(name != "page" for name in request.GET) else None)
    page = Paginator(alarms(**form.filters), _PER_PAGE).get_page(request.GET.get("page"))
    rows = [alarm_pages.row_of(alarm) for alarm in page]
    return render(
        request, "picture/alarms/list.html", {"form": form, "page": page, "rows": rows, "tabs": picture_tabs(request)}
    )


@officer_required("picture.read")
@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """What changed, where, since when, how sure, what was like it, and what can be done; a decision is sent here."""
    found = get_alarm(alarm_id)
    form = None
    if policy.may(request.user, "alarms.write"):
        form = DecisionForm(request.POST or None, alarm=found)
        if request.method == "POST" and _decide(request, found, form):
            return redirect("picture_alarm", found.pk)
    context = {
        "alarm": found,
        "row": alarm_pages.row_of(found),
        "form": form,
        "recommendations": [(one, *_words(one)) for one in recommendations_of(found)],
        "suggested": _suggested(found) if form is not None and not found.is_decided else {},
        "also_ringing": [alarm_pages.row_of(one) for one in also_ringing(found)],
        "done_before": [(one, get_measure(one.measure).name, alarm_pages.row_of(one.alarm)) for one in done_before(found)],
        "capacity": capacity_at_hand(),
        "history": lines_of(_events(found)),
        **_past(found),
    }
    return render(request, "picture/alarms/alarm.html", context)


@require_POST
@officer_required("alarms.write")
def recommend(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """Take a measure of the catalogue; its own page lets it be edited and assigned."""
    recommendation = recommend_measure(officer_of(request), get_alarm(alarm_id), request.POST.get("measure", ""))
    messages.success(request, _("Recommended. Edit it to fit the place, then assign it."))
    return redirect("picture_recommendation", recommendation.pk)


def _decide(request: HttpRequest, found: Alarm, form: DecisionForm) -> bool:
    if not form.is_valid():
        return False
    state, _colon, reason = form.cleaned_data["decision"].partition(":")
    try:
        decide_alarm(officer_of(request), found, state, reason, note=form.cleaned_data["note"])
    except Problem as problem:
        form.add_problem(problem)
        return False
    messages.success(request, _("Decided: %(state)s.") % {"state": Alarm.State(state).label})
    return True


def _past(found: Alarm) -> dict[str, Any]:
    """How sure, similar episodes, and the chart; nothing of it where the series isn't watched any more."""
    watched = alarm_pages.watched_of(found)
    if watched is None:
        return {}
    back_test = alarm_pages.back_test_of(watched)
    return {
        "back_test_href": href_of(watched.key),
        "late": alarm_pages.late_reports_of(found, watched),
        "confidence": alarm_pages.confidence_of(found, watched, back_test),
        "similar": alarm_pages.similar_episodes(found, back_test),
        "figure": alarm_pages.chart_of(watched, back_test, upto=found.period, marked=found),
    }


def _suggested(found: Alarm) -> dict[str, list[Measure]]:
    """What answers this change and isn't recommended already: `first` what was made for its indicator, then `others`."""
    taken = set(found.recommendations.filter(state__in=("proposed", "assigned")).values_list("measure", flat=True))
    unit = get_indicator(found.indicator).unit
    fitting = suggested(direction=found.direction, unit=unit, cut=found.cut, indicator=found.indicator)
    left = [measure for measure in fitting if measure.code not in taken]
    first = [measure for measure in left if found.indicator in measure.indicators]
    return {"first": first, "others": [measure for measure in left if measure not in first]}


def _words(recommendation: Any) -> tuple[str, str]:
    return get_measure(recommendation.measure).name, alarm_pages.MEASURE_COLOURS[recommendation.state]


def _events(found: Alarm) -> Any:
    """What was done about the alarm and its recommendations, the latest first."""
    ids = [str(found.pk), *(str(one) for one in found.recommendations.values_list("pk", flat=True))]
    return Event.objects.filter(subject_kind__in=("picture.Alarm", "picture.Recommendation"), subject_id__in=ids)
