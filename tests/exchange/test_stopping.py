"""Parking, resending and giving up messages: what waits with them, what goes on, and in which order."""

from datetime import timedelta
from typing import Any

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.note_attempt import postpone
from egnatia.exchange.actions.park_message import park_message
from egnatia.exchange.actions.resend_message import resend_all, resend_message
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.actions.suspend_partner import suspend_partner
from egnatia.exchange.actions.tell_figures import tell_figures
from egnatia.exchange.messages.search import SearchAnswer
from egnatia.exchange.messages.service import MessageDropped, Ping, Receipt, Refusal
from egnatia.exchange.models import OutboxMessage, SearchTarget
from egnatia.exchange.queries import find_next_to_deliver
from egnatia.persons.actions.erase_data_set import erase_data_set
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import reply, waiting

pytestmark = pytest.mark.django_db
WHY = "The partner's node chokes on it"


@pytest.fixture
def pings(serbia: Neighbour) -> list[OutboxMessage]:
    """Three of one correspondence, then one of another."""
    one = new_id()
    return [send_message(serbia.partner, Ping(), correspondence=correspondence) for correspondence in (one, one, one, new_id())]


def next_of(partner: Neighbour) -> OutboxMessage | None:
    return next(iter(find_next_to_deliver(partner.partner, clock.now())), None)


def stand_in() -> OutboxMessage:
    return OutboxMessage.objects.get(kind="message.dropped")


class TestPark:
    def test_what_comes_after_it_waits_and_everything_else_goes_on(
        self, serbia: Neighbour, pings: list[OutboxMessage], administrator: Any
    ) -> None:
        first, second, _third, elsewhere = pings
        park_message(administrator, first, f" {WHY} ")
        assert (first.state, first.stopped_by, first.stopped_because) == ("parked", administrator, WHY)
        assert first.stopped_at is not None
        assert next_of(serbia) == elsewhere
        OutboxMessage.objects.filter(pk=elsewhere.pk).update(state="answered")
        assert next_of(serbia) is None
        resend_message(administrator, first)
        assert (first.state, first.stopped_at, first.stopped_by, first.stopped_because) == ("waiting", None, None, "")
        assert next_of(serbia) == first
        OutboxMessage.objects.filter(pk=first.pk).update(state="answered")
        assert next_of(serbia) == second

    def test_it_is_logged_with_the_reason(self, pings: list[OutboxMessage], administrator: Any) -> None:
        park_message(administrator, pings[0], WHY)
        event = Event.objects.get(action="exchange.message.parked")
        assert (event.why, event.actor_label, event.subject_id) == (WHY, "ada", str(pings[0].pk))
        resend_message(None, pings[0])
        assert Event.objects.get(action="exchange.message.resent").details["parked"] is True

    def test_answer_that_was_under_way_ends_it(self, serbia: Neighbour, register: Any) -> None:
        register(seed=3)
        question = waiting("search.question")
        park_message(None, question, WHY)
        reply(serbia, question, SearchAnswer(result="no_match"))
        question.refresh_from_db()
        assert question.state == "answered" and SearchTarget.objects.get(partner_code="RS").state == "no_match"
        with pytest.raises(Problem, match=r"^exchange\.message\.ended:"):
            park_message(None, question, WHY)
        with pytest.raises(Problem, match=r"^exchange\.message\.ended:"):
            resend_message(None, question)

    def test_erasure_withdraws_what_is_parked(self, serbia: Neighbour, register: Any) -> None:
        data_set = register(seed=3)
        question = waiting("search.question")
        park_message(None, question, WHY)
        erase_data_set(data_set)
        question.refresh_from_db()
        assert (question.state, question.letter) == ("withdrawn", None)
        notice = next_of(serbia)
        assert notice is not None and notice.kind == "notice.erased"

    def test_nothing_newer_is_told_while_figures_are_parked(self, serbia: Neighbour) -> None:
        assert tell_figures() == 1
        park_message(None, waiting("figures"), WHY)
        with clock.frozen(clock.now() + timedelta(days=2)):
            assert tell_figures() == 0

    def test_reason_is_needed(self, pings: list[OutboxMessage]) -> None:
        for stop in (park_message, drop_message):
            with pytest.raises(Problem, match=r"^exchange\.reason_missing:"):
                stop(None, pings[0], "  ")
        assert OutboxMessage.objects.filter(state="waiting").count() == 4


class TestResend:
    def test_partner_that_rests_is_tried_now(self, serbia: Neighbour, pings: list[OutboxMessage], administrator: Any) -> None:
        later = clock.now() + timedelta(seconds=200)
        serbia.partner.failures, serbia.partner.next_attempt_at = 5, later
        serbia.partner.save()
        postpone(pings[0], Refusal(code="exchange.quota_used", message="No.", final=False, retry_after_seconds=3600), "letter")
        park_message(administrator, pings[3], WHY)
        assert resend_all(administrator, serbia.partner) == 3
        serbia.partner.refresh_from_db()
        assert (serbia.partner.failures, serbia.partner.next_attempt_at) == (5, None)
        assert next_of(serbia) == pings[0]
        pings[3].refresh_from_db()
        assert pings[3].state == "parked", "stopped for a reason of its own"

    def test_suspended_partner_gets_nothing(self, serbia: Neighbour, pings: list[OutboxMessage], administrator: Any) -> None:
        suspend_partner(administrator, serbia.partner, "Keys may be lost")
        with pytest.raises(Problem, match=r"^exchange\.channel_closed:"):
            resend_all(administrator, serbia.partner)


