"""Hand what partners say of measures to the regional picture."""

from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.hooks import measure_answered, measure_received
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.measures import MeasureAnswer, MeasureRequest
from egnatia.exchange.messages.service import Receipt


def take_measure_request(incoming: Incoming) -> Content:
    """What the picture can't take raises its Problem, and so refuses the message."""
    content = incoming.message.content
    assert isinstance(content, MeasureRequest)  # noqa: S101  (the table of handlers says so)
    measure_received.call(incoming.partner, content, incoming.correspondence, incoming.message.made_at)
    return Receipt()


def take_measure_answer(incoming: Incoming) -> Content:
    """Likewise."""
    content = incoming.message.content
    assert isinstance(content, MeasureAnswer)  # noqa: S101  (the table of handlers says so)
    measure_answered.call(incoming.partner, content, incoming.message.made_at)
    return Receipt()
