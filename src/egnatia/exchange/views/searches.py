"""Pages of a regional search: a row per partner, data asked for, data arrived."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.exchange.actions.read_search import get_match, read_follow_up, read_searches
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.start_regional_search import start_regional_search
from egnatia.exchange.field_names import field_name, refusal_name
from egnatia.exchange.forms import FollowUpRequestForm, SearchForm
from egnatia.exchange.messages.evidence import EVIDENCE_FIELDS
from egnatia.exchange.models import Evidence, FollowUp, RegionalSearch, SearchTarget
from egnatia.exchange.page_rows import data_rows, search_rows
from egnatia.exchange.queries import latest_evidence
from egnatia.exchange.views import officer_of


@officer_required("person.read")
def regional_search(request: HttpRequest, data_set_id: UUID) -> HttpResponse:
    """The latest search of a registration and the earlier ones; with POST the region is asked anew.

    Asked for by htmx it gives the rows alone, which a page with open answers fetches again every few seconds.
    """
    data_set, searches = read_searches(officer_of(request), data_set_id)
    form = SearchForm(request.POST or None, initial={"purpose": "MIG"})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            start_regional_search(
                officer_of(request), data_set, values["purpose"], urgent=values["urgent"], consent=values["consent"]
            )
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The region is being asked. Answers appear here as they come."))
            return redirect("regional_search", data_set.pk)
    context = {
        "data_set": data_set,
        "latest": _shown(searches[0]) if searches else None,
        "earlier": [_shown(search) for search in searches[1:]],
        "form": form,
        "may_search": policy.may(request.user, "exchange.search") and data_set.is_active,
        "may_ask": policy.may(request.user, "exchange.follow_up"),
        "may_examine": policy.may(request.user, "examine.verdict"),
    }
    part = request.headers.get("HX-Request") and request.method == "GET"
    return render(request, "exchange/_search_rows.html" if part else "exchange/regional_search.html", context)


@officer_required("exchange.follow_up")
def ask_follow_up(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """Ask the owner for data about a confirmed match."""
    match = get_match(officer_of(request), match_id)
    form = FollowUpRequestForm(request.POST or None, match=match, officer=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            request_follow_up(officer_of(request), match, form.cleaned_data["need"], fields=form.cleaned_data["fields_asked"])
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The partner has been asked. The data appear here when they are released."))
            return redirect("regional_search", match.target.search.data_set_id)
    context = {"match": match, "partner": law.partner(match.target.partner_code), "form": form}
    return render(request, "exchange/ask_follow_up.html", context)


@officer_required("person.read")
def arrived(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """The data that a partner released, and what it didn't."""
    follow_up = read_follow_up(officer_of(request), follow_up_id)
    evidence = latest_evidence(follow_up)
    waits = evidence is not None and evidence.state == Evidence.State.SENT
    told = follow_up.state == FollowUp.State.RELEASED and not set(EVIDENCE_FIELDS).isdisjoint(follow_up.released)
    context = {
        "evidence": evidence,
        "may_read_evidence": policy.may(request.user, "exchange.read"),
        "may_send_evidence": told and not waits and policy.may(request.user, "exchange.follow_up"),
        "follow_up": follow_up,
        "partner": law.partner(follow_up.partner.code),
        "rows": data_rows(follow_up.data or {}),
        "withheld": [field_name(field) for field in follow_up.fields if field not in follow_up.released],
        "refusal": refusal_name(follow_up.refusal_reason) if follow_up.refusal_reason else "",
        "data_set": follow_up.possible_match.target.search.data_set if follow_up.possible_match else None,
    }
    return render(request, "exchange/arrived.html", context)


def _shown(search: RegionalSearch) -> dict[str, object]:
    rows = search_rows(search)
    return {
        "search": search,
        "purpose": law.purpose(search.purpose),
        "rows": rows,
        "is_open": any(row.state in (SearchTarget.State.WAITING,) or row.is_moving for row in rows),
    }
