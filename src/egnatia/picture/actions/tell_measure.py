"""Tell a partner of a measure that is given to it, of what changes about it, and that it is withdrawn."""

from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.exchange.actions.send_measure import send_measure
from egnatia.exchange.messages.measures import MeasureRequest
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.queries import confirmed_partners, get_partner
from egnatia.picture.alarms.telling import request_of
from egnatia.picture.models import Recommendation, SentMeasure
from egnatia.picture.queries.partner_measures import find_given

_NOT_TAKEN = (OutboxMessage.State.REFUSED, OutboxMessage.State.DROPPED)


def check_reached(partner: str) -> None:
    """Problem `picture.recommendation.partner` where nothing can be sent to this partner now."""
    if not confirmed_partners().filter(code=partner).exists():
        raise Problem(
            "picture.recommendation.partner",
            gettext("This node isn't connected with that partner, so the measure would stay here."),
            gettext("Have the partner confirmed under Partners first, or choose somebody else."),
            field="owner",
        )


def tell_measure(officer: Officer, recommendation: Recommendation) -> SentMeasure | None:
    """Whoever had it before is told that it is withdrawn, whoever has it now what it is; in the caller's transaction.

    None where no partner has it now. Nothing is sent where the partner knows it all already; what it refused, or
    what was given up on its way, is sent again.
    Raises Problem `picture.recommendation.not_tellable`.
    """
    given = find_given(recommendation)
    if given is not None and given.partner != recommendation.owner_partner:
        withdraw_measure(officer, recommendation)
        given = None
    if not recommendation.owner_partner:
        return None
    sent = given or _begin(recommendation)
    content = request_of(sent)
    known = given is not None and given.told == content.to_wire() and given.message.state not in _NOT_TAKEN
    return sent if known else _send(officer, sent, content)


def tell_change(officer: Officer, recommendation: Recommendation) -> None:
    """Its text changed: the partner that has it, if one has, is told the new one. Raises what `tell_measure` raises."""
    if find_given(recommendation) is not None:
        tell_measure(officer, recommendation)


def withdraw_measure(officer: Officer, recommendation: Recommendation) -> None:
    """The partner that has it need not do it any more; nothing where none has it."""
    given = find_given(recommendation)
    if given is None:
        return
    given.withdrawn_at = clock.now()
    _send(officer, given, MeasureRequest.model_validate({**given.told, "withdrawn": True}))


def _begin(recommendation: Recommendation) -> SentMeasure:
    return SentMeasure(
        recommendation=recommendation,
        partner=recommendation.owner_partner,
        reference=new_id().hex,
        correspondence=new_id(),
    )


def _send(officer: Officer, sent: SentMeasure, content: MeasureRequest) -> SentMeasure:
    """To a suspended partner too: it waits until the partner is confirmed again."""
    partner = get_partner(sent.partner)
    sent.message = send_measure(partner, content, correspondence=sent.correspondence)
    sent.told, sent.told_at = content.to_wire(), sent.message.made_at
    sent.save()
    audit.record(
        "picture.measure.withdrawn" if content.withdrawn else "picture.measure.told",
        subject=sent.recommendation,
        officer=officer,
        partner=sent.partner,
        reference=sent.reference,
        due=content.due,
    )
    return sent
