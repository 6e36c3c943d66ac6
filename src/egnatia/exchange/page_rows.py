"""What the pages of the exchange show in their rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from egnatia import law
from egnatia.exchange.field_names import field_name, reason_name
from egnatia.exchange.messages.evidence import EVIDENCE_FIELDS
from egnatia.exchange.models import Evidence, FollowUp, PossibleMatch, RegionalSearch, SearchTarget
from egnatia.exchange.queries import newest_version
from egnatia.exchange.released_data import collect

_TARGET_COLOURS = {
    SearchTarget.State.WAITING: "teal",
    SearchTarget.State.POSSIBLE_MATCH: "ochre",
    SearchTarget.State.NO_MATCH: "green",
    SearchTarget.State.NOT_ASKED: "grey",
    SearchTarget.State.REFUSED: "red",
    SearchTarget.State.GIVEN_UP: "grey",
}
_MATCH_COLOURS = {
    PossibleMatch.State.PRINTS_ASKED: "teal",
    PossibleMatch.State.TO_EXAMINE: "ochre",
    PossibleMatch.State.SAME: "green",
    PossibleMatch.State.UNDECIDED: "ochre",
}


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A possible match below its partner; `asked` is the latest request for data, if any."""

    match: PossibleMatch
    colour: str
    asked: FollowUp | None
    may_be_asked: bool


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One partner of a search.

    since      when it was asked, or answered
    problem    what keeps a question under way from arriving
    is_moving  whether the row may change by itself in the next seconds
    """

    partner: law.Partner
    state: str
    label: str
    colour: str
    reason: str
    problem: str
    since: datetime | None
    seconds: float | None
    matches: list[MatchRow]
    is_moving: bool


def search_rows(search: RegionalSearch) -> list[SearchRow]:
    """A row per partner, those that found something first."""
    order = [SearchTarget.State.POSSIBLE_MATCH, SearchTarget.State.WAITING, SearchTarget.State.REFUSED]
    rank = {state.value: place for place, state in enumerate(order)}
    targets = sorted(search.targets.all(), key=lambda target: (rank.get(target.state, len(rank)), target.partner_code))
    return [_search_row(target) for target in targets]


def data_rows(data: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(field, name, value) of data that arrived, in the order of the protocol."""
    return [(field, field_name(field), _readable(field, value)) for field, value in data.items()]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One field that evidence is about: as it was (ours: now; a partner's: as released), and as it should be."""

    field: str
    name: str
    before: Any
    proposed: Any


def evidence_rows(evidence: Evidence) -> list[EvidenceRow]:
    """In the order of the protocol; none where the officer may not see what it says."""
    if evidence.proposed is None:
        return []
    before = dict(_before(evidence))
    proposed = [field for field in EVIDENCE_FIELDS if field in evidence.proposed]
    return [
        EvidenceRow(
            field,
            field_name(field),
            _readable(field, before[field]) if field in before else None,
            _readable(field, evidence.proposed[field]),
        )
        for field in proposed
    ]


def evidence_facts(evidence: Evidence) -> dict[str, str]:
    """What shows it, who checked it, why it was refused, in words; a code that only the partner's rules have as it is."""
    return {
        "evidence": _named(law.evidence_kinds(), evidence.evidence),
        "document": _named(law.document_types(), evidence.document_type),
        "checked_by": _named(law.evidence_checks(), evidence.checked_by),
        "refusal": _named(law.evidence_refusals(), evidence.refusal_reason),
    }


def _before(evidence: Evidence) -> dict[str, Any]:
    if evidence.inbound_match is not None:
        data_set = newest_version(evidence.inbound_match.data_set)
        return collect(data_set, EVIDENCE_FIELDS).model_dump(mode="json", exclude_none=True) if data_set else {}
    arrived = FollowUp.objects.filter(
        possible_match=evidence.possible_match_id,
        asked_at__lte=evidence.sent_at,
        state__in=(FollowUp.State.RELEASED, FollowUp.State.OUTDATED),
    )
    latest = arrived.order_by("-asked_at").first()
    return (latest.data or {}) if latest else {}


def _named(choices: Mapping[str, law.Choice], code: str) -> str:
    return choices[code].name if code in choices else code


def _search_row(target: SearchTarget) -> SearchRow:
    seconds = (target.answered_at - target.asked_at).total_seconds() if target.answered_at and target.asked_at else None
    matches = [_match_row(match) for match in target.matches.all()]
    waiting = target.state == SearchTarget.State.WAITING
    return SearchRow(
        partner=law.partner(target.partner_code),
        state=target.state,
        label=target.get_state_display(),
        colour=_TARGET_COLOURS.get(SearchTarget.State(target.state), "grey"),
        reason=reason_name(target.reason) if target.reason else "",
        problem=reason_name(target.question.last_problem)
        if waiting and target.question and target.question.last_problem
        else "",
        since=target.answered_at or target.asked_at,
        seconds=seconds,
        matches=matches,
        is_moving=any(
            row.match.state == PossibleMatch.State.PRINTS_ASKED or (row.asked and row.asked.state == FollowUp.State.REQUESTED)
            for row in matches
        ),
    )


def _match_row(match: PossibleMatch) -> MatchRow:
    asked = next(iter(sorted(match.follow_ups.all(), key=lambda one: one.asked_at, reverse=True)), None)
    confirmed = match.state == PossibleMatch.State.SAME
    return MatchRow(
        match=match,
        colour=_MATCH_COLOURS.get(PossibleMatch.State(match.state), "grey"),
        asked=asked,
        may_be_asked=confirmed and (asked is None or asked.state != FollowUp.State.REQUESTED),
    )


def _readable(field: str, value: Any) -> Any:
    """Codes as words; dates stay as they are for the template's filters."""
    if field == "nationalities":
        return ", ".join(_country(code) for code in value)
    if field == "sex":
        return law.sexes()[value].name if value in law.sexes() else value
    if field == "security_flag":
        return _("Yes: the person could pose a threat to internal security")
    if field == "category":
        return f"{value}: {law.categories()[value].name}" if value in law.categories() else value
    if field == "documents":
        return [_document(one) for one in value]
    if field == "names_latin":
        return [name for names in value.values() for name in names]
    return ", ".join(value) if isinstance(value, list) else value


def _country(code: str) -> str:
    return law.countries()[code].name if code in law.countries() else code


def _document(document: dict[str, str]) -> str:
    kind = law.document_types().get(document["type"])
    issuer = f" ({_country(document['issuer'])})" if document.get("issuer") else ""
    return f"{kind.name if kind else document['type']} {document['number']}{issuer}"
