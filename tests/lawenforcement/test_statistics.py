"""Letter (t) from what the law-enforcement gateway itself writes: own requests, and questions between partners, both ways."""

from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from egnatia.base import clock
from egnatia.exchange.messages.law_enforcement import LawVerification
from egnatia.exchange.messages.service import Refusal
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.jobs import erase_law_enforcement_copies
from egnatia.lawenforcement.models import Hit, ReceivedMatch, ReceivedQuestion
from egnatia.oversight.commands import app
from egnatia.oversight.counting import count_month
from egnatia.oversight.months import Month, this_month
from egnatia.oversight.release import release
from tests.exchange.conftest import Neighbour
from tests.exchange.gateways.conftest import EVERYBODY
from tests.exchange.steps import reply
from tests.lawenforcement.partners import CONFIRM, answer_question, ask, confirm, match, sent

pytestmark = pytest.mark.django_db

ASKED, RECEIVED = "asked", "received"


def between(month: Month | None = None) -> dict[str, dict[str, int | None]]:
    figure = count_month(month or this_month()).figures["t.between"]
    return {who: {what: count for what in figure.labels[1] if (count := figure.value(who, what))} for who in figure.labels[0]}


def test_a_request_is_one_and_its_questions_are_as_many_as_partners(
    federation: Any,
    searched: Any,
) -> None:
    federation.hold(agreements=EVERYBODY)
    searched(seed=1)
    figures = count_month(this_month()).figures
    assert figures["t"].total == 1 and between() == {ASKED: {"open": 2}, RECEIVED: {}}
    answer_question(federation.law["RS"])
    reply(federation.law["AL"], sent("law.question"), Refusal(code="exchange.purpose_not_allowed", message="No."))
    assert between()[ASKED] == {"no_hit": 2}


def test_a_partners_hit_counts_with_the_verdict_and_stays(
    serbia: Neighbour,
    searched: Any,
    law_examiner: Any,
) -> None:
    request = searched(seed=1)
    answer_question(serbia, match(1))
    assert between()[ASKED] == {"open": 1}
    record_verdict(law_examiner, Hit.objects.get(), *CONFIRM)
    assert between()[ASKED] == {"hit": 1}
    month = this_month()
    with clock.frozen(request.erase_on + timedelta(hours=1)):
        erase_law_enforcement_copies()
    assert between(month)[ASKED] == {"hit": 1}


def test_what_was_erased_unseen_did_not_hit(serbia: Neighbour, searched: Any) -> None:
    request = searched(seed=1)
    answer_question(serbia, match(1))
    month = this_month()
    with clock.frozen(request.erase_on + timedelta(hours=1)):
        erase_law_enforcement_copies()
    assert between(month)[ASKED] == {"no_hit": 1}


def test_what_a_partners_police_asked_here(serbia: Neighbour, sign: Any) -> None:
    sign(seed=1, take=0)
    ask(serbia, 2)
    ask(serbia, 1)
    assert between() == {ASKED: {}, RECEIVED: {"no_hit": 1, "open": 1}}
    confirm(serbia, ReceivedMatch.objects.get().reference)
    assert between()[RECEIVED] == {"no_hit": 1, "hit": 1}
    assert count_month(this_month()).figures["t"].total == 0, "it is in the partner's own (t)"


def test_an_urgent_one_counts_once_it_is_approved(serbia: Neighbour, sign: Any) -> None:
    sign(seed=1, take=0)
    ask(serbia, 1, urgent=True, verified=None)
    assert between()[RECEIVED] == {}
    month_asked, later = this_month(), ReceivedQuestion.objects.get().received_at + timedelta(days=40)
    serbia.say(LawVerification(outcome="approved", decided_at=clock.now()), purpose="LEA")
    assert between()[RECEIVED] == {"open": 1}
    ReceivedQuestion.objects.update(verified_at=later)
    assert between(month_asked)[RECEIVED] == {}
    with clock.frozen(later):
        assert between()[RECEIVED] == {"open": 1}, "in the month of the later of the two"


def test_one_that_was_not_justified_is_in_neither(serbia: Neighbour, sign: Any) -> None:
    ask(serbia, 1, urgent=True, verified=None)
    serbia.say(LawVerification(outcome="unjustified", decided_at=clock.now()), purpose="LEA")
    assert between()[RECEIVED] == {}


def test_it_is_shown_here_and_not_handed_out(
    serbia: Neighbour,
    supervisor: Any,
    operator: Any,
    client: Any,
) -> None:
    ask(serbia, 2)
    assert "t" in release(count_month(this_month())).figures
    assert "t.between" not in release(count_month(this_month())).figures
    client.force_login(supervisor)
    page = client.get(f"/statistics/{this_month().code}/").content.decode()
    assert "A partner&#x27;s police asked here" in page
    told = CliRunner().invoke(app, ["statistics", "show", this_month().code], catch_exceptions=False).output
    assert "(t) Law enforcement: questions to partners and from them: 1" in told
