"""Note a partner's answer to our search; ask for the reference prints of each possible match."""

from datetime import datetime

from egnatia import audit
from egnatia.base import clock
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.exchange import hooks
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import Match, SearchAnswer
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import PossibleMatch, SearchTarget
from egnatia.exchange.queries import get_target
from egnatia.persons.actions.set_transmitted import set_transmitted

STATES = {"possible_match": SearchTarget.State.POSSIBLE_MATCH, "no_match": SearchTarget.State.NO_MATCH}


def take_late_search_answer(incoming: Incoming) -> Content:
    """An answer that came by a message of its own."""
    content = incoming.message.content
    assert isinstance(content, SearchAnswer)  # noqa: S101  (the table of handlers says so)
    take_search_answer(get_target(incoming.partner, incoming.correspondence), content)
    return Receipt()


def take_search_answer(target: SearchTarget, answer: SearchAnswer) -> None:
    """Note it once; whatever else arrives under the same correspondence changes nothing."""
    if target.state != SearchTarget.State.WAITING:
        return
    target.state, target.answered_at = STATES[answer.result], clock.now()
    target.save(update_fields=["state", "answered_at"])
    _meet_deadline(target, target.answered_at)
    audit.record(
        "exchange.search.answer_received",
        subject=target,
        person=target.search.data_set.person_id,
        partner=target.partner_code,
        result=answer.result,
    )
    hooks.search_answered.call(target)
    if target.search.data_set.is_active:
        for match in answer.matches:
            _ask_for_prints(target, match)


def take_acknowledgement(target: SearchTarget, at: datetime) -> None:
    """The first partner that has our message: from its signed moment the retention runs."""
    set_transmitted(target.search.data_set, at=at)


def take_search_refusal(target: SearchTarget, code: str) -> None:
    """The partner won't answer."""
    target.state, target.reason, target.answered_at = SearchTarget.State.REFUSED, code[:60], clock.now()
    target.save(update_fields=["state", "reason", "answered_at"])
    _meet_deadline(target, target.answered_at)
    audit.record(
        "exchange.search.refused",
        subject=target,
        person=target.search.data_set.person_id,
        partner=target.partner_code,
        code=code,
    )
    hooks.search_answered.call(target)


def _ask_for_prints(target: SearchTarget, match: Match) -> None:
    assert target.partner is not None  # noqa: S101  (it has answered)
    PossibleMatch.objects.create(
        target=target, reference=match.reference, fingers=list(match.fingers), score=match.score, found_at=clock.now()
    )
    send_message(
        target.partner,
        PrintsRequest(reference=match.reference),
        correspondence=target.correspondence,
        purpose=target.search.purpose,
        case=target.id,
    )


def _meet_deadline(target: SearchTarget, at: datetime) -> None:
    meet_deadline("search_answer_urgent" if target.search.urgent else "search_answer", target, at=at)
