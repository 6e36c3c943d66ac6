"""The gateway's own log and counts, for supervisors. Reading them is itself recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from egnatia import audit, law
from egnatia.accounts.policy import officer_required
from egnatia.audit.catalogue import event_types
from egnatia.audit.models import Event
from egnatia.base import clock, node
from egnatia.lawenforcement.forms import LogForm
from egnatia.lawenforcement.queries.log import log_events
from egnatia.lawenforcement.queries.statistics import count_year
from egnatia.lawenforcement.rules import OVERSEE
from egnatia.lawenforcement.views.pages import PER_PAGE, unstored

_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event with the elements of art. 51(2)."""

    at: datetime
    text: str
    by: str
    number: str
    file_number: str
    offence: str
    unit: str
    urgent: bool
    why: str


@require_safe
@officer_required(OVERSEE)
def log_page(request: HttpRequest) -> HttpResponse:
    """Every step and read, the latest first; of one request where its number is given."""
    officer: Any = request.user
    form = LogForm(request.GET if request.GET.get("number") else None)
    number = form.cleaned_data["number"] if form.is_bound and form.is_valid() else ""
    page = Paginator(log_events(officer, number=number), PER_PAGE).get_page(request.GET.get("page"))
    audit.record("lawenforcement.log.read", officer=officer, request_number=number, page=page.number)
    lines = [_line(event) for event in page]
    return unstored(render(request, "lawenforcement/log.html", {"form": form, "page": page, "lines": lines}))


@require_safe
@officer_required(OVERSEE)
def statistics(request: HttpRequest) -> HttpResponse:
    """A year's counts, for the report of Eurodac art. 57(8)."""
    officer: Any = request.user
    this_year = law.local_day(clock.now(), node.current().partner).year
    text = request.GET.get("year", "")
    wanted = int(text) if text.isdecimal() and len(text) == 4 else this_year
    year = min(max(wanted, _FIRST_YEAR), this_year)
    counts = count_year(officer, year)
    audit.record("lawenforcement.log.read", officer=officer, counts_of=year)
    offences = [(law.offences()[code].name, count) for code, count in counts.by_offence.items()]
    context = {
        "counts": counts,
        "offences": offences,
        "earlier": year - 1 if year > _FIRST_YEAR else None,
        "later": year + 1 if year < this_year else None,
    }
    return unstored(render(request, "lawenforcement/statistics.html", context))


def _line(event: Event) -> LogLine:
    details = event.details or {}
    known = event_types().get(event.action)
    offence = law.offences().get(details.get("offence", ""))
    return LogLine(
        at=event.at,
        text=gettext(known.text) if known else event.action,
        by=event.actor_label,
        number=details.get("number", ""),
        file_number=details.get("file_number") or "",
        offence=offence.name if offence else "",
        unit=details.get("unit", ""),
        urgent=bool(details.get("urgent")),
        why=event.why,
    )
