"""What is said to the police of a partner, and what is taken back: in the correspondence, case and purpose it belongs to."""

from uuid import UUID

from django.db.models import QuerySet

from egnatia.exchange.actions import tell_change
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.law_enforcement import LawContent
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.lawenforcement.models import AskedPartner, ReceivedQuestion
from egnatia.lawenforcement.rules import PURPOSE

_GATEWAY = Gateway.LAW_ENFORCEMENT


def say_to_asked(asked: AskedPartner, content: LawContent) -> OutboxMessage:
    """To a partner whom a request of ours asks."""
    assert asked.partner is not None  # noqa: S101  (it was asked)
    return send_message(asked.partner, content, correspondence=asked.correspondence, purpose=PURPOSE, case=asked.pk)


def say_to_asker(question: ReceivedQuestion, content: LawContent) -> OutboxMessage:
    """To a partner whose question we answered."""
    return send_message(question.partner, content, correspondence=question.correspondence, purpose=PURPOSE, case=question.case)


def under_way(partner: Partner, correspondence: UUID) -> QuerySet[OutboxMessage]:
    """What was said and isn't answered for yet."""
    said = OutboxMessage.objects.filter(partner=partner, gateway=_GATEWAY, correspondence=correspondence)
    return said.filter(state__in=OutboxMessage.UNDER_WAY)


def take_back(partner: Partner, correspondence: UUID) -> None:
    """What waits isn't sent any more, and the kept letters of both sides are emptied here; their digests stay."""
    tell_change.withdraw_waiting(partner, correspondence, gateway=_GATEWAY)
    forget_letters(partner, correspondence)


def forget_letters(partner: Partner, correspondence: UUID) -> None:
    """Empty the kept letters of a correspondence; what is under way stays until it is answered for."""
    tell_change.forget_letters(partner, correspondence, gateway=_GATEWAY)


def forget_received(partner: Partner, correspondence: UUID) -> None:
    """Empty what the partner said in a correspondence, and our answers to it."""
    tell_change.forget_received(partner, correspondence, gateway=_GATEWAY)
