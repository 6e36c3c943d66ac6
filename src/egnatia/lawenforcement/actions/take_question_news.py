"""What the police of a partner say afterwards of a question that we answered: a verdict, its verification, its end."""

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.law_enforcement import LawErased, LawVerdict, LawVerification
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.queries import NO_CASE
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.erase_received import erase_received, forget_matches
from egnatia.lawenforcement.models import ReceivedMatch, ReceivedQuestion
from egnatia.lawenforcement.queries.partners import get_received_match
from egnatia.lawenforcement.saying import forget_received


def take_verdict(incoming: Incoming) -> Content:
    """*Same* asks for data, which an officer of ours decides; after *different* the reference is of no use any more.

    Raises Problem `exchange.reference_unknown`, `exchange.verdict_given`.
    """
    content = incoming.message.content
    assert isinstance(content, LawVerdict)  # noqa: S101  (the table of letters says so)
    match = get_received_match(incoming.partner, incoming.message, content.reference)
    if match.verdict and content.decision == "same":
        raise Problem("exchange.verdict_given", "A verdict on this match was given before.", "Nothing is to be done.")
    match.verdict, match.verdict_at = content.decision, clock.now()
    if content.decision == "same":
        match.release, match.asked_at = ReceivedMatch.Release.ASKED, match.verdict_at
        match.question.confirmed += 1
        match.question.save(update_fields=["confirmed"])
    else:
        match.release = ReceivedMatch.Release.NONE
    match.save()
    log.record_received("lawenforcement.received.verdict", match.question, match=match, decision=content.decision)
    return Receipt()


def take_verification(incoming: Incoming) -> Content:
    """Not justified: what we have of the question goes at once, and the partner hears that it did."""
    content = incoming.message.content
    assert isinstance(content, LawVerification)  # noqa: S101  (the table of letters says so)
    unjustified = content.outcome == "unjustified"
    question = _find_question(incoming)
    if question is not None:
        question.verification, question.verified_at = content.outcome, content.decided_at
        question.verified_by = "" if unjustified else "verifying_authority"
        question.save(update_fields=["verification", "verified_at", "verified_by"])
        log.record_received("lawenforcement.received.verification", question)
        if unjustified:
            erase_received(question, because="unjustified")
            forget_matches(question)
    elif unjustified:
        forget_received(incoming.partner, incoming.correspondence)
    return LawErased(erased_at=clock.now()) if unjustified else Receipt()


def take_erased(incoming: Incoming) -> Content:
    """The partner has erased everything of its question: we needn't know any more whom it found."""
    content = incoming.message.content
    assert isinstance(content, LawErased)  # noqa: S101  (the table of letters says so)
    question = _find_question(incoming)
    if question is None:
        forget_received(incoming.partner, incoming.correspondence)
        return Receipt()
    question.partner_erased_at = content.erased_at
    question.save(update_fields=["partner_erased_at"])
    log.record_received("lawenforcement.received.erased_by_partner", question)
    erase_received(question, because="partner_erased")
    forget_matches(question)
    return Receipt()


def _find_question(incoming: Incoming) -> ReceivedQuestion | None:
    """Locked, in the partner's own correspondence and case."""
    found = ReceivedQuestion.objects.select_for_update(of=("self",)).select_related("partner")
    return found.filter(
        partner=incoming.partner, correspondence=incoming.correspondence, case=incoming.message.case or NO_CASE
    ).first()
