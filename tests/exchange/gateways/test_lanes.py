"""A lane for each partner and gateway: neither waits for the other, each numbers for itself."""

from datetime import timedelta
from typing import Any

import pytest

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.note_fault import note_fault
from egnatia.exchange.actions.resend_message import resend_all, resend_message
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.conduct import is_throttled
from egnatia.exchange.delivery import lanes, outbox
from egnatia.exchange.delivery.lanes import Lane, wake_lanes
from egnatia.exchange.delivery.posting import Answer
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.service import Ping, Pong
from egnatia.exchange.models import LogEntry, OutboxMessage, Partner
from egnatia.exchange.queries import channels
from tests.exchange.conftest import Neighbour
from tests.exchange.gateways.conftest import LAW, correspondence

pytestmark = pytest.mark.django_db
MIGRATION = Gateway.MIGRATION


@pytest.fixture
def both(law: dict[str, Neighbour], federation: Any) -> dict[Gateway, Neighbour]:
    """Serbia at both gateways, a message waiting for it at each, in one correspondence."""
    serbia = {MIGRATION: federation.others["RS"], LAW: law["RS"]}
    same = correspondence()
    for gateway, neighbour in serbia.items():
        sent = send_message(neighbour.partner, Ping(), correspondence=same, gateway=gateway)
        assert sent.number == 1, "each gateway counts for itself"
    return serbia


def waiting(gateway: Gateway) -> OutboxMessage:
    return OutboxMessage.objects.get(gateway=gateway, state="waiting")


def answering(both: dict[Gateway, Neighbour], monkeypatch: pytest.MonkeyPatch, *, down: Gateway | None = None) -> list[str]:
    """The partner answers at one gateway and is away at the other; the paths at which it was asked."""
    asked: list[str] = []

    def post_letters(client: object, url: str, letters: list[str], own: Any, partner: Any) -> list[Answer]:
        assert own.gateway is partner.gateway
        asked.append(own.gateway.path)
        if own.gateway is down:
            raise Problem("exchange.unreachable", "Away.", "Wait.", status=503)
        message, letter = both[own.gateway].answer(waiting(own.gateway), Pong())
        return [Answer(message, letter)]

    monkeypatch.setattr(lanes, "post_letters", post_letters)
    return asked


@pytest.mark.parametrize("down", list(Gateway))
def test_neither_waits_for_the_other(both: dict[Gateway, Neighbour], down: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    up = LAW if down is MIGRATION else MIGRATION
    asked = answering(both, monkeypatch, down=down)
    partner = both[up].partner
    assert Lane(partner.pk, down).deliver_next() is False
    assert Lane(partner.pk, down).deliver_next() is False, "it is left alone for a while"
    assert Lane(partner.pk, up).deliver_next() is True
    assert asked == [down.path, up.path]
    rows = {one.gateway: one for one in OutboxMessage.objects.exclude(kind="head.shown")}
    assert (rows[down].state, rows[up].state) == ("waiting", "answered")
    partner = Partner.objects.get(pk=partner.pk)
    assert (partner.find_lane(down).failures, partner.find_lane(up).failures) == (1, 0)
    assert partner.find_lane(up).last_seen_at is not None and partner.find_lane(down).last_seen_at is None
    states = {gateway: {one.code: one.state for one in channels(gateway)}["RS"] for gateway in Gateway}
    assert (states[down], states[up]) == ("late", "open")
    answers = LogEntry.objects.filter(gateway=up, entry__contains='"received"')
    assert answers.count() == 1, "the answer stands in the log of the gateway by which it came"


def test_lanes_are_woken_each_for_itself(both: dict[Gateway, Neighbour], monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[tuple[Any, Gateway]] = []
    monkeypatch.setattr(Lane, "wake", lambda lane: woken.append((lane._partner_id, lane._gateway)))
    partner = both[LAW].partner
    assert wake_lanes(clock.now()) == 2 and woken == [(partner.pk, MIGRATION), (partner.pk, LAW)]
    lanes.note_failure(partner, [waiting(LAW)], Problem("exchange.unreachable", "Away.", "Wait."))
    assert wake_lanes(clock.now()) == 1 and woken[-1] == (partner.pk, MIGRATION)
    resend_message(None, waiting(LAW))
    assert wake_lanes(clock.now()) == 2, "resending at one gateway makes its lane go at once"
    lanes.note_failure(partner, [waiting(MIGRATION)], Problem("exchange.unreachable", "Away.", "Wait."))
    assert resend_all(None, partner, LAW) == 1
    assert wake_lanes(clock.now()) == 1 and woken[-1] == (partner.pk, LAW)


def test_a_closed_gateway_keeps_what_waits(both: dict[Gateway, Neighbour], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(both, monkeypatch)
    monkeypatch.setattr("egnatia.law.may_agree", lambda one, other, gateway: False)
    assert Lane(both[LAW].partner.pk, LAW).deliver_next() is False
    assert Lane(both[LAW].partner.pk).deliver_next() is True
    assert asked == [MIGRATION.path] and waiting(LAW).attempts == 0
    closed = {one.code: (one.state, one.reason) for one in channels(LAW)}["RS"]
    assert closed == ("closed", "exchange.gateway_closed")
    assert outbox.queues(LAW)[-1].waiting == 1, "it is shown all the same"


def test_what_is_dropped_is_made_up_for_at_its_own_gateway(both: dict[Gateway, Neighbour]) -> None:
    first = waiting(LAW)
    drop_message(None, first, "It chokes")
    second = send_message(first.partner, Ping(), correspondence=first.correspondence, gateway=LAW)
    stand_in = OutboxMessage.objects.get(kind="message.dropped")
    assert (stand_in.gateway, stand_in.number, second.number) == (LAW, 1, 2)
    assert both[LAW].read(stand_in).kind == "message.dropped"
    assert LogEntry.objects.get(entry__contains='"withdrawn"').gateway == LAW


def test_queues_by_gateway(both: dict[Gateway, Neighbour]) -> None:
    OutboxMessage.objects.filter(gateway=LAW).update(made_at=clock.now() - timedelta(hours=1))
    queues = {gateway: {queue.partner.code: queue for queue in outbox.queues(gateway)} for gateway in Gateway}
    assert queues[MIGRATION].keys() == {"RS", "AL"} == queues[LAW].keys()
    assert [queues[gateway]["RS"].waiting for gateway in Gateway] == [1, 1]
    assert (queues[MIGRATION]["RS"].channel, queues[LAW]["RS"].channel) == ("open", "late")
    assert [message.gateway for message in outbox.under_way(gateway=LAW)] == [LAW]
    assert outbox.under_way(gateway=None).count() == 2 and outbox.count_behind(waiting(LAW)) == 0


def test_faults_at_one_gateway_dont_slow_the_other(both: dict[Gateway, Neighbour]) -> None:
    partner = both[LAW].partner
    for _ in range(100):
        note_fault(partner, "exchange.message_invalid", LAW)
    assert is_throttled(partner, LAW) and not is_throttled(partner, MIGRATION)
