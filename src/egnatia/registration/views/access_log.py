"""The supervisor's view of the audit: who did or looked at what. Reading it is itself recorded."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egnatia import audit, law
from egnatia.accounts.policy import officer_required
from egnatia.audit.catalogue import LAW_ENFORCEMENT
from egnatia.audit.models import Event
from egnatia.base import clock, node
from egnatia.registration.forms.access_log import AccessLogForm
from egnatia.registration.record.history import PER_PAGE, lines_of

#: What is shown when no first day was named: a longer time is asked for, so that the page stays quick.
DAYS_SHOWN = 7


@require_safe
@officer_required("access_log.read")
def access_log(request: HttpRequest) -> HttpResponse:
    """The log of the last days, or of the days and people asked for."""
    form = AccessLogForm(request.GET if any(name != "page" for name in request.GET) else None)
    filters: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    since = filters.get("since") or _today() - timedelta(days=DAYS_SHOWN)
    page = Paginator(_events(filters, since), PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page)
    told = {name: str(value) for name, value in filters.items() if value}
    audit.record("registration.access_log.read", officer=request.user, page=page.number, filters=told)
    context = {"form": form, "page": page, "lines": lines, "since": since}
    response = render(request, "registration/person/whole_access_log.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _events(filters: dict[str, Any], since: date) -> QuerySet[Event]:
    events = Event.objects.filter(at__gte=_begin_of(since)).exclude(action__startswith=LAW_ENFORCEMENT)
    events = events.order_by("-at", "-number")
    if until := filters.get("until"):
        events = events.filter(at__lt=_begin_of(until + timedelta(days=1)))
    if officer := filters.get("officer"):
        events = events.filter(actor_id=officer)
    action = filters.get("action", "")
    if action.startswith("kind:"):
        return events.filter(kind=action.removeprefix("kind:"))
    return events.filter(action=action) if action else events


def _today() -> date:
    return law.local_day(clock.now(), node.current().partner)


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=law.partner(node.current().partner).zone)
