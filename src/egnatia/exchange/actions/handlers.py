"""Who deals with which kind of message."""

from egnatia.base.errors import Problem
from egnatia.exchange.actions.answer_prints_request import answer_prints_request
from egnatia.exchange.actions.answer_search import answer_search
from egnatia.exchange.actions.incoming import Handler, Incoming, at_once
from egnatia.exchange.actions.pass_to_police import pass_to_police
from egnatia.exchange.actions.take_citizen import take_citizen
from egnatia.exchange.actions.take_counts_message import take_counts_message
from egnatia.exchange.actions.take_dropped import take_dropped
from egnatia.exchange.actions.take_evidence import take_evidence, take_evidence_decision
from egnatia.exchange.actions.take_figures import take_figures
from egnatia.exchange.actions.take_follow_up import take_follow_up_request, take_late_refusal, take_late_release
from egnatia.exchange.actions.take_mark import take_mark
from egnatia.exchange.actions.take_measure_message import take_measure_answer, take_measure_request
from egnatia.exchange.actions.take_notice import take_correction, take_erasure
from egnatia.exchange.actions.take_search_answer import take_late_search_answer
from egnatia.exchange.actions.take_verdict import take_match_confirmed, take_wrong_hit
from egnatia.exchange.actions.witness_partner import witness_partner
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.messages.evidence import EvidenceDecided, EvidenceSent
from egnatia.exchange.messages.figures import Figures
from egnatia.exchange.messages.follow_up import FollowUpRefusal, FollowUpRelease, FollowUpRequest
from egnatia.exchange.messages.heads import HeadShown
from egnatia.exchange.messages.law_enforcement import (
    LawErased,
    LawQuestion,
    LawRelease,
    LawVerdict,
    LawVerification,
    LawWithdrawal,
)
from egnatia.exchange.messages.measures import MeasureAnswer, MeasureRequest
from egnatia.exchange.messages.message import KINDS
from egnatia.exchange.messages.notices import CitizenNotice, CorrectionNotice, ErasureNotice, MarkNotice
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import MessageDropped, Ping, Pong
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit


def _pong(incoming: Incoming) -> Content:
    return Pong()


def _only_an_answer(incoming: Incoming) -> Content:
    raise Problem(
        "exchange.kind_is_an_answer", "This kind of message is only given in answer to another.", "See docs/protocol."
    )


#: What a partner may begin with; every other kind is only an answer.
HANDLERS: dict[str, Handler] = {kind: at_once(_only_an_answer) for kind in KINDS} | {
    Ping.kind: at_once(_pong),
    HeadShown.kind: at_once(witness_partner),
    SearchQuestion.kind: answer_search,
    SearchAnswer.kind: at_once(take_late_search_answer),
    PrintsRequest.kind: at_once(answer_prints_request),
    MatchConfirmed.kind: at_once(take_match_confirmed),
    WrongHit.kind: at_once(take_wrong_hit),
    FollowUpRequest.kind: at_once(take_follow_up_request),
    FollowUpRelease.kind: at_once(take_late_release),
    FollowUpRefusal.kind: at_once(take_late_refusal),
    ErasureNotice.kind: at_once(take_erasure),
    CorrectionNotice.kind: at_once(take_correction),
    MarkNotice.kind: at_once(take_mark),
    CitizenNotice.kind: at_once(take_citizen),
    EvidenceSent.kind: at_once(take_evidence),
    EvidenceDecided.kind: at_once(take_evidence_decision),
    Figures.kind: at_once(take_figures),
    Counts.kind: at_once(take_counts_message),
    MeasureRequest.kind: at_once(take_measure_request),
    MeasureAnswer.kind: at_once(take_measure_answer),
    MessageDropped.kind: at_once(take_dropped),
    LawQuestion.kind: pass_to_police,
    LawRelease.kind: pass_to_police,
    LawVerification.kind: pass_to_police,
    LawWithdrawal.kind: pass_to_police,
    LawErased.kind: pass_to_police,
    LawVerdict.kind: pass_to_police,
}
