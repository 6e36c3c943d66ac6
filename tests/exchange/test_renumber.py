"""Messages whose number a partner has seen with other content: this node was restored from an older backup."""

from typing import Any
from uuid import UUID

import pytest

from egnatia.audit.models import Event
from egnatia.base.ids import new_id
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.service import MessageDropped, Ping, Pong, Receipt, Refusal
from egnatia.exchange.models import LogEntry, OutboxMessage
from egnatia.persons.actions.erase_data_set import erase_data_set
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import reply, waiting_for

pytestmark = pytest.mark.django_db
REUSED = Refusal(code="exchange.number_reused", message="Used.")


@pytest.fixture
def pings(serbia: Neighbour) -> list[OutboxMessage]:
    """Three in one correspondence; the partner saw two numbers of it that are not in this backup."""
    correspondence: UUID = new_id()
    return [send_message(serbia.partner, Ping(), correspondence=correspondence) for _ in range(3)]


def numbers(pings: list[OutboxMessage]) -> list[int]:
    for ping in pings:
        ping.refresh_from_db()
    return [ping.number for ping in pings]


def test_it_goes_on_till_the_partner_accepts(serbia: Neighbour, pings: list[OutboxMessage]) -> None:
    first = pings[0]
    for attempt in (1, 2):
        reply(serbia, first, REUSED)
        assert numbers(pings) == [1 + attempt, 2 + attempt, 3 + attempt]
        assert (first.state, first.attempts, first.last_problem) == ("waiting", attempt, "exchange.number_reused")
        assert first.next_attempt_at is not None
    assert [serbia.read(ping).number for ping in pings] == [3, 4, 5], "the letters say so, and are genuine"
    assert [serbia.read(ping).id for ping in pings] == [ping.pk for ping in pings]
    for ping in pings:
        reply(serbia, ping, Pong())
    assert not OutboxMessage.objects.exclude(state="answered").exists()
    assert Event.objects.filter(action="exchange.message.renumbered").count() == 2


def test_every_letter_is_in_the_log(serbia: Neighbour, pings: list[OutboxMessage]) -> None:
    before = set(LogEntry.objects.values_list("digest", flat=True))
    reply(serbia, pings[0], REUSED)
    numbers(pings)
    written = list(LogEntry.objects.exclude(digest__in=before).order_by("id").values_list("digest", flat=True))
    assert written[1:] == [ping.digest for ping in pings] and len(written) == 4, "the refusal, then what was signed anew"


def test_only_what_comes_after_it_is_shifted(serbia: Neighbour, pings: list[OutboxMessage]) -> None:
    elsewhere = send_message(serbia.partner, Ping(), correspondence=new_id())
    reply(serbia, pings[0], Pong())
    pings[1].refresh_from_db()
    reply(serbia, pings[1], REUSED)
    assert numbers([*pings, elsewhere]) == [1, 3, 4, 1]
    following = send_message(serbia.partner, Ping(), correspondence=pings[0].correspondence)
    assert following.number == 5


def test_what_was_dropped_makes_room(serbia: Neighbour, pings: list[OutboxMessage]) -> None:
    drop_message(None, pings[1], "Not wanted")
    stand_in = OutboxMessage.objects.get(kind=MessageDropped.kind)
    reply(serbia, pings[0], REUSED)
    assert numbers([*pings, stand_in]) == [2, 3, 4, 3]
    reply(serbia, pings[0], Pong())
    reply(serbia, stand_in, Receipt())


def test_an_erasure_notice_arrives_and_ends_its_limit(serbia: Neighbour, register: Any) -> None:
    data_set = register(seed=3)
    reply(serbia, waiting_for(serbia, "search.question"), Refusal(code="exchange.fingers_unreadable", message="No."))
    erase_data_set(data_set)
    notice = waiting_for(serbia, "notice.erased")
    reply(serbia, notice, REUSED)
    assert Deadline.objects.get(rule="erasure_notice").met_at is None, "the partner has not heard of it"
    notice.refresh_from_db()
    reply(serbia, notice, Receipt())
    assert Deadline.objects.get(rule="erasure_notice").met_at is not None
