"""A lane for each partner and gateway: its own thread, connection and order.

So a partner who is away holds up nobody else, and neither does a gateway that is closed or down hold up the other.
"""

import logging
import threading
from datetime import datetime
from itertools import accumulate
from uuid import UUID

import httpx
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import Exists, OuterRef, QuerySet

from egnatia.audit.context import SYSTEM, acting
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange import keys
from egnatia.exchange.actions.note_attempt import note_failure, note_success
from egnatia.exchange.actions.sign_anew import sign_anew_if_revoked
from egnatia.exchange.actions.take_answers import check_answer, take_answers
from egnatia.exchange.delivery.posting import open_client, post_letters
from egnatia.exchange.envelope import MAX_LETTERS
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages import KINDS
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.opening import is_open
from egnatia.exchange.queries import confirmed_partners, find_next_to_deliver
from egnatia.exchange.schedule import LONGEST_POSTPONEMENT, is_resting, longest_pause

logger = logging.getLogger(__name__)
IDLE_SECONDS = 60.0
#: What letters that go together weigh at most, in bytes.
_MAX_BYTES = 256 * 1024


class Lane:
    """Delivers what waits for one partner through one gateway, one request at a time."""

    def __init__(self, partner_id: UUID, gateway: Gateway = Gateway.MIGRATION) -> None:
        self._partner_id = partner_id
        self._gateway = gateway
        self._client = open_client()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()

    def wake(self) -> None:
        """See to it that somebody looks, now or as soon as the request in hand is done."""
        with self._guard:
            self._woken.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"lane-{self._gateway}-{self._partner_id}", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        try:
            with acting(SYSTEM, where="worker exchange"):
                while self._is_wanted():
                    close_old_connections()
                    self._deliver_all()
        finally:
            connection.close()
            with self._guard:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _is_wanted(self) -> bool:
        """Wait for somebody to wake the lane; after a while without work the thread ends, and the next call starts another."""
        woken = self._woken.wait(IDLE_SECONDS)
        with self._guard:
            if not woken and not self._woken.is_set():
                self._thread = None
                return False
            self._woken.clear()
        return True

    def _deliver_all(self) -> None:
        """What a broken database or a broken key stops is tried again when the lane is woken next, in a second at most."""
        try:
            while self.deliver_next():
                pass
        except (Problem, DatabaseError, InterfaceError, OSError) as error:
            logger.warning("delivery stopped: %s", error)
            connection.close()

    def deliver_next(self) -> bool:
        """Try the next messages; False when there are none, or the partner is to be left alone for a while."""
        now = clock.now()
        ready = _that_are_ready(now, self._gateway)
        partner = ready.filter(pk=self._partner_id).first()
        if partner is None or not is_open(partner, self._gateway):
            return False
        # After a failure one goes by itself: then it is known which one the partner can't take.
        failures = partner.lane(self._gateway).failures
        messages = find_next_to_deliver(partner, now, at_most=1 if failures else MAX_LETTERS, gateway=self._gateway)
        return bool(messages) and deliver(self._client, partner, _that_go_together(messages))


def _that_go_together(messages: list[OutboxMessage]) -> list[OutboxMessage]:
    """Of messages that may go, the oldest first: one that asks about a person, by itself; else as many as one request holds."""
    for message in messages:
        if KINDS[message.kind].asks:
            return [message]
    weights = accumulate(len(message.letter or "") for message in messages)
    return [message for message, weight in zip(messages, weights, strict=True) if weight <= _MAX_BYTES] or messages[:1]


def deliver(client: httpx.Client, partner: Partner, messages: list[OutboxMessage]) -> bool:
    """One attempt at messages of one gateway; False where the partner is better left alone for a while."""
    gateway = Gateway(messages[0].gateway)
    try:
        own = keys.own(gateway)
        for message in messages:
            message.partner = partner
            sign_anew_if_revoked(message, own)
        letters = [message.letter or "" for message in messages]
        answers = post_letters(client, partner.url, letters, own, partner.keys_for(gateway))
        for message, answer in zip(messages, answers, strict=True):
            check_answer(message, answer.message)
        take_answers(list(zip(messages, answers, strict=True)))
    except Problem as problem:
        note_failure(partner, messages, problem)
        logger.info("%s to %s: %s", messages[0].kind, partner.code, problem.code)
        return False
    note_success(partner, gateway)
    return True


_lanes: dict[tuple[UUID, Gateway], Lane] = {}


def wake_lanes(now: datetime) -> int:
    """Start whichever lanes have something to do; says how many."""
    return sum(_wake(now, gateway) for gateway in Gateway)


def _wake(now: datetime, gateway: Gateway) -> int:
    waiting = OutboxMessage.objects.filter(partner=OuterRef("pk"), gateway=gateway, state=OutboxMessage.State.WAITING)
    due = waiting.exclude(is_resting("next_attempt_at", now, LONGEST_POSTPONEMENT))
    partners = list(_that_are_ready(now, gateway).filter(Exists(due)).values_list("pk", flat=True))
    for partner_id in partners:
        place = (partner_id, gateway)
        if place not in _lanes:  # a lane opens a client, which takes as long as several messages
            _lanes[place] = Lane(partner_id, gateway)
        _lanes[place].wake()
    return len(partners)


def _that_are_ready(now: datetime, gateway: Gateway) -> QuerySet[Partner]:
    """Confirmed partners that needn't be left alone for a while."""
    field = "next_attempt_at" if gateway is Gateway.MIGRATION else "law_lane__next_attempt_at"
    return confirmed_partners().exclude(is_resting(field, now, longest_pause()))
