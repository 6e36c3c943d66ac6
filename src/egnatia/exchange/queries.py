"""Reading partners, searches and what is under way."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.errors import Problem, not_found
from egnatia.deadlines.queries import running
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.models import (
    Evidence,
    FollowUp,
    InboundMatch,
    InboundSearch,
    InboxMessage,
    OutboxMessage,
    Partner,
    PossibleMatch,
    RegionalSearch,
    SearchTarget,
    StandingRule,
)
from egnatia.exchange.opening import is_open
from egnatia.exchange.schedule import LONGEST_POSTPONEMENT, is_resting
from egnatia.persons.models import DataSet

#: A message under way for longer makes its channel late.
LATE_AFTER = timedelta(minutes=2)
#: How many messages that wait are looked at at once: no more, as a database takes so many values in a question.
_SMALLEST_STEP, _LARGEST_STEP = 20, 1000
#: Stands for "no case" in look-ups: no case has it.
NO_CASE = UUID(int=0)
#: Stands for "names no letter": no letter has it.
NO_DIGEST = "-"


def get_partner(code: str) -> Partner:
    """Raises Problem `exchange.partner.not_found`."""
    partner = Partner.objects.filter(code=code.upper()).first()
    if partner is None:
        raise not_found("exchange.partner")
    return partner


def confirmed_partners() -> QuerySet[Partner]:
    return Partner.objects.filter(state=Partner.State.CONFIRMED)


def get_confirmed(code: str) -> Partner:
    """A partner that may speak to us.

    Raises Problem `exchange.partner_unknown`, `exchange.partner_not_confirmed`, `exchange.partner_suspended`.
    """
    partner = Partner.objects.filter(code=code).first()
    if partner is None:
        raise Problem("exchange.partner_unknown", "This partner is not known here.", "Exchange member files first.", status=403)
    if partner.state == Partner.State.SUSPENDED:
        raise Problem(
            "exchange.partner_suspended", "This partner is suspended here.", "Call the partner's operator.", status=403
        )
    if not partner.is_confirmed:
        raise Problem(
            "exchange.partner_not_confirmed",
            "The keys of this partner have not been confirmed here yet.",
            "Read the fingerprint to the partner's operator.",
            status=403,
        )
    return partner


def next_number_out(partner: Partner, correspondence: UUID, gateway: Gateway = Gateway.MIGRATION) -> int:
    """The number of our next message in a correspondence."""
    sent = OutboxMessage.objects.filter(partner=partner, gateway=gateway, correspondence=correspondence)
    return (sent.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def get_inbound_match(partner: Partner, message: Message, reference: str) -> InboundMatch:
    """What an opaque reference stands for, in the partner's own search of this correspondence, case and purpose only.

    Raises Problem `exchange.reference_unknown`: for whatever doesn't fit, so that nothing can be tried out.
    """
    match = (
        InboundMatch.objects.select_related("search", "data_set")
        .filter(
            reference=reference,
            search__partner=partner,
            search__correspondence=message.correspondence,
            search__purpose=message.purpose or "",
            search__case=message.case or NO_CASE,
            search__withdrawn_at=None,
            withdrawn_at=None,
        )
        .exclude(verdict=InboundMatch.Verdict.DIFFERENT)
        .first()
    )
    if match is None:
        raise Problem("exchange.reference_unknown", "The reference isn't known, or not any more.", "Begin a new search.")
    return match


def newest_version(data_set: DataSet) -> DataSet | None:
    """The version in force of a data set; None once it was declared void or erased."""
    if data_set.is_active:
        return data_set
    return DataSet.objects.filter(reference_number=data_set.reference_number, status=DataSet.Status.ACTIVE).first()


def get_target(partner: Partner, correspondence: UUID) -> SearchTarget:
    """Our search that a partner's answer belongs to. Raises Problem `exchange.correspondence_unknown`."""
    target = (
        SearchTarget.objects.select_related("search__data_set", "partner")
        .filter(partner=partner, correspondence=correspondence)
        .first()
    )
    if target is None:
        raise Problem("exchange.correspondence_unknown", "There is no such search of ours.", "Nothing is to be done.")
    return target


def get_possible_match(target: SearchTarget, reference: str) -> PossibleMatch:
    """Raises Problem `exchange.reference_unknown`."""
    match = PossibleMatch.objects.select_related("candidate").filter(target=target, reference=reference).first()
    if match is None:
        raise Problem("exchange.reference_unknown", "The reference isn't known, or not any more.", "Begin a new search.")
    match.target = target
    return match


