"""Answer a partner's search from the node's own gallery: possible match or no match, and nothing about whom.

A match is as much work as no match, as far as that goes: whoever looks alike is looked at in the same way, above the threshold
or not, and as many statements are written. What is left of a difference, `answer_time` hides.
"""

import logging
import secrets
import time
from dataclasses import dataclass

from egnatia import law
from egnatia.audit.recording import Said, record_together
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.wake import wake_on_commit
from egnatia.biometrics import gallery
from egnatia.biometrics.actions.search_gallery import ALGORITHM
from egnatia.biometrics.models import Enrolment, LocalSearch
from egnatia.biometrics.records import build_ten_print, fingers_from_records
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.fusion import fuse
from egnatia.engines.fingerprint.template import TenPrint
from egnatia.engines.fingerprint.thresholds import possible_match_threshold
from egnatia.exchange.actions.incoming import Incoming, Plan
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.messages.search import MAX_MATCHES, Match, SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import InboundMatch, InboundSearch
from egnatia.exchange.queries import NO_CASE
from egnatia.persons.models import DataSet
from egnatia.persons.queries import sequence_of

logger = logging.getLogger(__name__)

#: Looked at below the best ones, so that several data sets of one person don't hide another person.
_LIMIT = 30
#: Fingers whose prints are offered where none agrees clearly by itself.
_FINGERS_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Known:
    """One of our data sets above the threshold, and the fingers that agree."""

    data_set: DataSet
    score: float
    fingers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search of the gallery came to: persons, best first, and the seconds it took."""

    known: list[Known]
    seconds: float


def answer_search(incoming: Incoming) -> Plan:
    """Search now, outside the transaction; note and answer inside it. Where the gallery can't be searched now, answer later."""
    question = incoming.message.content
    assert isinstance(question, SearchQuestion)  # noqa: S101  (the table of handlers says so)
    probe = read_fingers(question.fingers)
    try:
        searched = search_own(probe, incoming.partner.code, incoming.purpose)
    except (EngineError, OSError) as error:
        logger.warning("a search by %s has to wait for the gallery: %s", incoming.partner.code, error)
        return lambda: _postpone(incoming, urgent=question.urgent)
    return lambda: write_answer(_note(incoming, urgent=question.urgent), searched)


def read_fingers(fingers: tuple[FingerRecord, ...]) -> TenPrint:
    """Templates of what a partner sent. Raises Problem `exchange.fingers_unreadable`."""
    try:
        read = fingers_from_records([finger.record for finger in fingers])
        if set(read) != {finger.position for finger in fingers}:
            raise EngineError("record.position_unknown", "A record is of another finger.", "Send the fingers again.")
        return build_ten_print(read)
    except EngineError as error:
        raise Problem(
            "exchange.fingers_unreadable", "A finger is no ISO/IEC 19794-2 record.", "Send the fingers again.", field="fingers"
        ) from error


def search_own(probe: TenPrint, asker: str, purpose: str) -> Searched:
    """The persons whom these fingers may belong to.

    A partner whose nationality one of them holds, claims or fears doesn't learn of that person (`law.partners_not_asked`):
    what isn't asked in one direction isn't told in the other. The search is the same whatever comes of it.
    """
    began = time.perf_counter()
    hits = gallery.search(probe, limit=_LIMIT)
    enrolments = Enrolment.objects.select_related("data_set").filter(pk__in=[hit.entry_id for hit in hits], erased=False)
    owners = {enrolment.pk: enrolment.data_set for enrolment in enrolments if enrolment.data_set is not None}
    looked_at = [
        (
            hit.score >= possible_match_threshold(hit.fingers_compared),
            _may_learn(asker, owners[hit.entry_id], purpose),
            Known(owners[hit.entry_id], hit.score, agreeing_fingers(hit.finger_scores)),
        )
        for hit in hits
        if hit.entry_id in owners
    ]
    known = [one for above, may_learn, one in looked_at if above and may_learn]
    return Searched(_best_of_each_person(known)[:MAX_MATCHES], time.perf_counter() - began)


