"""Requests from partners: what was asked of us, data to release or refuse, standing rules."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.exchange import queries
from egnatia.exchange.actions.refuse_follow_up import refuse_follow_up
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.set_standing_rule import end_standing_rule, set_standing_rule
from egnatia.exchange.field_names import field_name, refusal_name
from egnatia.exchange.forms import RefusalForm, ReleaseForm, RuleForm
from egnatia.exchange.late import done_late, late_now
from egnatia.exchange.models import FollowUp, StandingRule
from egnatia.exchange.queries import newest_version
from egnatia.exchange.views import officer_of
from egnatia.persons.models import DataSet

_PER_PAGE = 25


@officer_required("exchange.read")
def partner_requests(request: HttpRequest) -> HttpResponse:
    """Requests for data, those that wait first."""
    page = Paginator(queries.follow_ups_asked_of_us(), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/requests.html", {"page": page, "current": "requests"})


@officer_required("exchange.read")
def partner_searches(request: HttpRequest) -> HttpResponse:
    """What was searched, by whom, under which purpose, and what we answered."""
    page = Paginator(queries.searches_asked_of_us(), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/partner_searches.html", {"page": page, "current": "searches"})


@officer_required("exchange.read")
def late(request: HttpRequest) -> HttpResponse:
    """Limits between the partners that weren't kept, by this node or by another as far as this one knows."""
    rows = late_now()
    context = {"page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")), "done": done_late(), "current": "late"}
    return render(request, "exchange/late.html", context)


@officer_required("exchange.read")
def partner_request(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """One request: release all or part of it, or refuse it."""
    follow_up = queries.get_follow_up_asked_of_us(follow_up_id)
    assert follow_up.inbound_match is not None  # noqa: S101  (asked of us)
    match = follow_up.inbound_match
    data_set = newest_version(match.data_set)
    may_release = policy.may(request.user, "exchange.release") and follow_up.state == FollowUp.State.REQUESTED
    forms = _forms(request, follow_up, data_set) if may_release else (None, None)
    if request.method == "POST" and may_release and _decide(request, follow_up, *forms):
        return redirect("partner_requests")
    context = {
        "follow_up": follow_up,
        "partner": law.partner(follow_up.partner.code),
        "purpose": law.purpose(match.search.purpose),
        "match": match,
        "data_set": data_set,
        "fields_asked": [field_name(field) for field in follow_up.fields],
        "fields_released": [field_name(field) for field in follow_up.released],
        "refusal": refusal_name(follow_up.refusal_reason) if follow_up.refusal_reason else "",
        "release_form": forms[0],
        "refusal_form": forms[1],
    }
    return render(request, "exchange/request.html", context)


@officer_required("exchange.read")
def standing_rules(request: HttpRequest) -> HttpResponse:
    """The rules in force; an administrator sets and ends them."""
    may_set = policy.may(request.user, "exchange.rules")
    form = RuleForm(request.POST or None) if may_set else None
    if request.method == "POST" and form is not None and form.is_valid():
        values = form.cleaned_data
        try:
            set_standing_rule(officer_of(request), values["partner"], values["purpose"], values["fields_released"])
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The rule is in force from now on."))
            return redirect("standing_rules")
    rules = [
        {"rule": rule, "purpose": law.purpose(rule.purpose), "fields": [field_name(field) for field in rule.fields]}
        for rule in queries.rules_in_force()
    ]
    return render(request, "exchange/rules.html", {"rules": rules, "form": form, "current": "rules"})


@officer_required("exchange.rules")
def end_rule(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """End a rule, after a look at it."""
    rule = StandingRule.objects.select_related("partner").filter(pk=rule_id).first()
    if rule is None:
        raise not_found("exchange.rule")
    if request.method == "POST":
        end_standing_rule(officer_of(request), rule)
        messages.success(request, _("The rule has ended: a person decides from now on."))
        return redirect("standing_rules")
    return render(request, "exchange/end_rule.html", {"rule": rule, "purpose": law.purpose(rule.purpose)})


def _forms(request: HttpRequest, follow_up: FollowUp, data_set: DataSet | None) -> tuple[ReleaseForm | None, RefusalForm]:
    """The form to release, where there is still something to release, and the one to refuse; the one that was sent filled."""
    assert follow_up.inbound_match is not None  # noqa: S101  (asked of us)
    purpose, sent = follow_up.inbound_match.search.purpose, request.POST.get("decision")
    release = (
        ReleaseForm(
            request.POST if sent == "release" else None,
            follow_up=follow_up,
            data_set=data_set,
            purpose=purpose,
            officer=request.user,
        )
        if data_set
        else None
    )
    return release, RefusalForm(request.POST if sent == "refuse" else None)


def _decide(request: HttpRequest, follow_up: FollowUp, release: ReleaseForm | None, refuse: RefusalForm | None) -> bool:
    """Do what was decided; False where the form has to be shown again."""
    try:
        if release is not None and release.is_bound and release.is_valid():
            release_follow_up(officer_of(request), follow_up, release.cleaned_data["released"])
            messages.success(request, _("The data are released and on their way."))
            return True
        if refuse is not None and refuse.is_bound and refuse.is_valid():
            refuse_follow_up(officer_of(request), follow_up, refuse.cleaned_data["reason"])
            messages.success(request, _("The request is refused; the partner is told why."))
            return True
    except Problem as problem:
        sent = release if release is not None and release.is_bound else refuse
        if sent is None:
            raise
        sent.add_problem(problem)
    return False
