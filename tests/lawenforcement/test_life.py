"""Whatever anybody tries, in whatever order: a request goes only where it may, and nothing is shown that mustn't be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.lawenforcement.actions.close_request import close_request, confirm_erasure
from egnatia.lawenforcement.actions.draft_request import change_draft, draft_request
from egnatia.lawenforcement.actions.keep_copies import keep_copies
from egnatia.lawenforcement.actions.read_request import read_answer
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.search_request import search_request
from egnatia.lawenforcement.actions.submit_request import submit_request
from egnatia.lawenforcement.actions.verify_request import refuse_request, verify_request
from egnatia.lawenforcement.jobs import erase_law_enforcement_copies, search_what_may_be_searched
from egnatia.lawenforcement.models import Hit, Request
from tests.lawenforcement.conftest import facts, prints_of

pytestmark = pytest.mark.django_db
S = Request.State

#: Where a request may go from each state in one step. An urgent one is searched while it is only submitted; what is past its
#: month is closed from anywhere; one without a possible match is answered by its search.
MAY_BECOME = {
    S.DRAFTED: {S.SUBMITTED},
    S.SUBMITTED: {S.VERIFIED, S.SEARCHED, S.ANSWERED, S.REFUSED, S.CLOSED},
    S.VERIFIED: {S.SEARCHED, S.ANSWERED, S.CLOSED},
    S.SEARCHED: {S.ANSWERED, S.REFUSED, S.CLOSED},
    S.ANSWERED: {S.REFUSED, S.CLOSED},
    S.CLOSED: {S.REFUSED},
    S.REFUSED: set(),
}
STEPS = (
    "change",
    "submit",
    "verify",
    "verify_by_own_unit",
    "refuse",
    "search",
    "job",
    "same",
    "second_same",
    "different",
    "keep",
    "close",
    "confirm",
    "a_day_later",
    "a_month_later",
)

#: Chance alone would seldom come far.
BEGUN = ((), ("submit",), ("submit", "job"), ("submit", "verify", "job"), ("submit", "verify", "job", "same"))


@pytest.fixture
def officers(police, verifier, law_examiner, second_law_examiner, make_officer) -> dict:
    colleague = make_officer("kole", "verifying_officer", unit=police.unit)
    return {"asks": police, "verifies": verifier, "first": law_examiner, "second": second_law_examiner, "colleague": colleague}


@given(
    urgent=st.booleans(),
    child=st.booleans(),
    begun=st.sampled_from(BEGUN),
    steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=12),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_request_goes_only_where_it_may(sign_once, officers, urgent, child, begun, steps):
    with _undone():
        request = _draft(officers["asks"], urgent=urgent, child=child)
        days = 0
        for step in (*begun, *steps):
            days += {"a_day_later": 1, "a_month_later": 33}.get(step, 0)
            with clock.frozen(request.drafted_at + timedelta(days=days)):
                request = _try(step, officers, request)
                _check(officers["asks"], request)


@pytest.fixture
def sign_once(sign):
    """A grown person with the prints that are asked about."""
    return sign(seed=1, take=0)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _draft(officer, *, urgent: bool, child: bool) -> Request:
    said = {"urgent": urgent, "urgent_because": "A hostage."} | ({"age": "child", "child_ground": "Filmed."} if child else {})
    return draft_request(officer, facts(**said), prints_of(1))


def _try(step: str, officers: dict, request: Request) -> Request:
    """The row after the step; a refused step changes nothing."""
    before = Request.objects.filter(pk=request.pk).values().get()
    act = _acts(officers, request)[step]
    try:
        with transaction.atomic():
            act()
    except Problem:
        assert Request.objects.filter(pk=request.pk).values().get() == before, f"{step} was refused and changed something"
    # A draft that nobody submitted in time is gone; what follows is tried with the next one.
    after = Request.objects.filter(pk=request.pk).first() or _draft(officers["asks"], urgent=request.urgent, child=False)
    if after.pk == request.pk and after.state != before["state"]:
        assert S(after.state) in MAY_BECOME[S(before["state"])], (step, before["state"], after.state)
    return after


def _acts(officers: dict, request: Request) -> dict[str, Callable[[], object]]:
    asks, verifies, colleague = officers["asks"], officers["verifies"], officers["colleague"]

    def judge(who: str, decision: str, reason: str) -> None:
        for hit in Hit.objects.filter(request=request):
            record_verdict(officers[who], hit, decision, reason)

    return {
        "change": lambda: change_draft(asks, request, facts(urgent=request.urgent, urgent_because="A hostage.")),
        "submit": lambda: submit_request(asks, request),
        "verify": lambda: verify_request(verifies, request),
        "verify_by_own_unit": lambda: verify_request(colleague, request),
        "refuse": lambda: refuse_request(verifies, request, "no_suspicion"),
        "search": lambda: search_request(request),
        "job": search_what_may_be_searched,
        "same": lambda: judge("first", "same", "details_agree_on_several_fingers"),
        "second_same": lambda: judge("second", "same", "details_agree_on_several_fingers"),
        "different": lambda: judge("second", "different", "details_disagree"),
        "keep": lambda: keep_copies(asks, request, "The trial begins."),
        "close": lambda: close_request(asks, request, "helped"),
        "confirm": lambda: confirm_erasure(asks, request),
        "a_day_later": erase_law_enforcement_copies,
        "a_month_later": erase_law_enforcement_copies,
    }


def _check(asks, request: Request) -> None:
    hits = list(Hit.objects.filter(request=request))
    approved = request.verification == Request.Verification.APPROVED
    if request.searched_at and not approved:
        assert request.urgent, "only an urgent one is searched before it is verified"
    if request.verification == Request.Verification.REFUSED:
        assert request.state == S.REFUSED and request.erased_at
        assert bool(request.told_to_erase_at) == bool(request.searched_at)
    if request.outcome:
        assert approved, "what came of it is said of a verified request"
    if request.verified_by_id:
        assert request.verified_by.unit_id != request.unit_id
    if request.erased_at:
        assert not hits and not request.prints.exists() and not request.kept_because
    elif request.submitted_at:
        assert request.erase_on, "everything that was submitted has a day on which it goes"
        assert request.erase_on > clock.now() - timedelta(days=1) or request.state == S.DRAFTED
    for hit in hits:
        assert (hit.released is not None) == (hit.state == Hit.State.SAME)
    try:
        shown = read_answer(asks, request.pk)
    except Problem as problem:
        assert problem.code == "lawenforcement.answer.not_verified" and request.verify_by < clock.now()
    else:
        assert all(hit.state == Hit.State.SAME for hit in shown)
        if shown:
            assert approved or (request.urgent and clock.now() <= request.verify_by)
