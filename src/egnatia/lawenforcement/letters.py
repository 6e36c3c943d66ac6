"""Who deals with which letter of a partner's police, and with which answer to ours."""

from collections.abc import Callable

from egnatia.exchange.actions.incoming import Handler, Incoming, Plan, at_once
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.law_enforcement import (
    LawAnswer,
    LawErased,
    LawQuestion,
    LawRelease,
    LawVerdict,
    LawVerification,
    LawWithdrawal,
)
from egnatia.exchange.messages.service import Refusal
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.own_letters import read_own
from egnatia.lawenforcement.actions.answer_question import answer_question
from egnatia.lawenforcement.actions.take_partner_answer import (
    give_up,
    refuse_data,
    take_answer,
    take_refusal,
    take_release,
    take_withdrawal,
)
from egnatia.lawenforcement.actions.take_question_news import take_erased, take_verdict, take_verification
from egnatia.lawenforcement.actions.tell_withdrawal import acknowledge_withdrawal, ask_again
from egnatia.lawenforcement.models import Hit, ReceivedQuestion
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.queries.partners import find_asked, find_hit

_HANDLERS: dict[str, Handler] = {
    LawQuestion.kind: answer_question,
    LawRelease.kind: at_once(take_release),
    LawVerification.kind: at_once(take_verification),
    LawWithdrawal.kind: at_once(take_withdrawal),
    LawErased.kind: at_once(take_erased),
    LawVerdict.kind: at_once(take_verdict),
}


def plan_for(incoming: Incoming) -> Plan:
    """What is to be done about a letter; whatever reads long is read now."""
    return _HANDLERS[incoming.message.kind](incoming)


def take_reply(question: OutboxMessage, answer: Message) -> None:
    """A partner answered a letter of ours. In the transaction that ends it."""
    take = _REPLIES.get(question.kind)
    if take is not None:
        take(question, answer)


def end_dropped(message: OutboxMessage, content: Content | None) -> None:
    """An operator gave a letter of ours up."""
    if message.kind == LawQuestion.kind and (asked := find_asked(message.partner, message.correspondence)) is not None:
        give_up(asked)
    elif isinstance(content, LawRelease):
        asked_of_us = ReceivedQuestion.objects.filter(partner=message.partner, correspondence=message.correspondence)
        for question in asked_of_us:
            ask_again(question, content)


def _end_question(question: OutboxMessage, answer: Message) -> None:
    asked = find_asked(question.partner, question.correspondence)
    if asked is None:
        return
    if isinstance(answer.content, LawAnswer):
        take_answer(asked, answer.content)
    elif isinstance(answer.content, Refusal):
        take_refusal(asked, answer.content.code)


def _end_verification(question: OutboxMessage, answer: Message) -> None:
    asked = find_asked(question.partner, question.correspondence)
    if asked is not None and isinstance(answer.content, LawErased):
        asked.partner_erased_at = answer.content.erased_at
        asked.save(update_fields=["partner_erased_at"])


def _end_verdict(question: OutboxMessage, answer: Message) -> None:
    """A final refusal: no data come."""
    said = read_own(question)
    if not isinstance(answer.content, Refusal) or said is None or not isinstance(said.content, LawVerdict):
        return
    hit = find_hit(question.partner, question.correspondence, said.content.reference)
    if hit is None:
        return
    hit.request = lock_request(hit.request_id)
    if hit.release == Hit.Release.ASKED:
        refuse_data(hit, answer.content.code)
        hit.save()


def _end_withdrawal(question: OutboxMessage, answer: Message) -> None:
    if isinstance(answer.content, LawErased):
        acknowledge_withdrawal(question)


_REPLIES: dict[str, Callable[[OutboxMessage, Message], None]] = {
    LawQuestion.kind: _end_question,
    LawVerification.kind: _end_verification,
    LawVerdict.kind: _end_verdict,
    LawWithdrawal.kind: _end_withdrawal,
}
