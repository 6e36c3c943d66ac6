"""Put what is said to the police of a partner into the outbox: in the correspondence, case and purpose that it belongs to."""

from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.law_enforcement import LawContent
from egnatia.exchange.models import OutboxMessage
from egnatia.lawenforcement.models import AskedPartner, ReceivedQuestion
from egnatia.lawenforcement.rules import PURPOSE


def say_to_asked(asked: AskedPartner, content: LawContent) -> OutboxMessage:
    """To a partner whom a request of ours asks."""
    assert asked.partner is not None  # noqa: S101  (it was asked)
    return send_message(asked.partner, content, correspondence=asked.correspondence, purpose=PURPOSE, case=asked.pk)


def say_to_asker(question: ReceivedQuestion, content: LawContent) -> OutboxMessage:
    """To a partner whose question we answered."""
    return send_message(question.partner, content, correspondence=question.correspondence, purpose=PURPOSE, case=question.case)
