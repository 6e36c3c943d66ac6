"""Steps that several tests take: what a partner answers, as the node's worker would take it."""

from typing import Any

from egnatia.base import clock
from egnatia.exchange.actions.take_answers import check_answer, take_answers
from egnatia.exchange.delivery.posting import Answer
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.search import Match, SearchAnswer
from egnatia.exchange.models import OutboxMessage

REFERENCE = "ab" * 16


def waiting(kind: str) -> OutboxMessage:
    """The one message of this kind that is under way."""
    return OutboxMessage.objects.get(kind=kind, state="waiting")


def waiting_for(partner: Any, kind: str) -> OutboxMessage:
    """The one message of this kind that is under way to this partner."""
    return OutboxMessage.objects.get(partner=partner.partner, kind=kind, state="waiting")


def reply(partner: Any, sent: OutboxMessage, content: Content) -> None:
    """The partner answers in the response."""
    message, letter = partner.answer(sent, content)
    check_answer(sent, message)
    take_answers([(sent, Answer(message, letter))])


def possible_match() -> SearchAnswer:
    match = Match(reference=REFERENCE, fingers=(1, 2, 3, 4, 5), score=0.9)
    return SearchAnswer(result="possible_match", matches=(match,))


now = clock.now
