"""Tell the owner what our examiner said about a possible match."""

from egnatia import audit
from egnatia.base import clock
from egnatia.biometrics.models import Candidate, Verdict
from egnatia.deadlines.actions.meet_deadline import drop_deadlines, meet_deadline
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.actions.tell_change import forget_letters_with_data, forget_told
from egnatia.exchange.actions.tell_mark import tell_mark_to_asked
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit
from egnatia.exchange.models import OutboxMessage, PossibleMatch, WrongHitNotice
from egnatia.exchange.models.follow_ups import Direction
from egnatia.persons.models import Link

#: Code of `law.verdict_reasons()` for what an officer found after the examiner's verdict.
FOUND_LATER = "found_wrong_later"

_STATES = {
    Candidate.State.SAME: PossibleMatch.State.SAME,
    Candidate.State.DIFFERENT: PossibleMatch.State.DIFFERENT,
    Candidate.State.UNDECIDED: PossibleMatch.State.UNDECIDED,
}


def tell_verdict(candidate: Candidate, verdict: Verdict) -> None:
    """Called for every verdict, in its transaction; does nothing until a partner's candidate is decided."""
    match = (
        PossibleMatch.objects.select_related("target__search__data_set", "target__partner").filter(candidate=candidate).first()
    )
    state = _STATES.get(Candidate.State(candidate.state))
    if match is None or state is None or match.state != PossibleMatch.State.TO_EXAMINE:
        return
    match.state, match.decided_at = state, verdict.at
    match.save(update_fields=["state", "decided_at"])
    if state == PossibleMatch.State.SAME:
        _send(match, MatchConfirmed(reference=match.reference, decided_at=verdict.at))
        tell_mark_to_asked(match.target)
    elif state == PossibleMatch.State.DIFFERENT:
        report_wrong_hit(match, verdict.reason)


def tell_wrong_link(link: Link) -> None:
    """An officer dissolved a link that an examiner had confirmed: the owner hears that the hit was wrong, and its data go."""
    found = PossibleMatch.objects.filter(
        target__partner_code=link.partner, reference=link.partner_reference, state=PossibleMatch.State.SAME
    )
    for match in found.select_related("target__search__data_set", "target__partner"):
        match.state, match.decided_at, match.marked_at = PossibleMatch.State.DIFFERENT, clock.now(), None
        match.save(update_fields=["state", "decided_at", "marked_at"])
        drop_deadlines(match, at=match.decided_at)
        forget_told(possible_match=match)
        if match.target.partner is not None:
            forget_letters_with_data(match.target.partner, match.target.correspondence)
        report_wrong_hit(match, FOUND_LATER)


def report_wrong_hit(match: PossibleMatch, reason: str) -> WrongHitNotice:
    """The owner has to hear of it within the law's working days; its signed receipt stops the clock."""
    assert match.decided_at is not None and match.target.partner is not None  # noqa: S101  (decided just now)
    message = _send(match, WrongHit(reference=match.reference, decided_at=match.decided_at, reason=reason))
    notice = WrongHitNotice.objects.create(
        direction=Direction.OUTGOING,
        partner=match.target.partner,
        possible_match=match,
        message_id=message.id,
        reason=reason,
        decided_at=match.decided_at,
        made_at=clock.now(),
    )
    person = match.target.search.data_set.person_id
    label = f"→ {match.target.partner_code}"
    start_deadline("wrong_hit_notice", notice, started_at=match.decided_at, person=person, label=label)
    audit.record("exchange.wrong_hit.reported", subject=notice, person=person, partner=match.target.partner_code, reason=reason)
    return notice


def acknowledge_wrong_hit(message: OutboxMessage) -> None:
    """The owner has the notice."""
    notice = WrongHitNotice.objects.filter(message_id=message.id, acknowledged_at=None).first()
    if notice is not None:
        notice.acknowledged_at = clock.now()
        notice.save(update_fields=["acknowledged_at"])
        meet_deadline("wrong_hit_notice", notice, at=notice.acknowledged_at)


def _send(match: PossibleMatch, content: Content) -> OutboxMessage:
    target = match.target
    assert target.partner is not None  # noqa: S101  (it has answered)
    return send_message(
        target.partner, content, correspondence=target.correspondence, purpose=target.search.purpose, case=target.id
    )
