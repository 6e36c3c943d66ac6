"""What was under way when a match went: kept until the partner had answered for it, and emptied then."""

from egnatia.exchange.messages.evidence import EvidenceSent
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.models import InboundMatch, OutboxMessage, PossibleMatch
from egnatia.exchange.own_letters import read_own

_ABOUT_A_MATCH = (PrintsRequest.kind, FollowUpRequest.kind, EvidenceSent.kind)
_GONE = (PossibleMatch.State.WITHDRAWN, PossibleMatch.State.DIFFERENT)


def forget_answered(question: OutboxMessage) -> None:
    """Empty a message and its answer where the match it is about was erased, or found wrong, meanwhile."""
    references = _gone(question)
    if references and _names_one_of(question, references):
        OutboxMessage.objects.filter(pk=question.pk).update(letter=None, answer=None)


def _gone(question: OutboxMessage) -> set[str]:
    """Opaque references of its correspondence that lead nowhere any more, for a kind of message that names one."""
    if question.kind in _ABOUT_A_MATCH:
        theirs = PossibleMatch.objects.filter(
            target__partner=question.partner, target__correspondence=question.correspondence, state__in=_GONE
        )
        return set(theirs.values_list("reference", flat=True))
    if question.kind == FollowUpRelease.kind:
        ours = InboundMatch.objects.filter(
            search__partner=question.partner,
            search__correspondence=question.correspondence,
            verdict=InboundMatch.Verdict.DIFFERENT,
        )
        return set(ours.values_list("reference", flat=True))
    return set()


def _names_one_of(question: OutboxMessage, references: set[str]) -> bool:
    said = read_own(question)
    return said is not None and getattr(said.content, "reference", None) in references
