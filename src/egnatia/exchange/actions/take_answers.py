"""Act on what a partner answered to messages of ours: once, in the transaction that ends them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.exchange import hooks
from egnatia.exchange.actions.end_dropped import note_arrived
from egnatia.exchange.actions.forget_answered import forget_answered
from egnatia.exchange.actions.note_attempt import postpone
from egnatia.exchange.actions.renumber import is_to_be_renumbered, renumber
from egnatia.exchange.actions.take_cosignature import take_cosignature
from egnatia.exchange.actions.take_evidence import note_decision
from egnatia.exchange.actions.take_follow_up import take_refusal, take_release
from egnatia.exchange.actions.take_prints import take_prints
from egnatia.exchange.actions.take_search_answer import take_acknowledgement, take_search_answer, take_search_refusal
from egnatia.exchange.actions.tell_verdict import acknowledge_wrong_hit
from egnatia.exchange.delivery.posting import Answer
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import received, write_entries
from egnatia.exchange.messages import KINDS, Message
from egnatia.exchange.messages.evidence import EvidenceSent
from egnatia.exchange.messages.follow_up import FollowUpRefusal, FollowUpRelease, FollowUpRequest
from egnatia.exchange.messages.heads import HeadShown
from egnatia.exchange.messages.notices import CitizenNotice, CorrectionNotice, ErasureNotice, MarkNotice
from egnatia.exchange.messages.prints import PrintsAnswer
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import NUMBER_REUSED, MessageDropped, Receipt, Refusal
from egnatia.exchange.messages.verdict import WrongHit
from egnatia.exchange.models import Evidence, FollowUp, OutboxMessage
from egnatia.exchange.queries import get_possible_match, get_target

#: Which limit the receipt of a notice ends.
_NOTICE_LIMITS = {
    ErasureNotice.kind: "erasure_notice",
    CorrectionNotice.kind: "correction_notice",
    MarkNotice.kind: "marking_notice",
    CitizenNotice.kind: "citizenship_notice",
}


@transaction.atomic
def take_answers(answered: Sequence[tuple[OutboxMessage, Answer]]) -> None:
    """End each question with its answer, or put it off, or give it another number; one that was ended already is left as it is.

    All of one gateway.

    Raises a Problem where an answer can't be used (prints that are no prints): all these questions then stay under way.
    """
    sent = OutboxMessage.objects.filter(pk__in=[question.pk for question, _ in answered], state__in=OutboxMessage.UNDER_WAY)
    under_way = dict(sent.select_for_update().values_list("pk", "answered_at"))
    ended = []
    for question, answer in answered:
        content = answer.message.content
        if isinstance(content, Refusal) and not content.final:
            postpone(question, content, answer.letter)
        elif question.pk in under_way and is_to_be_renumbered(question, _code(answer.message)):
            renumber(question, answer.letter)
        elif question.pk in under_way:
            (_end_again if under_way[question.pk] else _end)(question, answer)
            ended.append((question, answer))
    if ended:
        write_entries(*(received(answer.letter) for _, answer in ended), gateway=Gateway(ended[0][0].gateway))
    for question, answer in ended:
        if under_way[question.pk] is None:
            _act(question, answer.message)
        forget_answered(question)


def _end(question: OutboxMessage, answer: Answer) -> None:
    refused = isinstance(answer.message.content, Refusal)
    question.state = OutboxMessage.State.REFUSED if refused else OutboxMessage.State.ANSWERED
    question.answered_at, question.answer = clock.now(), answer.letter
    question.answer_kind, question.last_problem = answer.message.kind, _code(answer.message)
    question.save(update_fields=["state", "answered_at", "answer", "answer_kind", "last_problem"])


def _end_again(question: OutboxMessage, answer: Answer) -> None:
    """One that was sent again after its answer, which was acted on and stays; who refuses it now has forgotten the matter."""
    refused = isinstance(answer.message.content, Refusal) and question.answer_kind == Refusal.kind
    question.state = OutboxMessage.State.REFUSED if refused else OutboxMessage.State.ANSWERED
    question.last_problem = _code(answer.message)
    question.save(update_fields=["state", "last_problem"])


def _act(question: OutboxMessage, answer: Message) -> None:
    content = answer.content
    if question.kind == SearchQuestion.kind:
        _end_search(question, answer.made_at, content)
    elif isinstance(content, PrintsAnswer):
        take_prints(get_possible_match(get_target(question.partner, question.correspondence), content.reference), content)
    elif question.kind == FollowUpRequest.kind:
        _end_follow_up(question, content)
    elif question.kind == EvidenceSent.kind and isinstance(content, Refusal):
        _end_evidence(question, content)
    elif question.kind == WrongHit.kind and isinstance(content, Receipt):
        acknowledge_wrong_hit(question)
    elif question.kind == MessageDropped.kind and _code(answer) == NUMBER_REUSED:
        note_arrived(question)
    elif question.kind == HeadShown.kind:
        take_cosignature(question, content)
    elif KINDS[question.kind].gateway == Gateway.LAW_ENFORCEMENT:
        hooks.law_message_answered.call(question, answer)
    elif question.kind in _NOTICE_LIMITS:
        meet_deadline(_NOTICE_LIMITS[question.kind], question, at=clock.now())


def _end_search(question: OutboxMessage, at: datetime, content: object) -> None:
    target = get_target(question.partner, question.correspondence)
    if isinstance(content, Refusal):
        take_search_refusal(target, content.code)
        return
    take_acknowledgement(target, at)
    if isinstance(content, SearchAnswer):
        take_search_answer(target, content)


def _end_follow_up(question: OutboxMessage, content: object) -> None:
    follow_up = FollowUp.objects.select_related("possible_match__target__search__data_set", "partner").get(
        message_id=question.pk
    )
    if isinstance(content, FollowUpRelease):
        take_release(follow_up, content)
    elif isinstance(content, FollowUpRefusal):
        take_refusal(follow_up, content.reason)
    elif isinstance(content, Refusal):
        take_refusal(follow_up, content.code)


def _end_evidence(question: OutboxMessage, refusal: Refusal) -> None:
    """The owner doesn't take it in: its code stands for the reason."""
    found = Evidence.objects.select_related("possible_match__target__search__data_set", "partner")
    note_decision(found.get(message_id=question.pk), reason=refusal.code)


def _code(answer: Message) -> str:
    return answer.content.code[:80] if isinstance(answer.content, Refusal) else ""


def check_answer(question: OutboxMessage, answer: Message) -> None:
    """That it answers exactly this question. Raises Problem `exchange.answer_to_another`."""
    fits = (
        question.is_named_by(answer.answers)
        and answer.sender == question.partner.code
        and answer.correspondence == question.correspondence
        and answer.number == 0
        and answer.content.may_go_through(Gateway(question.gateway))
    )
    if not fits:
        raise Problem(
            "exchange.answer_to_another",
            "The partner's answer belongs to another message.",
            "It is asked again by itself; if it stays, call the partner's operator.",
            status=502,
        )
