"""What was under way when a match went: kept until the partner had answered for it, and emptied then."""

from egnatia.exchange.messages.evidence import EvidenceSent
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.models import OutboxMessage, PossibleMatch
from egnatia.exchange.own_letters import read_own

_ABOUT_A_MATCH = (PrintsRequest.kind, FollowUpRequest.kind, EvidenceSent.kind)
_GONE = (PossibleMatch.State.WITHDRAWN, PossibleMatch.State.DIFFERENT)


def forget_answered(question: OutboxMessage) -> None:
    """Empty a question and its answer where the match it is about was erased, or found wrong, meanwhile."""
    if question.kind not in _ABOUT_A_MATCH:
        return
    gone = PossibleMatch.objects.filter(
        target__partner=question.partner, target__correspondence=question.correspondence, state__in=_GONE
    )
    if (references := set(gone.values_list("reference", flat=True))) and _names_one_of(question, references):
        OutboxMessage.objects.filter(pk=question.pk).update(letter=None, answer=None)


def _names_one_of(question: OutboxMessage, references: set[str]) -> bool:
    said = read_own(question)
    return said is not None and getattr(said.content, "reference", None) in references
