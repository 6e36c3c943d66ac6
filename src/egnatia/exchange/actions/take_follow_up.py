"""Follow-up on both sides: a partner's request of us, a partner's answer to ours."""

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.exchange import hooks
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.actions.release_follow_up import release_by_rule
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.follow_up import FollowUpRefusal, FollowUpRelease, FollowUpRequest
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import FollowUp, InboundMatch, StandingRule
from egnatia.exchange.models.follow_ups import Direction
from egnatia.exchange.queries import find_follow_up_asked, get_inbound_match
from egnatia.exchange.released_data import fields_by_person_only, fields_of
from egnatia.exchange.security_flags import FLAG, without_flag


def take_follow_up_request(incoming: Incoming) -> Content:
    """Put the request before our officers, or release at once what a standing rule covers.

    Raises Problem `exchange.reference_unknown`, `exchange.match_not_confirmed`, `exchange.field_not_allowed`.
    """
    content = incoming.message.content
    assert isinstance(content, FollowUpRequest)  # noqa: S101  (the table of handlers says so)
    match = get_inbound_match(incoming.partner, incoming.message, content.reference)
    _check(match, content)
    follow_up = FollowUp.objects.create(
        direction=Direction.INCOMING,
        partner=incoming.partner,
        inbound_match=match,
        message_id=incoming.message.id,
        need=content.need,
        fields=list(content.fields),
        asked_at=incoming.received_at,
    )
    person = match.data_set.person_id
    label = f"{incoming.partner.code} →"
    start_deadline("follow_up", follow_up, started_at=incoming.received_at, person=person, label=label)
    audit.record("exchange.follow_up.received", subject=follow_up, person=person, fields=list(content.fields))
    rule = StandingRule.objects.filter(partner=incoming.partner, purpose=incoming.purpose, ended_at=None).first()
    released = release_by_rule(follow_up, rule) if rule else None
    return released or Receipt()


def take_late_release(incoming: Incoming) -> Content:
    """Data that came by a message of its own. Raises Problem `exchange.follow_up_unknown`."""
    content = incoming.message.content
    assert isinstance(content, FollowUpRelease)  # noqa: S101  (the table of handlers says so)
    take_release(_asked(incoming), content)
    return Receipt()


def take_late_refusal(incoming: Incoming) -> Content:
    """A refusal that came by a message of its own. Raises Problem `exchange.follow_up_unknown`."""
    content = incoming.message.content
    assert isinstance(content, FollowUpRefusal)  # noqa: S101  (the table of handlers says so)
    take_refusal(_asked(incoming), content.reason)
    return Receipt()


def take_release(follow_up: FollowUp, content: FollowUpRelease) -> None:
    """Keep the data, sealed, once. What wasn't asked for isn't kept."""
    if follow_up.state != FollowUp.State.REQUESTED or follow_up.possible_match is None:
        return
    data = content.data.model_dump(mode="json", exclude_none=True)
    follow_up.data = {field: value for field, value in data.items() if field in follow_up.fields}
    follow_up.state, follow_up.released, follow_up.answered_at = FollowUp.State.RELEASED, list(follow_up.data), clock.now()
    follow_up.save(update_fields=["data", "state", "released", "answered_at"])
    meet_deadline("follow_up", follow_up, at=follow_up.answered_at)
    audit.record(
        "exchange.follow_up.arrived",
        subject=follow_up,
        person=follow_up.possible_match.target.search.data_set.person_id,
        partner=follow_up.partner.code,
        fields=without_flag(follow_up.released),
    )
    if FLAG in follow_up.released:
        audit.record("exchange.security_flag.arrived", subject=follow_up, partner=follow_up.partner.code)
    hooks.follow_up_answered.call(follow_up)


def take_refusal(follow_up: FollowUp, reason: str) -> None:
    """The owner said no."""
    if follow_up.state != FollowUp.State.REQUESTED or follow_up.possible_match is None:
        return
    follow_up.state, follow_up.refusal_reason, follow_up.answered_at = FollowUp.State.REFUSED, reason[:60], clock.now()
    follow_up.save(update_fields=["state", "refusal_reason", "answered_at"])
    meet_deadline("follow_up", follow_up, at=follow_up.answered_at)
    audit.record(
        "exchange.follow_up.refused_by_partner",
        subject=follow_up,
        person=follow_up.possible_match.target.search.data_set.person_id,
        partner=follow_up.partner.code,
        reason=reason,
    )
    hooks.follow_up_answered.call(follow_up)


def _check(match: InboundMatch, content: FollowUpRequest) -> None:
    if match.verdict != InboundMatch.Verdict.SAME:
        raise Problem(
            "exchange.match_not_confirmed", "No examiner has confirmed this match.", "Send the verdict before the request."
        )
    purpose = match.search.purpose
    if not set(content.fields) <= set(fields_of(purpose) + fields_by_person_only(purpose)):
        raise Problem(
            "exchange.field_not_allowed", "The purpose doesn't allow these data.", "Ask only for what the purpose may see."
        )


def _asked(incoming: Incoming) -> FollowUp:
    follow_up = find_follow_up_asked(incoming.partner, incoming.message)
    if follow_up is None:
        raise Problem("exchange.follow_up_unknown", "There is no such request of ours.", "Nothing is to be done.")
    return follow_up
