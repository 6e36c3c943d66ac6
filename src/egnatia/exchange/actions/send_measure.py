"""Send a partner a measure to see to, or the answer to one of its own. What may be said was decided by whoever calls."""

from uuid import UUID

from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.measures import MeasureAnswer, MeasureRequest
from egnatia.exchange.models import OutboxMessage, Partner


def send_measure(partner: Partner, content: MeasureRequest | MeasureAnswer, *, correspondence: UUID) -> OutboxMessage:
    """Put it into the outbox, in the caller's transaction.

    correspondence   one for each reference: a change never overtakes what it changes
    """
    return send_message(partner, content, correspondence=correspondence, purpose=content.fixed_purpose)
