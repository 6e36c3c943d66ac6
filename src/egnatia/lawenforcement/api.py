"""Requests of police systems: submit one, look how far it is, read its answer; and for who oversees them, what partners asked.
Nobody verifies, examines or releases by a key.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from egnatia.accounts.api_auth import account_of, require_purpose
from egnatia.base.json_fields import REFUSALS
from egnatia.lawenforcement.actions.ask import ask
from egnatia.lawenforcement.actions.list_received import list_received
from egnatia.lawenforcement.actions.read_request import read_answer, read_request
from egnatia.lawenforcement.api_schemas import (
    AnswerOut,
    ReceivedOut,
    RequestIn,
    RequestOut,
    hit_out,
    received_out,
    request_out,
)
from egnatia.lawenforcement.queries.access import get_own_request
from egnatia.lawenforcement.rules import PURPOSE

router = Router(tags=["Law enforcement"])


@router.post(
    "/law-enforcement/requests",
    response={201: RequestOut, **REFUSALS},
    summary="Ask about one person in one case",
)
def post_law_enforcement_request(request: HttpRequest, asked: RequestIn) -> Status[RequestOut]:
    """Submitted to the verifying authority; an urgent one is searched at once. What the law refuses leaves no draft behind."""
    require_purpose(request, PURPOSE)
    submitted = ask(account_of(request), asked.facts(), asked.prints(), origin="api")
    return Status(201, request_out(submitted))


@router.get(
    "/law-enforcement/requests/{request_id}",
    response={200: RequestOut, **REFUSALS},
    summary="How far a request is",
)
def get_law_enforcement_request(request: HttpRequest, request_id: UUID) -> RequestOut:
    """State, verification, and when what was obtained is erased."""
    require_purpose(request, PURPOSE)
    return request_out(read_request(account_of(request), request_id))


@router.get(
    "/law-enforcement/requests/{request_id}/answer",
    response={200: AnswerOut, **REFUSALS},
    summary="The answer to a request",
)
def get_law_enforcement_answer(request: HttpRequest, request_id: UUID) -> AnswerOut:
    """Confirmed persons, each as the purpose allows. Every reading stands in the log."""
    require_purpose(request, PURPOSE)
    hits = read_answer(account_of(request), request_id)
    found = get_own_request(account_of(request), request_id)
    return AnswerOut(request=request_out(found), hits=[hit_out(one) for one in hits])


@router.get(
    "/law-enforcement/received",
    response={200: list[ReceivedOut], **REFUSALS},
    summary="What the police of partners asked",
)
def get_law_enforcement_received(request: HttpRequest, since: datetime | None = None) -> list[ReceivedOut]:
    """The record, the latest first, for a system of who oversees law enforcement; at most 1,000, `since` a moment."""
    require_purpose(request, PURPOSE)
    return [received_out(one) for one in list_received(account_of(request), since=since)]
