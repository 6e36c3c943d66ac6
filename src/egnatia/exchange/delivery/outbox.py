"""The outbox as an operator sees it: what is under way to whom, for how long, and what keeps it."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from egnatia.base import clock
from egnatia.base.errors import Problem, not_found
from egnatia.exchange import queries
from egnatia.exchange.field_names import reason_name
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.models.partners import Delivery
from egnatia.exchange.schedule import LONGEST_POSTPONEMENT, longest_pause

_SHORTEST_ID, _WHOLE_ID = 6, 32


@dataclass(frozen=True, slots=True)
class PartnerQueue:
    """What is under way to one partner through one gateway.

    channel   open, late or closed, as everywhere
    oldest    when the oldest message under way was made, parked ones too
    failures  in a row; `next_attempt_at` None: at once, as soon as something waits
    """

    partner: Partner
    gateway: Gateway
    lane: Delivery
    channel: str
    waiting: int
    parked: int
    oldest: datetime | None
    failures: int
    next_attempt_at: datetime | None

    @property
    def failure(self) -> str:
        """The last failure in words, as long as it lasts."""
        return reason_name(self.lane.last_failure) if self.failures else ""


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """One message under way.

    held_up   an earlier message of its correspondence has to go first
    behind    how many of its correspondence wait for it
    problem   what the last attempt met, in words
    next_attempt_at   None: parked, or held up, or at once
    """

    message: OutboxMessage
    held_up: bool
    behind: int
    problem: str
    next_attempt_at: datetime | None

    @property
    def is_parked(self) -> bool:
        return self.message.state == OutboxMessage.State.PARKED

    @property
    def is_under_way(self) -> bool:
        return self.message.state in OutboxMessage.UNDER_WAY


def queues(gateway: Gateway = Gateway.MIGRATION) -> list[PartnerQueue]:
    """One for each partner whose member file was taken in; of law enforcement for those with whom it is open, or was."""
    counted = Partner.objects.select_related("law_lane").annotate(
        waiting=queries.count_outbox(OutboxMessage.State.WAITING, gateway=gateway),
        parked=queries.count_outbox(OutboxMessage.State.PARKED, gateway=gateway),
        oldest=queries.oldest_in_outbox(*OutboxMessage.UNDER_WAY, gateway=gateway),
    )
    states = {channel.code: channel.state for channel in queries.channels(gateway)}
    return [
        PartnerQueue(
            partner=partner,
            gateway=gateway,
            lane=(lane := partner.find_lane(gateway)),
            channel=states[partner.code],
            waiting=partner.waiting,
            parked=partner.parked,
            oldest=partner.oldest,
            failures=lane.failures,
            next_attempt_at=_rest_until(lane),
        )
        for partner in counted
        if gateway is Gateway.MIGRATION or states[partner.code] != "closed" or partner.oldest
    ]


def under_way(
    partner: Partner | None = None, state: str = "", gateway: Gateway | None = Gateway.MIGRATION
) -> QuerySet[OutboxMessage]:
    """Messages that the partner hasn't answered for yet, the oldest first; the letters stay closed.

    state     only those, which may also be dropped ones: the last one dropped first
    gateway   None: both
    """
    order = "-stopped_at" if state == OutboxMessage.State.DROPPED else "made_at"
    found = OutboxMessage.objects.filter(state__in=[state] if state else OutboxMessage.UNDER_WAY)
    if gateway is not None:
        found = found.filter(gateway=gateway)
    if partner is not None:
        found = found.filter(partner=partner)
    same = OutboxMessage.objects.filter(
        partner=OuterRef("partner"),
        gateway=OuterRef("gateway"),
        correspondence=OuterRef("correspondence"),
        state__in=OutboxMessage.UNDER_WAY,
    )
    later = same.filter(number__gt=OuterRef("number")).order_by().values("correspondence").annotate(count=Count("pk"))
    behind = Coalesce(Subquery(later.values("count")), 0)
    return (
        found.select_related("partner__law_lane", "stopped_by")
        .defer("letter", "answer")
        .annotate(held_up=Exists(same.filter(number__lt=OuterRef("number"))), behind=behind)
        .order_by(order, "number")
    )


def as_queued(message: OutboxMessage) -> QueuedMessage:
    """A row of `under_way`."""
    held_up, behind = bool(getattr(message, "held_up")), int(getattr(message, "behind"))  # noqa: B009  (annotated)
    rests = message.state != OutboxMessage.State.WAITING or held_up
    return QueuedMessage(
        message=message,
        held_up=held_up,
        behind=behind,
        problem=reason_name(message.last_problem) if message.last_problem else "",
        next_attempt_at=None
        if rests
        else _later(_postponed_until(message), _rest_until(message.partner.find_lane(Gateway(message.gateway)))),
    )


def count_behind(message: OutboxMessage) -> int:
    """How many messages under way come after it in its correspondence."""
    same = OutboxMessage.objects.filter(partner=message.partner, gateway=message.gateway, correspondence=message.correspondence)
    return same.filter(number__gt=message.number, state__in=OutboxMessage.UNDER_WAY).count()


def get_message(text: str) -> OutboxMessage:
    """The message whose id begins so: six digits or more.

    Raises Problem `exchange.message.not_found`, `exchange.message.ambiguous`.
    """
    digits = text.strip().replace("-", "").lower()
    if not re.fullmatch(rf"[0-9a-f]{{{_SHORTEST_ID},{_WHOLE_ID}}}", digits):
        raise not_found("exchange.message")
    first, last = (UUID(hex=digits.ljust(_WHOLE_ID, digit)) for digit in "0f")
    found = list(OutboxMessage.objects.select_related("partner").filter(pk__gte=first, pk__lte=last)[:2])
    if not found:
        raise not_found("exchange.message")
    if len(found) > 1:
        raise Problem("exchange.message.ambiguous", "Several messages begin like this.", "Type more of its number.")
    return found[0]


def age_in_words(since: datetime | None) -> str:
    """ "3 d 4 h", "2 h 5 min", "40 s"; empty for None."""
    if since is None:
        return ""
    seconds = max(0, int((clock.now() - since).total_seconds()))
    for length, unit, part, part_unit in ((86400, "d", 3600, "h"), (3600, "h", 60, "min")):
        if seconds >= length:
            return f"{seconds // length} {unit} {seconds % length // part} {part_unit}"
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


def _rest_until(lane: Delivery) -> datetime | None:
    """Left alone until then after a failure."""
    return _ahead(lane.next_attempt_at, clock.now() + longest_pause())


def _postponed_until(message: OutboxMessage) -> datetime | None:
    """Put off until then by the partner itself."""
    return _ahead(message.next_attempt_at, clock.now() + LONGEST_POSTPONEMENT)


def _ahead(moment: datetime | None, latest: datetime) -> datetime | None:
    """A moment that lies ahead, unless a clock that was wrong set it (as `schedule.is_resting` has it)."""
    return moment if moment is not None and clock.now() < moment <= latest else None


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)
