"""Take in what a partner counted today."""

from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.counts import DayCounts
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.today import keep_counts


def take_counts(incoming: Incoming) -> Content:
    """Counts replace the ones before."""
    content = incoming.message.content
    assert isinstance(content, DayCounts)  # noqa: S101  (the handler is chosen by kind)
    keep_counts(incoming.partner.code, content, incoming.message.made_at)
    return Receipt()
