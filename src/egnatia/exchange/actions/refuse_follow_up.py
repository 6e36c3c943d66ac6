"""Refuse data to a partner, with a reason from the law's list."""

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.follow_up import FollowUpRefusal
from egnatia.exchange.models import FollowUp
from egnatia.exchange.queries import digest_of_received


@transaction.atomic
def refuse_follow_up(officer: Officer, follow_up: FollowUp, reason: str) -> FollowUp:
    """Tell the partner no. Raises Problem `accounts.not_allowed`, `exchange.refusal_reason`, `exchange.follow_up_answered`."""
    policy.require(officer, "exchange.release")
    if reason not in law.refusal_reasons():
        raise Problem(
            "exchange.refusal_reason", gettext("Say why."), gettext("Choose one of the reasons in the list."), field="reason"
        )
    match = follow_up.inbound_match
    if match is None or not FollowUp.objects.filter(pk=follow_up.pk, state=FollowUp.State.REQUESTED).exists():
        raise Problem(
            "exchange.follow_up_answered",
            gettext("This request has been answered already."),
            gettext("Nothing is left to do here; go back to the list."),
            status=409,
        )
    follow_up.state, follow_up.refusal_reason = FollowUp.State.REFUSED, reason
    follow_up.answered_at, follow_up.answered_by = clock.now(), officer
    follow_up.save(update_fields=["state", "refusal_reason", "answered_at", "answered_by"])
    meet_deadline("follow_up", follow_up, at=follow_up.answered_at)
    audit.record(
        "exchange.follow_up.refused",
        subject=follow_up,
        person=match.data_set.person_id,
        officer=officer,
        partner=follow_up.partner.code,
        reason=reason,
    )
    send_message(
        follow_up.partner,
        FollowUpRefusal(reference=match.reference, reason=reason),
        correspondence=match.search.correspondence,
        purpose=match.search.purpose,
        case=match.search.case,
        answers=digest_of_received(follow_up),
    )
    return follow_up
