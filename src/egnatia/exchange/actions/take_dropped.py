"""A partner gave up a message of its own: nothing is held up by it, and an answer we waited for doesn't come."""

from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.actions.take_follow_up import take_refusal
from egnatia.exchange.actions.take_search_answer import take_search_refusal
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import SearchTarget
from egnatia.exchange.queries import find_follow_up_asked

#: Why something of ours ended without an answer.
ANSWER_DROPPED = "exchange.answer_dropped"


def take_dropped(incoming: Incoming) -> Content:
    """Its number counts as arrived. What it would have answered ends as a refusal does, and may be asked anew."""
    if incoming.message.answers is None or incoming.gateway is not Gateway.MIGRATION:
        return Receipt()  # what waits for an answer of law enforcement has its own limit
    follow_up = find_follow_up_asked(incoming.partner, incoming.message)
    if follow_up is not None:
        take_refusal(follow_up, ANSWER_DROPPED)
        return Receipt()
    target = (
        SearchTarget.objects.select_related("search__data_set")
        .filter(
            partner=incoming.partner,
            correspondence=incoming.correspondence,
            question__digest=incoming.message.answers,
            state=SearchTarget.State.WAITING,
        )
        .first()
    )
    if target is not None:
        take_search_refusal(target, ANSWER_DROPPED)
    return Receipt()
