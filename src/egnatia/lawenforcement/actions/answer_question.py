"""Answer the police of a partner from the own gallery: possible matches with their prints, or none, and a record that stays."""

import logging
import secrets
from dataclasses import dataclass

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.biometrics.queries import ready_fingers
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.gallery import Candidate
from egnatia.exchange.actions.answer_search import agreeing_fingers, read_fingers
from egnatia.exchange.actions.incoming import Incoming, Plan
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.messages.law_enforcement import LawAnswer, LawMatch, LawQuestion
from egnatia.exchange.messages.search import MAX_MATCHES
from egnatia.exchange.queries import NO_CASE
from egnatia.lawenforcement import log
from egnatia.lawenforcement.gallery_search import Found, find_persons, search_gallery
from egnatia.lawenforcement.models import ReceivedMatch, ReceivedQuestion
from egnatia.lawenforcement.queries.partners import is_party
from egnatia.lawenforcement.rules import COPIES_LIMIT, may_be_told

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Told:
    """A person who is told of, and the prints that go with it."""

    found: Found
    fingers: tuple[FingerRecord, ...]


def answer_question(incoming: Incoming) -> Plan:
    """Search now, outside the transaction; note and answer inside it.

    Raises Problem `exchange.purpose_not_allowed`, `exchange.offence_unknown`, `exchange.fingers_unreadable`, and
    `exchange.gallery_at_work` where the gallery can't be searched now: the partner tries again by itself.
    """
    question = incoming.message.content
    assert isinstance(question, LawQuestion)  # noqa: S101  (the table of letters says so)
    _check(incoming, question)
    probe = read_fingers(question.fingers)
    try:
        matches = search_gallery(probe)
    except (EngineError, OSError) as error:
        _log.warning("a question of the police of %s has to wait for the gallery: %s", incoming.partner.code, error)
        raise Problem(
            "exchange.gallery_at_work", "The gallery can't be searched just now.", "Ask again in a minute.", status=503
        ) from error
    return lambda: _answer(incoming, question, matches)


def _check(incoming: Incoming, question: LawQuestion) -> None:
    if not is_party(incoming.partner.code):
        raise Problem(
            "exchange.purpose_not_allowed", "There is no agreement to ask for this purpose.", "Use a purpose that was agreed."
        )
    if question.offence not in law.offences():
        raise Problem(
            "exchange.offence_unknown",
            "The offence is none of the list.",
            "Name one of the European arrest warrant's list.",
            field="offence",
        )


def _answer(incoming: Incoming, question: LawQuestion, matches: list[Candidate]) -> Content:
    """Whoever is, or may be, under fourteen isn't told of without the ground, nor a national of the asker to it: the answer
    then looks like any without a match, and only the log says that somebody was left out.
    """
    if ReceivedQuestion.objects.filter(partner=incoming.partner, correspondence=incoming.correspondence).exists():
        raise Problem(
            "exchange.correspondence_reused", "A search was asked in this correspondence before.", "Begin a new one for it."
        )
    persons = list(find_persons(matches))
    suspected = question.age == "child"
    used = [one for one in persons if may_be_told(one.data_sets, incoming.partner.code, child_suspected=suspected)]
    told = [one for found in used[:MAX_MATCHES] if (one := _Told(found, _prints_of(found))).fingers]
    record = _note(incoming, question, found=len(told))
    kept = [_keep(record, one) for one in told]
    log.record_received(
        "lawenforcement.received.answered", record, found=len(told), left_out=len(persons) - len(used), of=len(matches)
    )
    for match in kept:
        log.record_received("lawenforcement.received.matched", record, match=match)
    return LawAnswer(
        result="possible_match" if told else "no_match",
        matches=tuple(
            LawMatch(reference=match.reference, fingers=one.fingers, score=round(match.score, 3))
            for match, one in zip(kept, told, strict=True)
        ),
    )


def _prints_of(found: Found) -> tuple[FingerRecord, ...]:
    """ISO records of the fingers that agree, and no others."""
    captures = ready_fingers(found.data_set).filter(position__in=agreeing_fingers(found.match.finger_scores))
    return tuple(FingerRecord(position=one.position, record=bytes(one.minutiae)) for one in captures)


def _note(incoming: Incoming, question: LawQuestion, *, found: int) -> ReceivedQuestion:
    verified = question.verified
    states = ReceivedQuestion.Verification
    return ReceivedQuestion.objects.create(
        partner=incoming.partner,
        correspondence=incoming.correspondence,
        case=incoming.message.case or NO_CASE,
        received_at=incoming.received_at,
        offence=question.offence,
        age=question.age,
        urgent=question.urgent,
        verification=states.APPROVED if verified else states.WAITING,
        verified_by=verified.by if verified else "",
        verified_at=verified.at if verified else None,
        found=found,
        erase_on=law.due_at(COPIES_LIMIT, clock.now(), node.current().partner),
    )


def _keep(record: ReceivedQuestion, told: _Told) -> ReceivedMatch:
    return ReceivedMatch.objects.create(
        question=record,
        reference=secrets.token_hex(16),
        data_set=told.found.data_set,
        fingers=[finger.position for finger in told.fingers],
        score=told.found.match.score,
    )