def write_answer(search: InboundSearch, searched: Searched) -> SearchAnswer:
    """Keep what the opaque references stand for, and make the answer. In the caller's transaction."""
    now = clock.now()
    matches = [
        InboundMatch(
            search=search,
            reference=secrets.token_hex(16),
            data_set=known.data_set,
            fingers=list(known.fingers),
            score=known.score,
        )
        for known in searched.known
    ]
    _write_matches(search, matches)
    search.state = InboundSearch.State.POSSIBLE_MATCH if matches else InboundSearch.State.NO_MATCH
    search.answered_at = now
    search.save(update_fields=["state", "answered_at"])
    LocalSearch.objects.create(
        kind=LocalSearch.Kind.PARTNER,
        at=now,
        algorithm=ALGORITHM,
        persons=gallery.count_searched(),
        seconds=searched.seconds,
    )
    answered = Said("exchange.search.answered", search, details={"purpose": search.purpose, "result": search.state})
    told = {"partner": search.partner.code}
    record_together([answered, *(Said("exchange.search.matched", match, match.data_set.person_id, told) for match in matches)])
    return SearchAnswer(
        result="possible_match" if matches else "no_match",
        matches=tuple(
            Match(reference=match.reference, fingers=tuple(match.fingers), score=round(match.score, 3)) for match in matches
        ),
    )


def _write_matches(search: InboundSearch, matches: list[InboundMatch]) -> None:
    """One statement, whether there are any or not."""
    if matches:
        InboundMatch.objects.bulk_create(matches)
    else:
        InboundMatch.objects.filter(search=search).exists()


def _postpone(incoming: Incoming, *, urgent: bool) -> Content:
    search = _note(incoming, urgent=urgent)
    limit = "search_answer_urgent" if urgent else "search_answer"
    start_deadline(limit, search, started_at=incoming.received_at, label=f"{incoming.partner.code} →")
    wake_on_commit()
    return Receipt()


def meet_answer_deadline(search: InboundSearch) -> None:
    """The postponed answer is on its way."""
    for limit in ("search_answer", "search_answer_urgent"):
        meet_deadline(limit, search, at=clock.now())


def _note(incoming: Incoming, *, urgent: bool) -> InboundSearch:
    message = incoming.message
    if InboundSearch.objects.filter(partner=incoming.partner, correspondence=message.correspondence).exists():
        raise Problem(
            "exchange.correspondence_reused", "A search was asked in this correspondence before.", "Begin a new one for it."
        )
    return InboundSearch.objects.create(
        partner=incoming.partner,
        correspondence=message.correspondence,
        case=message.case or NO_CASE,
        purpose=incoming.purpose,
        urgent=urgent,
        received_at=incoming.received_at,
    )


def _may_learn(asker: str, data_set: DataSet, purpose: str) -> bool:
    return data_set.is_active and asker not in law.partners_not_asked(data_set.elements or {}, purpose)


def agreeing_fingers(finger_scores: dict[int, float]) -> tuple[int, ...]:
    """The fingers that would be a possible match by themselves, or the best ones where none would."""
    alone = possible_match_threshold(1)
    clear = [position for position, score in finger_scores.items() if fuse({position: score}) >= alone]
    best = sorted(finger_scores, key=lambda position: -finger_scores[position])[:_FINGERS_AT_LEAST]
    return tuple(sorted(set(clear) | set(best)))


def _best_of_each_person(known: list[Known]) -> list[Known]:
    """They come best first, so the first of each sequence is kept."""
    if len({one.data_set.person_id for one in known}) < 2:
        return known[:1]
    seen: set[object] = set()
    kept = []
    for one in known:
        if one.data_set.person_id not in seen:
            kept.append(one)
            seen |= sequence_of(one.data_set).persons
    return kept
