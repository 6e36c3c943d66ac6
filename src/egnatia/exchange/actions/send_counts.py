"""Send a partner counts for the regional picture. Which ones it may have was decided by whoever calls."""

from egnatia.base.ids import new_id
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.models import OutboxMessage, Partner


def send_counts(partner: Partner, counts: Counts) -> OutboxMessage:
    """Put them into the outbox, in the caller's transaction. Raises Problem `exchange.message_too_large`."""
    return send_message(partner, counts, correspondence=new_id(), purpose=Counts.fixed_purpose)
