"""What a partner has answered is sent to it again, as its node was restored from an older backup: nothing acts twice."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.resend_since import resend_since
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.commands import app
from egnatia.exchange.messages.measures import MeasureRequest
from egnatia.exchange.messages.service import MessageDropped, Ping, Pong, Receipt, Refusal
from egnatia.exchange.models import LogEntry, OutboxMessage, PossibleMatch, SearchTarget
from egnatia.exchange.queries import find_next_to_deliver
from egnatia.persons.actions.erase_data_set import erase_data_set
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import possible_match, reply, waiting_for

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


def again(serbia: Neighbour) -> int:
    return resend_since(None, serbia.partner, clock.now() - YESTERDAY)


def told(serbia: Neighbour, correspondence: UUID) -> OutboxMessage:
    """A message that is about no person, and goes again."""
    content = MeasureRequest(
        reference=new_id().hex, measure="joint_patrol", level="local", text="Two", due=clock.today(), withdrawn=False
    )
    return send_message(serbia.partner, content, correspondence=correspondence, purpose=content.fixed_purpose)


def state_of(message: OutboxMessage) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.last_problem


def test_the_same_letter_goes_again_and_its_answer_isnt_acted_on_twice(serbia: Neighbour, register: Any) -> None:
    register(seed=3)
    question = waiting_for(serbia, "search.question")
    reply(serbia, question, possible_match())
    question.refresh_from_db()
    letter, answered_at, answer = question.letter, question.answered_at, question.answer
    asked = waiting_for(serbia, "prints.request")
    assert again(serbia) == 1
    assert find_next_to_deliver(serbia.partner, clock.now(), at_most=9) == [question], "what comes after it waits for it"
    question.refresh_from_db()
    entries = LogEntry.objects.count()
    reply(serbia, question, possible_match())
    assert LogEntry.objects.count() == entries + 1, "the answer that came again is in the log"
    assert state_of(question) == ("answered", "")
    assert (question.letter, question.answered_at, question.answer) == (letter, answered_at, answer)
    assert PossibleMatch.objects.count() == 1 and SearchTarget.objects.get(question=question).state == "possible_match"
    assert waiting_for(serbia, "prints.request") == asked
    assert Event.objects.filter(action="exchange.search.answer_received").count() == 1


def test_a_notice_is_told_again_and_its_limit_stays_met(serbia: Neighbour, register: Any) -> None:
    data_set = register(seed=3)
    reply(serbia, waiting_for(serbia, "search.question"), possible_match())
    erase_data_set(data_set)
    notice = waiting_for(serbia, "notice.erased")
    reply(serbia, notice, Receipt())
    met = Deadline.objects.get(rule="erasure_notice").met_at
    assert again(serbia) == 1, "the letters that were emptied are skipped by the notice, which may skip"
    with clock.frozen(clock.now() + timedelta(hours=1)):
        notice.refresh_from_db()
        reply(serbia, notice, Receipt())
    assert Deadline.objects.get(rule="erasure_notice").met_at == met
    assert not OutboxMessage.objects.filter(kind=MessageDropped.kind).exists()


def test_only_since_then_and_nothing_that_is_told_anew_by_itself(serbia: Neighbour) -> None:
    early, late = told(serbia, new_id()), told(serbia, new_id())
    with clock.frozen(clock.now() - 2 * YESTERDAY):
        reply(serbia, early, Receipt())
    reply(serbia, late, Refusal(code="exchange.message_invalid", message="No."))
    reply(serbia, send_message(serbia.partner, Ping(), correspondence=new_id()), Pong())
    show_head_where_due()
    reply(serbia, waiting_for(serbia, "head.shown"), Refusal(code="witness.shortened", message="Less."))
    assert again(serbia) == 1
    assert (state_of(early)[0], state_of(late)[0]) == ("answered", "waiting")
    event = Event.objects.get(action="exchange.partner.resent_since")
    assert (event.details["messages"], event.details["partner"]) == (1, "RS")


def test_how_it_stands_afterwards(serbia: Neighbour) -> None:
    """What was taken once stays so, whatever the partner says now; what was refused may be taken now."""
    taken, refused = told(serbia, new_id()), told(serbia, new_id())
    reply(serbia, taken, Receipt())
    reply(serbia, refused, Refusal(code="exchange.message_invalid", message="No."))
    assert again(serbia) == 2
    taken.refresh_from_db()
    refused.refresh_from_db()
    reply(serbia, taken, Refusal(code="exchange.erased", message="Gone."))
    reply(serbia, refused, Refusal(code="exchange.message_invalid", message="No."))
    assert (state_of(taken), state_of(refused)) == (
        ("answered", "exchange.erased"), ("refused", "exchange.message_invalid"),
    )  # fmt: skip
    assert again(serbia) == 2
    refused.refresh_from_db()
    reply(serbia, refused, Receipt())
    assert state_of(refused) == ("answered", "")


def test_what_was_taken_and_is_sent_again_keeps_its_number(serbia: Neighbour) -> None:
    reused = Refusal(code="exchange.number_reused", message="Used.")
    taken = told(serbia, new_id())
    reply(serbia, taken, Receipt())
    again(serbia)
    taken.refresh_from_db()
    reply(serbia, taken, reused)
    assert state_of(taken) == ("answered", "exchange.number_reused") and taken.number == 1


def test_a_letter_that_was_emptied_has_a_stand_in_where_something_follows(serbia: Neighbour) -> None:
    correspondence = new_id()
    gone, kept = told(serbia, correspondence), told(serbia, correspondence)
    reply(serbia, gone, Receipt())
    reply(serbia, kept, Receipt())
    OutboxMessage.objects.filter(pk=gone.pk).update(letter=None, answer=None)
    assert again(serbia) == 2
    stand_in = OutboxMessage.objects.get(kind=MessageDropped.kind)
    assert (stand_in.number, stand_in.stand_in, state_of(gone)[0]) == (1, 1, "answered")
    assert find_next_to_deliver(serbia.partner, clock.now(), at_most=9) == [stand_in]
    reply(serbia, stand_in, Refusal(code="exchange.number_reused", message="It wasn't lost there."))
    kept.refresh_from_db()
    reply(serbia, kept, Receipt())
    assert again(serbia) == 2, "the stand-in again, none for it"
    assert OutboxMessage.objects.filter(kind=MessageDropped.kind).count() == 1


def test_one_that_is_dropped_then_has_had_its_answer(serbia: Neighbour, register: Any) -> None:
    register(seed=3)
    question = waiting_for(serbia, "search.question")
    reply(serbia, question, possible_match())
    again(serbia)
    question.refresh_from_db()
    drop_message(None, question, "Their node fails on it")
    assert SearchTarget.objects.get(question=question).state == "possible_match"


def test_command(serbia: Neighbour) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["exchange", "resend", *arguments], catch_exceptions=False)

    reply(serbia, told(serbia, new_id()), Receipt())
    yesterday = f"{clock.now() - YESTERDAY:%Y-%m-%d}"
    assert "RS  1 sent again" in run("RS", "--since", yesterday).output
    for arguments, code in (
        (("RS", "--since", "yesterday"), "exchange.moment_unreadable"),
        (("ALL", "--since", yesterday), "exchange.partner_not_named"),
    ):
        with pytest.raises(Problem) as caught:
            run(*arguments)
        assert caught.value.code == code


def test_nothing_goes_to_a_partner_that_is_suspended(serbia: Neighbour, case_officer: Any) -> None:
    with pytest.raises(Problem, match=r"^accounts\.not_allowed:"):
        resend_since(case_officer, serbia.partner, clock.now())
    serbia.partner.state = "suspended"
    with pytest.raises(Problem, match=r"^exchange\.channel_closed:"):
        again(serbia)