def digest_of_received(asked: FollowUp | Evidence) -> str:
    """What our answer to a partner's request, or to its evidence, names."""
    received = InboxMessage.objects.filter(partner=asked.partner, gateway=Gateway.MIGRATION)
    return received.get(message_id=asked.message_id).digest


def find_follow_up_asked(partner: Partner, message: Message) -> FollowUp | None:
    """Our request that a partner's message of its own answers, in the same correspondence."""
    request = _find_answered(partner, message)
    return FollowUp.objects.filter(message_id=request.pk).first() if request else None


def find_evidence_sent(partner: Partner, message: Message) -> Evidence | None:
    """Our evidence that a partner's message decides about, in the same correspondence."""
    sent = _find_answered(partner, message)
    found = Evidence.objects.select_related("possible_match__target__search__data_set", "partner")
    return found.filter(message_id=sent.pk).first() if sent else None


def _find_answered(partner: Partner, message: Message) -> OutboxMessage | None:
    """The message of ours that one of the partner's own answers."""
    return OutboxMessage.objects.filter(
        Q(digest=message.answers or NO_DIGEST) | Q(earlier_digest=message.answers or NO_DIGEST),
        partner=partner,
        gateway=Gateway.MIGRATION,
        correspondence=message.correspondence,
    ).first()


def find_next_to_deliver(
    partner: Partner, now: datetime, *, at_most: int = 1, gateway: Gateway = Gateway.MIGRATION
) -> list[OutboxMessage]:
    """The oldest that may go through a gateway: of each correspondence only the first message under way, so that order holds.

    One that is parked holds up what comes after it in its correspondence.
    What is about a person goes before counts, however many of those wait.
    """
    of_lane = OutboxMessage.objects.filter(partner=partner, gateway=gateway)
    waiting = of_lane.filter(state=OutboxMessage.State.WAITING)
    due = waiting.exclude(is_resting("next_attempt_at", now, LONGEST_POSTPONEMENT)).order_by("made_at")  # as the index has them
    return _first_in_order(of_lane, due.exclude(kind=Counts.kind), at_most) or _first_in_order(
        of_lane, due.filter(kind=Counts.kind), at_most
    )


def _first_in_order(of_lane: QuerySet[OutboxMessage], due: QuerySet[OutboxMessage], at_most: int) -> list[OutboxMessage]:
    """The first of those due that no earlier message of their correspondence holds up.

    In plain steps: as one question, a database that hasn't counted its rows yet holds each message against all others.
    """
    first: list[UUID] = []
    looked_at, step = 0, max(at_most, _SMALLEST_STEP)
    while len(first) < at_most:
        rows = list(due.values_list("pk", "correspondence", "number")[looked_at : looked_at + step])
        under_way = of_lane.filter(state__in=OutboxMessage.UNDER_WAY, correspondence__in={row[1] for row in rows})
        lowest = dict(under_way.order_by().values_list("correspondence").annotate(Min("number")))
        first += [pk for pk, correspondence, number in rows if number == lowest.get(correspondence)]
        if len(rows) < step:
            break
        looked_at, step = looked_at + step, min(2 * step, _LARGEST_STEP)
    return list(OutboxMessage.objects.filter(pk__in=first[:at_most]).order_by("made_at"))


@dataclass(frozen=True, slots=True)
class Channel:
    """How this node sees its channel to another partner.

    state     open (asked and answering), late (something waits that should have arrived), closed (no agreement)
    reason    why closed (no_agreement, suspended, exchange.gateway_closed: keys are missing), or what keeps it late
    waiting   messages under way; `since` the oldest of them was made
    """

    code: str
    state: str
    reason: str = ""
    waiting: int = 0
    since: datetime | None = None
    last_seen_at: datetime | None = None


def count_outbox(*states: str, gateway: Gateway = Gateway.MIGRATION) -> Coalesce:
    """Of a partner's row: its messages of a gateway in these states. By the index: a join would read all ever sent."""
    return Coalesce(_of_outbox(Count("*"), states, gateway), 0)


def oldest_in_outbox(*states: str, gateway: Gateway = Gateway.MIGRATION) -> Subquery:
    """Of a partner's row: when the oldest of its messages in these states was made."""
    return _of_outbox(Min("made_at"), states, gateway)


def _of_outbox(figure: Aggregate, states: Collection[str], gateway: Gateway) -> Subquery:
    rows = OutboxMessage.objects.filter(partner=OuterRef("pk"), gateway=gateway, state__in=states)
    return Subquery(rows.order_by().values("partner").annotate(figure=figure).values("figure"))


