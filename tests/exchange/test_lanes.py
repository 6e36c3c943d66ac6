"""Delivery's own loop: order, pauses, who may go next; the partner is a dead address."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.exchange.actions.note_attempt import postpone
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.actions.suspend_partner import suspend_partner
from egnatia.exchange.delivery.lanes import Lane, deliver, wake_lanes
from egnatia.exchange.delivery.posting import open_client
from egnatia.exchange.messages.service import Ping, Refusal
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.queries import channels, find_next_to_deliver
from egnatia.exchange.schedule import longest_pause, pause_after
from tests.exchange.conftest import Neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def nowhere(serbia: Neighbour) -> Neighbour:
    """A partner at an address where nobody listens."""
    serbia.partner.url = "http://127.0.0.1:9"
    serbia.partner.save()
    return serbia


def test_pauses_double_up_to_the_longest() -> None:
    seconds = [pause_after(failures).total_seconds() for failures in (1, 2, 3, 4, 30)]
    assert all(0.8 * 2**step <= value <= 2**step for step, value in enumerate(seconds[:4]))
    assert 0.8 * 300 <= seconds[4] <= 300


def test_only_the_first_of_a_correspondence_may_go(serbia: Neighbour) -> None:
    one, other = new_id(), new_id()
    first, second = (send_message(serbia.partner, Ping(), correspondence=one) for _ in range(2))
    elsewhere = send_message(serbia.partner, Ping(), correspondence=other)
    assert [first.number, second.number, elsewhere.number] == [1, 2, 1]
    now = clock.now()
    assert find_next_to_deliver(serbia.partner, now) == [first]
    put_off = Refusal(code="exchange.quota_used", message="Used up.", final=False, retry_after_seconds=3600)
    postpone(first, put_off, "letter")
    assert find_next_to_deliver(serbia.partner, now) == [elsewhere], "what waits elsewhere isn't held up"
    OutboxMessage.objects.filter(pk=elsewhere.pk).update(state="answered")
    assert find_next_to_deliver(serbia.partner, now) == []
    assert find_next_to_deliver(serbia.partner, now + timedelta(hours=2)) == [first]


def test_many_that_are_held_up_hide_nobody(serbia: Neighbour) -> None:
    one, others = new_id(), [new_id() for _ in range(3)]
    first, *_ = (send_message(serbia.partner, Ping(), correspondence=one) for _ in range(70))
    last = [send_message(serbia.partner, Ping(), correspondence=other) for other in others]
    assert find_next_to_deliver(serbia.partner, clock.now(), at_most=3) == [first, *last[:2]]
    assert find_next_to_deliver(serbia.partner, clock.now(), at_most=100) == [first, *last]


def test_next_message_is_found_without_looking_at_all_that_wait(serbia: Neighbour) -> None:
    send_message(serbia.partner, Ping(), correspondence=new_id())
    with CaptureQueriesContext(connection) as asked:
        assert find_next_to_deliver(serbia.partner, clock.now())
    if connection.vendor != "sqlite":
        return  # its plans depend on how many rows there are
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "partner_id=? AND gateway=? AND state=?" in plan and "ORDER BY" not in plan, plan


def test_lanes_that_have_something_to_do(serbia: Neighbour, neighbour: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[Any] = []
    monkeypatch.setattr(Lane, "wake", lambda lane: woken.append(lane._partner_id))
    albania, bosnia = neighbour("AL").partner, neighbour("BA").partner
    for partner in (serbia.partner, serbia.partner, albania, bosnia):
        message = send_message(partner, Ping(), correspondence=new_id())
    postpone(message, Refusal(code="exchange.quota_used", message="Used up.", final=False, retry_after_seconds=3600), "letter")
    albania.next_attempt_at = clock.now() + timedelta(seconds=100)
    albania.save()
    assert wake_lanes(clock.now()) == 1 and woken == [serbia.partner.pk]
    assert wake_lanes(clock.now() + timedelta(seconds=200)) == 2
    assert wake_lanes(clock.now() + timedelta(hours=2)) == 3


def test_partner_that_is_away_is_left_alone_for_a_while(nowhere: Neighbour) -> None:
    message = send_message(nowhere.partner, Ping(), correspondence=new_id())
    with open_client() as client:
        assert deliver(client, nowhere.partner, [message]) is False
    nowhere.partner.refresh_from_db()
    message.refresh_from_db()
    assert (nowhere.partner.failures, nowhere.partner.last_failure) == (1, "exchange.unreachable")
    assert (message.state, message.attempts, message.last_problem) == ("waiting", 1, "exchange.unreachable")
    lane = Lane(nowhere.partner.pk)
    assert lane.deliver_next() is False
    message.refresh_from_db()
    assert message.attempts == 1, "not tried again at once"
    with clock.frozen(clock.now() + timedelta(seconds=2)):
        assert lane.deliver_next() is False
    message.refresh_from_db()
    assert message.attempts == 2
    assert {channel.code: channel.state for channel in channels()}["RS"] == "late"


def test_pause_set_by_a_wrong_clock_does_not_last(nowhere: Neighbour) -> None:
    message = send_message(nowhere.partner, Ping(), correspondence=new_id())
    nowhere.partner.next_attempt_at = clock.now() + longest_pause() + timedelta(minutes=1)
    nowhere.partner.save()
    assert Lane(nowhere.partner.pk).deliver_next() is False
    message.refresh_from_db()
    assert message.attempts == 1


def test_partner_that_speaks_is_tried_at_once(nowhere: Neighbour) -> None:
    nowhere.partner.failures, nowhere.partner.next_attempt_at = 5, clock.now() + timedelta(seconds=200)
    nowhere.partner.save()
    nowhere.say(Ping())
    nowhere.partner.refresh_from_db()
    assert (nowhere.partner.failures, nowhere.partner.next_attempt_at) == (0, None)


def test_suspended_partner_is_not_tried_and_nothing_is_lost(nowhere: Neighbour, administrator: Any) -> None:
    message = send_message(nowhere.partner, Ping(), correspondence=new_id())
    suspend_partner(administrator, nowhere.partner, "Keys may be lost")
    assert Lane(nowhere.partner.pk).deliver_next() is False
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)
