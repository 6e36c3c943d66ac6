"""What partners were asked and what they asked, in words, for pages: who, since when, what came of it, what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.exchange.field_names import reason_name, refusal_name
from egnatia.lawenforcement.models import AskedPartner, Hit, ReceivedMatch, ReceivedQuestion, Request
from egnatia.lawenforcement.queries.partners import NO_PARTY, NOT_CHOSEN

_COLOURS = {
    AskedPartner.State.WAITING: "ochre",
    AskedPartner.State.POSSIBLE_MATCH: "teal",
    AskedPartner.State.NO_MATCH: "grey",
    AskedPartner.State.NOT_ASKED: "grey",
    AskedPartner.State.REFUSED: "red",
    AskedPartner.State.GIVEN_UP: "grey",
}
_VERIFICATION_COLOURS = {
    ReceivedQuestion.Verification.APPROVED: "green",
    ReceivedQuestion.Verification.WAITING: "red",
    ReceivedQuestion.Verification.UNJUSTIFIED: "red",
}


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One partner of a request.

    erasure   what is to be said of the erasure there, empty while nothing was asked for; `erasure_at` when it was acknowledged
    """

    name: str
    state: str
    colour: str
    reason: str
    since: datetime | None
    is_late: bool
    erasure: str
    erasure_at: datetime | None
    erasure_is_late: bool


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One question of a partner in the record."""

    question: ReceivedQuestion
    partner: str
    offence: str
    verification: str
    colour: str
    verified_by: str
    released: int
    withdrawn: int
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One confirmed match whose data a partner waits for."""

    match: ReceivedMatch
    partner: str
    offence: str
    due: datetime
    is_late: bool
    is_unverified: bool


def asked_rows(request: Request) -> list[AskedRow]:
    """Each of the other partners; none before the search."""
    return [_asked_row(asked, urgent=request.urgent) for asked in request.asked.all()]


def partner_names(codes: Iterable[str]) -> list[str]:
    return [law.partner(code).name for code in codes]


def received_row(question: ReceivedQuestion) -> ReceivedRow:
    matches = list(question.matches.all())
    state = ReceivedQuestion.Verification(question.verification)
    offence = law.offences().get(question.offence)
    return ReceivedRow(
        question,
        law.partner(question.partner.code).name,
        offence.name if offence else question.offence,
        str(state.label),
        _VERIFICATION_COLOURS[state],
        _authority(question.verified_by),
        sum(match.release == ReceivedMatch.Release.RELEASED for match in matches),
        sum(match.is_withdrawn for match in matches),
        tuple(_late(question, matches)),
    )


def release_row(match: ReceivedMatch) -> ReleaseRow:
    question = match.question
    due = _due("follow_up", match.asked_at or question.received_at)
    row = received_row(question)
    unverified = question.verification == ReceivedQuestion.Verification.WAITING
    return ReleaseRow(match, row.partner, row.offence, due, due < clock.now(), unverified)


def release_words(hit: Hit) -> str:
    """What became of the data that a partner was asked for; empty where they are there, or were never asked for."""
    if hit.release == Hit.Release.REFUSED:
        return _("The partner refused the data: %(why)s") % {"why": refusal_name(hit.refusal_reason)}
    if hit.release != Hit.Release.ASKED:
        return ""
    if hit.release_asked_at is not None and _due("follow_up", hit.release_asked_at) < clock.now():
        return _("The partner was asked for the data, and is late.")
    return _("The partner was asked for the data; an officer there decides.")


def _asked_row(asked: AskedPartner, *, urgent: bool) -> AskedRow:
    state = AskedPartner.State(asked.state)
    waits = state == AskedPartner.State.WAITING and asked.asked_at is not None
    limit = "search_answer_urgent" if urgent else "search_answer"
    told, acknowledged = asked.told_unjustified_at, asked.partner_erased_at
    waits_for_erasure = told is not None and acknowledged is None
    return AskedRow(
        name=law.partner(asked.partner_code).name,
        state=str(state.label),
        colour=_COLOURS[state],
        reason=_reason(asked.reason) if asked.reason else "",
        since=asked.answered_at or asked.asked_at,
        is_late=waits and _due(limit, asked.asked_at) < clock.now(),
        erasure="" if told is None else _("Erased there") if acknowledged else _("Told to erase it"),
        erasure_at=acknowledged or told,
        erasure_is_late=waits_for_erasure and _due("erasure_notice", told) < clock.now(),
    )


def _late(question: ReceivedQuestion, matches: list[ReceivedMatch]) -> Iterable[str]:
    now = clock.now()
    unjustified = question.verification == ReceivedQuestion.Verification.UNJUSTIFIED
    if unjustified and question.partner_erased_at is None and _due("erasure_notice", question.verified_at) < now:
        yield _("Erasure there not confirmed")
    if any(
        match.notice and not match.notice_answered_at and _due("erasure_notice", match.noticed_at) < now for match in matches
    ):
        yield _("Withdrawal not acknowledged")
    if any(match.release == ReceivedMatch.Release.ASKED and _due("follow_up", match.asked_at) < now for match in matches):
        yield _("Data not decided on")
    if question.verification == ReceivedQuestion.Verification.WAITING and _verification_due(question) < now:
        yield _("Not verified in time")


def _verification_due(question: ReceivedQuestion) -> datetime:
    return _due("law_enforcement_verification", question.received_at)


def _due(limit: str, start: datetime | None) -> datetime:
    return law.due_at(limit, start or clock.now(), node.current().partner)


def _authority(code: str) -> str:
    known = {
        "verifying_authority": _("Verifying authority"),
        "prosecutor": _("Prosecutor"),
        "court": _("Court"),
    }
    return known.get(code, code)


def _reason(code: str) -> str:
    ours = {
        NO_PARTY: _("One of the two is no party to the agreement on automated exchange"),
        NOT_CHOSEN: _("Left out by the officer who asked"),
    }
    return ours.get(code) or reason_name(code)
