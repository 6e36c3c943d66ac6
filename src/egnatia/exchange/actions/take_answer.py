"""Act on what a partner answered to a message of ours: once, in the transaction that ends the message."""

from datetime import datetime

from django.db import transaction

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.exchange.actions.end_dropped import note_arrived
from egnatia.exchange.actions.take_cosignature import take_cosignature
from egnatia.exchange.actions.take_follow_up import take_refusal, take_release
from egnatia.exchange.actions.take_prints import take_prints
from egnatia.exchange.actions.take_search_answer import take_acknowledgement, take_search_answer, take_search_refusal
from egnatia.exchange.actions.tell_verdict import acknowledge_wrong_hit
from egnatia.exchange.log.entries import received, write_entries
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.follow_up import FollowUpRefusal, FollowUpRelease, FollowUpRequest
from egnatia.exchange.messages.heads import HeadShown
from egnatia.exchange.messages.notices import CorrectionNotice, ErasureNotice
from egnatia.exchange.messages.prints import PrintsAnswer
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import MessageDropped, Receipt, Refusal
from egnatia.exchange.messages.verdict import WrongHit
from egnatia.exchange.models import FollowUp, OutboxMessage
from egnatia.exchange.queries import get_possible_match, get_target


@transaction.atomic
def take_answer(question: OutboxMessage, answer: Message, letter: str) -> None:
    """End `question` with this answer; a question that was ended already is left as it is.

    letter   the answer as it was signed, which is kept
    Raises a Problem where the answer can't be used (prints that are no prints): the question then stays under way.
    """
    refused = isinstance(answer.content, Refusal)
    kept = OutboxMessage.objects.filter(pk=question.pk, state__in=OutboxMessage.UNDER_WAY)
    state = OutboxMessage.State.REFUSED if refused else OutboxMessage.State.ANSWERED
    if not kept.update(state=state, answered_at=clock.now(), answer_kind=answer.kind, last_problem=_code(answer)):
        return
    question.refresh_from_db()
    question.answer = letter
    question.save(update_fields=["answer"])
    write_entries(received(letter))
    _act(question, answer)


def _act(question: OutboxMessage, answer: Message) -> None:
    content = answer.content
    if question.kind == SearchQuestion.kind:
        _end_search(question, answer.made_at, content)
    elif isinstance(content, PrintsAnswer):
        take_prints(get_possible_match(get_target(question.partner, question.correspondence), content.reference), content)
    elif question.kind == FollowUpRequest.kind:
        _end_follow_up(question, content)
    elif question.kind == WrongHit.kind and isinstance(content, Receipt):
        acknowledge_wrong_hit(question)
    elif question.kind == MessageDropped.kind and _code(answer) == "exchange.number_reused":
        note_arrived(question)
    elif question.kind == HeadShown.kind:
        take_cosignature(question, content)
    elif question.kind in (ErasureNotice.kind, CorrectionNotice.kind):
        rule = "erasure_notice" if question.kind == ErasureNotice.kind else "correction_notice"
        meet_deadline(rule, question, at=clock.now())


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


def _code(answer: Message) -> str:
    return answer.content.code[:80] if isinstance(answer.content, Refusal) else ""


def check_answer(question: OutboxMessage, answer: Message) -> None:
    """That it answers exactly this question. Raises Problem `exchange.answer_to_another`."""
    fits = (
        question.is_named_by(answer.answers)
        and answer.sender == question.partner.code
        and answer.correspondence == question.correspondence
        and answer.number == 0
    )
    if not fits:
        raise Problem(
            "exchange.answer_to_another",
            "The partner's answer belongs to another message.",
            "It is asked again by itself; if it stays, call the partner's operator.",
            status=502,
        )
