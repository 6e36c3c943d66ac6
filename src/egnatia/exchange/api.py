"""Asking the region for connected systems: searches of a registration, and data about a confirmed match."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from egnatia.accounts import policy
from egnatia.accounts.api_auth import account_of, require_purpose, token_of
from egnatia.base.json_fields import REFUSALS
from egnatia.exchange.actions.decide_evidence import accept_evidence, refuse_evidence
from egnatia.exchange.actions.read_evidence import get_numbered_evidence, read_numbered_evidence
from egnatia.exchange.actions.read_numbered import (
    get_confirmed_match,
    get_numbered,
    read_numbered_follow_ups,
    read_numbered_searches,
)
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.send_evidence import Shown, send_evidence
from egnatia.exchange.actions.start_regional_search import start_regional_search
from egnatia.exchange.api_schemas import (
    DecisionIn,
    EvidenceIn,
    EvidenceListOut,
    EvidenceOut,
    FollowUpIn,
    FollowUpOut,
    FollowUpsOut,
    LateOut,
    QuotasOut,
    SearchesOut,
    SearchIn,
    SearchOut,
    evidence_out,
    follow_up_out,
    late_limit_out,
    quota_out,
    search_out,
)
from egnatia.exchange.late import late_now
from egnatia.exchange.quotas import quota_lines
from egnatia.persons.national_number import check_national_number

router = Router(tags=["The region"])


@router.post("/data-sets/{national_number}/searches", response={201: SearchOut, **REFUSALS}, summary="Ask the region")
def post_search(request: HttpRequest, national_number: str, search: SearchIn) -> Status[SearchOut]:
    """Ask every partner that may be asked, beside the search that each registration starts by itself.

    The answers come in by themselves: read them here again, or among the results.
    """
    require_purpose(request, search.purpose)
    account = account_of(request)
    data_set = get_numbered(account, check_national_number(national_number))
    started = start_regional_search(account, data_set, search.purpose, urgent=search.urgent, consent=search.consent)
    return Status(201, search_out(started))


@router.get("/exchange/late", response={200: LateOut, **REFUSALS}, summary="What is late between partners")
def get_late(request: HttpRequest) -> LateOut:
    """Limits that this node or a partner hasn't kept, the longest first; about nobody in particular."""
    policy.require(account_of(request), "exchange.read")
    return LateOut(late=[late_limit_out(one) for one in late_now()])


@router.get(
    "/data-sets/{national_number}/searches", response={200: SearchesOut, **REFUSALS}, summary="What the region answered"
)
def get_searches(request: HttpRequest, national_number: str) -> SearchesOut:
    """A row per partner, also of those that were not asked, with the reason; searches under the key's purposes only."""
    number = check_national_number(national_number)
    searches = read_numbered_searches(account_of(request), number, token_of(request).purposes)
    return SearchesOut(searches=[search_out(search) for search in searches])


@router.post(
    "/data-sets/{national_number}/follow-ups", response={201: FollowUpOut, **REFUSALS}, summary="Ask a partner for data"
)
def post_follow_up(request: HttpRequest, national_number: str, asked: FollowUpIn) -> Status[FollowUpOut]:
    """Only after an examiner has said that it is the same person, and under the purpose of the search that found it."""
    account = account_of(request)
    data_set = get_numbered(account, check_national_number(national_number))
    match = get_confirmed_match(data_set, asked.partner)
    require_purpose(request, match.target.search.purpose)
    follow_up = request_follow_up(account, match, asked.need, fields=asked.fields)
    return Status(201, follow_up_out(follow_up))


@router.get("/data-sets/{national_number}/follow-ups", response={200: FollowUpsOut, **REFUSALS}, summary="Data from partners")
def get_follow_ups(request: HttpRequest, national_number: str) -> FollowUpsOut:
    """What was asked for, and what was released or why not; under the key's purposes only."""
    number = check_national_number(national_number)
    follow_ups = read_numbered_follow_ups(account_of(request), number, token_of(request).purposes)
    return FollowUpsOut(follow_ups=[follow_up_out(follow_up) for follow_up in follow_ups])


@router.post(
    "/data-sets/{national_number}/evidence",
    response={201: EvidenceOut, **REFUSALS},
    summary="Tell a partner that its data are wrong",
)
def post_evidence(request: HttpRequest, national_number: str, told: EvidenceIn) -> Status[EvidenceOut]:
    """Only about data that the partner released after a verdict; the partner decides and corrects."""
    account = account_of(request)
    data_set = get_numbered(account, check_national_number(national_number))
    match = get_confirmed_match(data_set, told.partner)
    require_purpose(request, match.target.search.purpose)
    evidence = send_evidence(account, match, told.proposed, Shown(**told.shown.model_dump()))
    return Status(201, evidence_out(evidence))


@router.get(
    "/data-sets/{national_number}/evidence",
    response={200: EvidenceListOut, **REFUSALS},
    summary="Evidence that data are wrong",
)
def get_evidence(request: HttpRequest, national_number: str) -> EvidenceListOut:
    """What this node sent about partners' data of the person, and what partners sent about these; under the key's purposes."""
    number = check_national_number(national_number)
    found = read_numbered_evidence(account_of(request), number, token_of(request).purposes)
    return EvidenceListOut(evidence=[evidence_out(one) for one in found])


@router.post(
    "/data-sets/{national_number}/evidence/{evidence_id}/decision",
    response={200: EvidenceOut, **REFUSALS},
    summary="Decide on a partner's evidence",
)
def post_decision(request: HttpRequest, national_number: str, evidence_id: UUID, decision: DecisionIn) -> EvidenceOut:
    """Correct the registration by it, or say why not: once, within the limit, by a person of the connected system."""
    account, number = account_of(request), check_national_number(national_number)
    evidence = get_numbered_evidence(account, number, evidence_id, token_of(request).purposes)
    if decision.corrected is not None:
        return evidence_out(accept_evidence(account, evidence, decision.corrected))
    return evidence_out(refuse_evidence(account, evidence, decision.reason or ""))


@router.get("/quotas", response={200: QuotasOut, **REFUSALS}, summary="How often partners ask this node")
def get_quotas(request: HttpRequest) -> QuotasOut:
    """The public counter: a line per partner and purpose, today and the days before, against the day's quota."""
    return QuotasOut(quotas=[quota_out(line) for line in quota_lines()])
