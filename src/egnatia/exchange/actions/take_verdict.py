"""Note what a partner's examiner said about one of our data sets."""

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.actions.tell_change import forget_letters_with_data, forget_told
from egnatia.exchange.actions.tell_mark import tell_mark_to_finder
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit
from egnatia.exchange.models import InboundMatch, WrongHitNotice
from egnatia.exchange.models.follow_ups import Direction
from egnatia.exchange.queries import get_inbound_match


def take_match_confirmed(incoming: Incoming) -> Content:
    """The same person: from now on the partner may ask for follow-up data. Raises Problem `exchange.reference_unknown`."""
    content = incoming.message.content
    assert isinstance(content, MatchConfirmed)  # noqa: S101  (the table of handlers says so)
    match = _note_verdict(incoming, content.reference, InboundMatch.Verdict.SAME)
    audit.record("exchange.match.confirmed_by_partner", subject=match, person=match.data_set.person_id)
    tell_mark_to_finder(match)
    return Receipt()


def take_wrong_hit(incoming: Incoming) -> Content:
    """Another person, found at once or after *same*: the reference is of no use any more, nor what was asked about it.

    Raises Problem `exchange.reference_unknown`.
    """
    content = incoming.message.content
    assert isinstance(content, WrongHit)  # noqa: S101  (the table of handlers says so)
    match = _note_verdict(incoming, content.reference, InboundMatch.Verdict.DIFFERENT)
    forget_told(inbound_match=match)
    drop_deadlines(match.search, at=clock.now())
    forget_letters_with_data(incoming.partner, incoming.correspondence)
    WrongHitNotice.objects.create(
        direction=Direction.INCOMING,
        partner=incoming.partner,
        inbound_match=match,
        message_id=incoming.message.id,
        reason=content.reason,
        decided_at=content.decided_at,
        made_at=incoming.message.made_at,
        acknowledged_at=clock.now(),
    )
    audit.record("exchange.wrong_hit.received", subject=match, person=match.data_set.person_id, reason=content.reason)
    return Receipt()


def _note_verdict(incoming: Incoming, reference: str, verdict: str) -> InboundMatch:
    match = get_inbound_match(incoming.partner, incoming.message, reference)
    if match.verdict and verdict == InboundMatch.Verdict.SAME:
        raise Problem("exchange.verdict_given", "A verdict on this match was given before.", "Nothing is to be done.")
    if match.prints_sent_at is None:
        raise Problem(
            "exchange.verdict_without_prints",
            "No verdict can be given before the prints were sent.",
            "Ask for the prints first.",
        )
    match.verdict, match.verdict_at = verdict, clock.now()
    match.save(update_fields=["verdict", "verdict_at"])
    return match
