"""The gateway's own log and counts, for supervisors. Reading them is itself recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from egnatia import audit, law
from egnatia.accounts.policy import may, officer_required
from egnatia.audit.catalogue import event_types
from egnatia.audit.models import Event
from egnatia.base import clock, node
from egnatia.exchange.log.evidence import PROVE
from egnatia.lawenforcement.forms import LogForm
from egnatia.lawenforcement.queries.log import log_events
from egnatia.lawenforcement.queries.statistics import count_year
from egnatia.lawenforcement.rules import OVERSEE
from egnatia.lawenforcement.views.pages import PER_PAGE, unstored

_FIRST_YEAR = 2000
#: Why something was erased, as `erase_copies` says it in a code.
_ERASED = {
    "month_over": gettext_noop("The month was over"),
    "never_searched": gettext_noop("It was never searched"),
    "refused": gettext_noop("It was not approved"),
    "unjustified": gettext_noop("The urgency was not justified"),
    "closed": gettext_noop("The request was closed"),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event with the elements of art. 51(2)."""

    at: datetime
    text: str
    by: str
    number: str
    file_number: str
    offence: str
    who: tuple[str, ...]
    urgent: bool
    why: tuple[str, ...]


@require_safe
@officer_required(OVERSEE)
def log_page(request: HttpRequest) -> HttpResponse:
    """Every step and read, the latest first; of one request where its number is given."""
    officer: Any = request.user
    form = LogForm(request.GET if request.GET.get("number") else None)
    number = form.cleaned_data["number"] if form.is_bound and form.is_valid() else ""
    page = Paginator(log_events(officer, number=number), PER_PAGE).get_page(request.GET.get("page"))
    audit.record("lawenforcement.log.read", officer=officer, request_number=number, page=page.number)
    context = {"form": form, "page": page, "lines": [_line(event) for event in page], "may_prove": may(officer, PROVE)}
    return unstored(render(request, "lawenforcement/log.html", context))


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
        who=_who(details),
        urgent=bool(details.get("urgent")),
        why=_why(event.why, details),
    )


def _who(details: dict[str, Any]) -> tuple[str, ...]:
    """Unit, who asked, who ordered, who verified."""
    partner = law.partners().get(details.get("partner", ""))
    said = (
        partner and gettext("Police of %(partner)s") % {"partner": partner.name},
        details.get("unit"),
        details.get("asked_by") and gettext("Asked by %(name)s") % {"name": details["asked_by"]},
        details.get("ordered_by") and gettext("Ordered by %(name)s") % {"name": details["ordered_by"]},
        details.get("verified_by") and gettext("Verified by %(name)s") % {"name": details["verified_by"]},
    )
    return tuple(one for one in said if one)


def _why(code: str, details: dict[str, Any]) -> tuple[str, ...]:
    """Words and codes of the step, then what was not searched before and on which ground."""
    refusal = law.verification_refusals().get(code)
    lines = [details.get("said") or "", refusal.name if refusal else gettext(_ERASED.get(code, code))]
    for check, reason in (details.get("not_searched_before") or {}).items():
        named = {"what": law.prior_checks()[check].name, "why": law.prior_check_reasons(check)[reason].name}
        lines.append(gettext("Not searched before: %(what)s. %(why)s") % named)
    return tuple(line for line in lines if line)
