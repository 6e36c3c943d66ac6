"""A message was given up: what waited for its answer waits no more, and says so."""

from collections.abc import Callable
from uuid import UUID

from egnatia import audit
from egnatia.base import clock
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.exchange import hooks
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.models import FollowUp, InboxMessage, OutboxMessage, PossibleMatch, SearchTarget
from egnatia.exchange.models.follow_ups import Direction
from egnatia.exchange.own_letters import read_own

#: Whatever waits is ended; whose data it is about, where somebody's.
_End = Callable[[OutboxMessage, Message | None], UUID | None]
#: Noted at a dropped message that turned out to have arrived.
ARRIVED = "exchange.arrived_before_dropped"


def end_dropped(message: OutboxMessage, said: Message | None) -> UUID | None:
    """End what waited for the answer to `message`; the person it is about, for the audit.

    said   what the message says, while its letter is kept
    """
    end = _ENDS.get(message.kind)
    return end(message, said) if end else None


def note_arrived(stand_in: OutboxMessage) -> None:
    """The partner refused the stand-in because it had the dropped message itself: what we released, it has."""
    dropped = OutboxMessage.objects.filter(
        partner=stand_in.partner,
        gateway=stand_in.gateway,
        correspondence=stand_in.correspondence,
        number=stand_in.number,
        state=OutboxMessage.State.DROPPED,
    )
    for message in dropped:
        message.last_problem = ARRIVED
        message.save(update_fields=["last_problem"])
        follow_up = _find_released(message)
        if follow_up is not None and follow_up.state == FollowUp.State.GIVEN_UP:
            follow_up.state = FollowUp.State.RELEASED
            follow_up.save(update_fields=["state"])
        audit.record("exchange.message.dropped_too_late", subject=message, partner=message.partner.code, message=message.kind)


def _end_search(message: OutboxMessage, said: Message | None) -> UUID | None:
    target = SearchTarget.objects.select_related("search__data_set").filter(question=message).first()
    if target is None:
        return None
    if target.state == SearchTarget.State.WAITING:
        target.state = SearchTarget.State.GIVEN_UP
        target.save(update_fields=["state"])
        drop_deadlines(target, at=clock.now())
        hooks.search_answered.call(target)
    return target.search.data_set.person_id


def _end_prints_request(message: OutboxMessage, said: Message | None) -> UUID | None:
    target = (
        SearchTarget.objects.select_related("search__data_set")
        .filter(partner=message.partner, correspondence=message.correspondence)
        .first()
    )
    if target is None:
        return None
    if said is not None and isinstance(said.content, PrintsRequest):
        asked = target.matches.filter(reference=said.content.reference, state=PossibleMatch.State.PRINTS_ASKED)
        asked.update(state=PossibleMatch.State.GIVEN_UP)
    return target.search.data_set.person_id


def _end_request(message: OutboxMessage, said: Message | None) -> UUID | None:
    """Our request for data: it may be asked anew."""
    follow_up = (
        FollowUp.objects.select_related("possible_match__target__search__data_set")
        .filter(message_id=message.pk, direction=Direction.OUTGOING)
        .first()
    )
    if follow_up is None or follow_up.possible_match is None:
        return None
    if follow_up.state == FollowUp.State.REQUESTED:
        _give_up(follow_up)
        drop_deadlines(follow_up, at=clock.now())
        hooks.follow_up_answered.call(follow_up)
    return follow_up.possible_match.target.search.data_set.person_id


def _end_release(message: OutboxMessage, said: Message | None) -> UUID | None:
    """Our release of data: the partner hears that no answer comes, and may ask anew."""
    follow_up = _find_released(message)
    if follow_up is None or follow_up.inbound_match is None:
        return None
    if follow_up.state == FollowUp.State.RELEASED:
        _give_up(follow_up)
    return follow_up.inbound_match.data_set.person_id


def _give_up(follow_up: FollowUp) -> None:
    follow_up.state, follow_up.answered_at = FollowUp.State.GIVEN_UP, follow_up.answered_at or clock.now()
    follow_up.save(update_fields=["state", "answered_at"])


def _find_released(message: OutboxMessage) -> FollowUp | None:
    """The partner's request that a release of ours answered."""
    said = read_own(message)
    if said is None or not isinstance(said.content, FollowUpRelease):
        return None
    request = InboxMessage.objects.filter(partner=message.partner, gateway=message.gateway, digest=said.answers or "").first()
    found = FollowUp.objects.select_related("inbound_match__data_set").filter(direction=Direction.INCOMING)
    return found.filter(message_id=request.message_id).first() if request else None


_ENDS: dict[str, _End] = {
    SearchQuestion.kind: _end_search,
    PrintsRequest.kind: _end_prints_request,
    FollowUpRequest.kind: _end_request,
    FollowUpRelease.kind: _end_release,
}