class TestOrderAfterADrop:
    """The dropped number is taken by a message that says nothing, as soon as something follows."""

    def test_what_follows_already(self, serbia: Neighbour, pings: list[OutboxMessage]) -> None:
        first, second, *_ = pings
        drop_message(None, first, WHY)
        filler = stand_in()
        assert (filler.number, filler.correspondence, filler.stand_in) == (1, first.correspondence, 1)
        assert serbia.read(filler).to_body()["content"] == {}
        reply(serbia, filler, Receipt())
        assert next_of(serbia) == second

    def test_nothing_follows_yet(self, serbia: Neighbour, pings: list[OutboxMessage]) -> None:
        last = pings[2]
        drop_message(None, last, WHY)
        assert not OutboxMessage.objects.filter(kind="message.dropped").exists()
        after = send_message(serbia.partner, Ping(), correspondence=last.correspondence)
        assert (stand_in().number, after.number) == (3, 4)
        send_message(serbia.partner, Ping(), correspondence=last.correspondence)
        assert OutboxMessage.objects.filter(kind="message.dropped").count() == 1

    def test_stand_in_can_be_dropped_too(self, serbia: Neighbour, pings: list[OutboxMessage]) -> None:
        drop_message(None, pings[0], WHY)
        drop_message(None, stand_in(), WHY)
        again = OutboxMessage.objects.get(kind="message.dropped", state="waiting")
        assert (again.number, again.stand_in) == (1, 2), "something still follows"

    def test_gap_that_nobody_saw_is_filled_when_the_partner_misses_it(
        self, serbia: Neighbour, pings: list[OutboxMessage]
    ) -> None:
        """Two processes: one drops a message while the other makes the next one."""
        OutboxMessage.objects.filter(pk=pings[0].pk).update(state="dropped")
        postpone(pings[1], Refusal(code="exchange.out_of_order", message="Early.", final=False), "letter")
        assert next_of(serbia) in (stand_in(), pings[3])
        postpone(pings[1], Refusal(code="exchange.out_of_order", message="Early.", final=False), "letter")
        assert stand_in().number == 1

    def test_erasure_notice_needs_none(self, serbia: Neighbour, register: Any) -> None:
        data_set = register(seed=3)
        drop_message(None, waiting("search.question"), WHY)
        erase_data_set(data_set)
        assert list(OutboxMessage.objects.filter(state="waiting").values_list("kind", "number")) == [("notice.erased", 2)]
        dropped = OutboxMessage.objects.get(state="dropped")
        assert (dropped.letter, dropped.stopped_because) == (None, WHY)

    def test_receiver_takes_what_follows(self, serbia: Neighbour) -> None:
        assert serbia.say(Ping(), number=2).code == "exchange.out_of_order"
        assert serbia.say(MessageDropped(), number=1).content.kind == "receipt"
        assert serbia.say(Ping(), number=2).content.kind == "pong"

    def test_what_had_arrived_is_known_by_the_refusal(self, serbia: Neighbour, pings: list[OutboxMessage]) -> None:
        assert serbia.say(Ping(), number=1).status == 200
        refusal = serbia.say(MessageDropped(), number=1)
        assert (refusal.status, refusal.code) == (422, "exchange.number_reused")
        drop_message(None, pings[0], WHY)
        reply(serbia, stand_in(), refusal.content)
        pings[0].refresh_from_db()
        assert (pings[0].state, pings[0].last_problem) == ("dropped", "exchange.arrived_before_dropped")
        assert Event.objects.filter(action="exchange.message.dropped_too_late").count() == 1
        assert next_of(serbia) == pings[1]


@pytest.mark.parametrize("who", ["registration_officer", "case_officer", "supervisor", "examiner"])
def test_only_who_manages_partners(serbia: Neighbour, pings: list[OutboxMessage], who: str, request: Any) -> None:
    officer = request.getfixturevalue(who)
    for act in (
        lambda: park_message(officer, pings[0], WHY),
        lambda: drop_message(officer, pings[0], WHY),
        lambda: resend_message(officer, pings[0]),
        lambda: resend_all(officer, serbia.partner),
    ):
        with pytest.raises(Problem, match=r"^accounts\.not_allowed:"):
            act()
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"waiting"}


def test_dropped_figures_are_told_anew(serbia: Neighbour) -> None:
    assert tell_figures() == 1
    drop_message(None, waiting("figures"), WHY)
    assert tell_figures() == 0, "not at once"
    with clock.frozen(clock.now() + timedelta(seconds=301)):
        assert tell_figures() == 1
