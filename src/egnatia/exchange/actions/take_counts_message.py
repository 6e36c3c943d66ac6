"""Hand a partner's counts to the regional picture."""

from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.hooks import counts_received
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.messages.service import Receipt


def take_counts_message(incoming: Incoming) -> Content:
    """What the picture can't use raises its Problem, and so refuses the message."""
    content = incoming.message.content
    assert isinstance(content, Counts)  # noqa: S101  (the table of handlers says so)
    counts_received.call(incoming.partner, content, incoming.message.made_at)
    return Receipt()