def channels(gateway: Gateway = Gateway.MIGRATION) -> list[Channel]:
    """To each of the other partners through a gateway, in their order."""
    waiting = OutboxMessage.State.WAITING
    counted = Partner.objects.select_related("law_lane").annotate(
        waiting=count_outbox(waiting, gateway=gateway), since=oldest_in_outbox(waiting, gateway=gateway)
    )
    known = {partner.code: partner for partner in counted}
    own = node.current().partner
    return [_channel(code, known.get(code), gateway) for code in law.partners() if code != own]


def _channel(code: str, partner: Any, gateway: Gateway) -> Channel:
    if partner is None or not partner.is_confirmed:
        suspended = partner is not None and partner.state == Partner.State.SUSPENDED
        return Channel(code, "closed", "suspended" if suspended else "no_agreement")
    if not partner.has_agreement_through(gateway):
        return Channel(code, "closed", "no_agreement")
    if not is_open(partner, gateway):
        return Channel(code, "closed", "exchange.gateway_closed")
    lane = partner.find_lane(gateway)
    late = partner.since is not None and (lane.failures > 0 or clock.now() - partner.since > LATE_AFTER)
    return Channel(
        code,
        "late" if late else "open",
        lane.last_failure if late else "",
        partner.waiting,
        partner.since,
        lane.last_seen_at,
    )


def latest_search(data_set: DataSet) -> RegionalSearch | None:
    """The last time the region was asked about a data set, in whichever version."""
    return RegionalSearch.objects.filter(data_set__reference_number=data_set.reference_number).first()


def follow_ups_asked_of_us() -> QuerySet[FollowUp]:
    """Requests for data by partners, those that wait first."""
    asked = FollowUp.objects.filter(direction="incoming").select_related("partner", "inbound_match__search", "answered_by")
    return asked.annotate(waits=Q(state=FollowUp.State.REQUESTED)).order_by("-waits", "-asked_at")


def get_follow_up_asked_of_us(follow_up_id: UUID) -> FollowUp:
    """Raises Problem `exchange.follow_up.not_found`."""
    follow_up = (
        FollowUp.objects.select_related("partner", "inbound_match__search", "inbound_match__data_set", "answered_by")
        .filter(pk=follow_up_id, direction="incoming")
        .first()
    )
    if follow_up is None:
        raise not_found("exchange.follow_up")
    return follow_up


def count_requests_waiting() -> int:
    return FollowUp.objects.filter(direction="incoming", state=FollowUp.State.REQUESTED).count()


def evidence_both_ways() -> QuerySet[Evidence]:
    """Partners' evidence about our data and ours about theirs: what waits for us first, then what waits for a partner."""
    found = Evidence.objects.select_related("partner", "inbound_match__search", "possible_match__target__search", "sent_by")
    waits = Q(state=Evidence.State.SENT)
    return found.annotate(ours=waits & Q(direction="incoming"), open=waits).order_by("-ours", "-open", "-sent_at")


def evidence_of(data_set: DataSet, purposes: Collection[str]) -> QuerySet[Evidence]:
    """All about a data set in whichever version, ours or a partner's, under these purposes."""
    number, among = data_set.reference_number, list(purposes)
    theirs = Q(inbound_match__data_set__reference_number=number, inbound_match__search__purpose__in=among)
    found_by = "possible_match__target__search"
    ours = Q(**{f"{found_by}__data_set__reference_number": number, f"{found_by}__purpose__in": among})
    return Evidence.objects.filter(ours | theirs).select_related("partner").order_by("-sent_at")


def latest_evidence(follow_up: FollowUp) -> Evidence | None:
    """What we last sent about the match that a partner's data belong to."""
    return Evidence.objects.filter(possible_match=follow_up.possible_match_id).first()


@dataclass(frozen=True, slots=True)
class LimitOfEvidence:
    """By when a piece of evidence has to be decided, and whether that is over."""

    due_at: datetime
    is_late: bool


def limits_of_evidence(pieces: Iterable[Evidence]) -> dict[UUID, LimitOfEvidence]:
    """The limits that run, by evidence."""
    ids = [str(piece.pk) for piece in pieces]
    found = running().filter(subject_kind=Evidence._meta.label, subject_id__in=ids)
    return {UUID(one.subject_id): LimitOfEvidence(one.due_at, one.due_at < clock.now()) for one in found}


def count_evidence_waiting() -> int:
    return Evidence.objects.filter(direction="incoming", state=Evidence.State.SENT).count()


def searches_asked_of_us() -> QuerySet[InboundSearch]:
    """What partners asked, and under which purpose; never whose fingers these were."""
    return InboundSearch.objects.select_related("partner").order_by("-received_at")


def rules_in_force() -> QuerySet[StandingRule]:
    return StandingRule.objects.filter(ended_at=None).select_related("partner", "set_by")
