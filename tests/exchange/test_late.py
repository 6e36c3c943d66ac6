"""What is late is shown to whoever reads the exchange, with whose turn it is; and no link leads to what was erased."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.exchange.actions.dissolve_dead_links import dissolve_dead_links
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.commands import app
from egnatia.exchange.late import done_late, late_now
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import InboundMatch, PossibleMatch
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.mark_data_set import mark_data_set
from egnatia.persons.models import Link
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import reply, waiting

pytestmark = pytest.mark.django_db
run = CliRunner().invoke


def after(hours: float) -> Any:
    return clock.frozen(clock.now() + timedelta(hours=hours))


def turns() -> set[tuple[str, str, str]]:
    return {(one.turn, one.partner, one.limit) for one in late_now()}


def test_a_search_that_nobody_answers_is_the_partners(serbia: Neighbour, register: Any) -> None:
    register(seed=3)
    with after(23.9):
        assert turns() == set() and run(app, ["exchange", "late"]).exit_code == 0
    with after(24.1):
        assert turns() == {("partner", "RS", "search_answer")}
        shown = run(app, ["exchange", "late"])
        assert shown.exit_code == 1 and "RS  Answer to a search" in shown.output and "the partner's turn" in shown.output
        (facts,) = json.loads(run(app, ["exchange", "late", "--json"]).output)
        assert facts["limit"] == "search_answer" and facts["met_at"] is None


def test_what_was_asked_of_us_and_what_we_have_to_tell_is_ours(
    client: Any, serbia: Neighbour, told: InboundMatch, case_officer: Any, supervisor: Any, registration_officer: Any
) -> None:
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    mark_data_set(case_officer, told.data_set, "residence_document_issued")
    with after(72.1):
        assert {("own", "RS", "follow_up"), ("own", "RS", "marking_notice")} <= turns()
        client.force_login(supervisor)
        page = client.get(reverse("late_exchange")).content.decode()
        assert "Telling the partners of a marking or unmarking" in page and "Haddad" not in page
        client.force_login(registration_officer)
        assert client.get(reverse("late_exchange")).status_code == 403
        reply(serbia, waiting("notice.mark"), Receipt())
        assert ("own", "RS", "marking_notice") not in turns()
        assert [one.limit for one in done_late()] == ["marking_notice"], "the breach stays to be seen"


def test_data_that_we_asked_for_are_the_partners(
    serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any
) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    request_follow_up(case_officer, PossibleMatch.objects.get(), "To know")
    with after(48.1):
        assert ("partner", "RS", "follow_up") in turns()


def test_a_mark_that_was_never_sent_is_not_late_after_the_erasure(
    serbia: Neighbour, told: InboundMatch, case_officer: Any
) -> None:
    mark_data_set(case_officer, told.data_set, "residence_document_issued")
    erase_data_set(told.data_set, ground="citizenship", officer=case_officer)
    with after(72.1):
        limits = {limit for _, _, limit in turns()}
        assert "marking_notice" not in limits and "erasure_notice" in limits


def test_no_link_leads_to_what_was_erased(serbia: Neighbour, candidate: Candidate, examiner: Any) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    assert dissolve_dead_links() == 0
    PossibleMatch.objects.update(state=PossibleMatch.State.WITHDRAWN)  # as after a fault half-way
    assert dissolve_dead_links() == 1 and dissolve_dead_links() == 0
    assert Link.objects.get().state == "dissolved" and Event.objects.filter(action="exchange.link.was_dead").exists()
