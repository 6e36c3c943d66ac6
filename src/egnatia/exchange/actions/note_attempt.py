"""Keep account of attempts to deliver: what went wrong, and when it is tried again."""

from datetime import timedelta

from django.db.models import F

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.actions.send_message import fill_gaps
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import received, write_entries
from egnatia.exchange.messages.service import OUT_OF_ORDER, Refusal
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.models.partners import update_lane
from egnatia.exchange.schedule import pause_after

_SEEN_LATELY = timedelta(seconds=10)


def note_failure(partner: Partner, messages: list[OutboxMessage], problem: Problem) -> None:
    """The partner is left alone at this gateway for a while, longer each time; the messages stay."""
    lane = partner.lane(Gateway(messages[0].gateway))
    now = clock.now()
    code = str(problem.details.get("partner_code") or problem.code)[:80]
    failures = lane.failures + 1
    update_lane(lane, failures=failures, last_failure_at=now, last_failure=code, next_attempt_at=now + pause_after(failures))
    tried = [message.pk for message in messages]
    OutboxMessage.objects.filter(pk__in=tried).update(attempts=F("attempts") + 1, last_problem=code)


def note_success(partner: Partner, gateway: Gateway = Gateway.MIGRATION) -> None:
    """The partner answered. That it did so a moment ago isn't written down again: a write for each message would tell."""
    lane, now = partner.lane(gateway), clock.now()
    if lane.failures or lane.last_seen_at is None or abs(now - lane.last_seen_at) > _SEEN_LATELY:
        update_lane(lane, last_seen_at=now, failures=0, next_attempt_at=None)


def postpone(message: OutboxMessage, refusal: Refusal, letter: str) -> None:
    """The partner asks, in `letter`, for this one message later: its quota is used up, or it misses an earlier one.

    What it misses may be one that was dropped in the very moment in which this one was made. In the caller's transaction.
    """
    gateway = Gateway(message.gateway)
    write_entries(received(letter), gateway=gateway)
    if refusal.code == OUT_OF_ORDER:
        fill_gaps(message.partner, message.correspondence, below=message.number, gateway=gateway)
    now = clock.now()
    wait = timedelta(seconds=refusal.retry_after_seconds) if refusal.retry_after_seconds else pause_after(message.attempts + 1)
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=F("attempts") + 1, last_problem=refusal.code, next_attempt_at=now + wait
    )
