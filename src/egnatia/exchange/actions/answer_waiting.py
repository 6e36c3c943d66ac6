"""Answer searches that came while the gallery couldn't be searched: by a message of its own."""

from django.db import transaction

from egnatia.audit import Actor
from egnatia.audit.context import acting
from egnatia.exchange import envelope
from egnatia.exchange.actions.answer_search import meet_answer_deadline, read_fingers, search_own, write_answer
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.standing import is_witnessed
from egnatia.exchange.messages import read_message
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.models import InboundSearch, InboxMessage


def answer_waiting_searches(*, limit: int = 20) -> int:
    """How many were answered now; none while the node isn't witnessed.

    Raises what the gallery raises as long as it can't be searched.
    """
    if not is_witnessed():
        return 0
    waiting = InboundSearch.objects.filter(state=InboundSearch.State.WAITING, withdrawn_at=None).select_related("partner")
    return sum(_answer(search) for search in waiting.order_by("-urgent", "received_at")[:limit])


def _answer(search: InboundSearch) -> bool:
    asked = InboxMessage.objects.get(
        partner=search.partner, gateway=Gateway.MIGRATION, correspondence=search.correspondence, kind=SearchQuestion.kind
    )
    question = read_message(envelope.read_letter(asked.letter or "", search.partner.keys, arrived_at=asked.received_at)).content
    assert isinstance(question, SearchQuestion)  # noqa: S101  (its kind says so)
    searched = search_own(read_fingers(question.fingers), search.partner.code, search.purpose)
    partner = search.partner
    with transaction.atomic(), acting(Actor("partner", partner.code, partner.name), where="exchange"):
        if not InboundSearch.objects.filter(pk=search.pk, state=InboundSearch.State.WAITING, withdrawn_at=None).exists():
            return False
        send_message(
            partner,
            write_answer(search, searched),
            correspondence=search.correspondence,
            purpose=search.purpose,
            case=search.case,
            answers=asked.digest,
        )
        meet_answer_deadline(search)
    return True
