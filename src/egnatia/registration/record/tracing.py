"""Tracing requests in words, on pages and on paper; who may be the one, and where else an officer looks for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia import law
from egnatia.accounts import policy
from egnatia.base import clock, node
from egnatia.biographics.queries import Possible, proposals_of
from egnatia.biographics.words import LEVELS, STANDINGS, StandingWords
from egnatia.engines.linkage.levels import Field
from egnatia.persons.models import TracingMatch, TracingRequest
from egnatia.persons.queries.groups import newest_elements
from egnatia.persons.queries.tracing import WORK, matches_of
from egnatia.registration.kept_look_ups import list_address
from egnatia.registration.record.family import Named, names_of, record_listed
from egnatia.registration.record.header import heading_name, told_apart_by
from egnatia.ui.pdf import render_pdf
from egnatia.ui.templatetags.ui import uncertain_date

_State = TracingRequest.State
_STATES = {
    _State.OPEN: (gettext_lazy("Being looked for"), "teal"),
    _State.POSSIBLE: (gettext_lazy("Somebody may be the one"), "ochre"),
    _State.FOUND: (gettext_lazy("Found, and agreed"), "green"),
    _State.CLOSED: (gettext_lazy("Closed"), "grey"),
}
_MATCH_STATES = {
    TracingMatch.State.POSSIBLE: (gettext_lazy("To be asked"), "ochre"),
    TracingMatch.State.AGREED: (gettext_lazy("Agreed"), "green"),
    TracingMatch.State.DROPPED: (gettext_lazy("Dropped"), "grey"),
}
_BY = {"person": gettext_lazy("The person"), "representative": gettext_lazy("The representative")}
_HOW = {"written": gettext_lazy("in writing"), "spoken": gettext_lazy("by word of mouth")}


@dataclass(frozen=True, slots=True)
class TracingLine:
    """A request in a list, with as much of its state as the officer may know."""

    request: TracingRequest
    state: str
    colour: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """Somebody whom the program proposes, and in short why."""

    possible: Possible
    name: str
    birth_date: dict[str, str] | None
    countries: list[str]
    standing: StandingWords
    reasons: list[str | Promise]


@dataclass(frozen=True, slots=True)
class MatchLine:
    """Somebody who may be the one."""

    match: TracingMatch
    named: Named
    state: str
    colour: str
    why: str


def proposal_lines(officer: Any, request: TracingRequest) -> list[ProposalLine]:
    """Whom the register holds who may be the one, the likeliest first. Raises what `proposals_of` raises."""
    return [_proposal_line(one) for one in proposals_of(officer, request)]


def find_candidates_for(tracing: TracingRequest, request: HttpRequest) -> str:
    """Where an officer looks for who is wanted by other words than the request's: the find page, filled in."""
    wanted = tracing.wanted or {}
    return list_address(request, {"text": " ".join([*wanted.get("surnames", []), *wanted.get("forenames", [])])})


def tracing_line(officer: Any, request: TracingRequest) -> TracingLine:
    """Who doesn't work on requests isn't told that somebody may be the one: it might reach who asks too early."""
    state = _State(request.state)
    if state == _State.POSSIBLE and not policy.may(officer, WORK):
        state = _State.OPEN
    text, colour = _STATES[state]
    return TracingLine(request, str(text), colour)


def match_lines(officer: Any, request: TracingRequest) -> list[MatchLine]:
    matches = list(matches_of(officer, request))
    names = names_of(one.person_id for one in matches)
    record_listed(officer, set(names))
    return [_match_line(one, names[one.person_id]) for one in matches]


def wanted_rows(request: TracingRequest) -> list[tuple[str, str]]:
    """Who is looked for, as far as known."""
    wanted = request.wanted or {}
    known = [
        (_("Name"), heading_name(wanted)),
        (_("Date of birth"), uncertain_date(wanted["birth_date"]) if wanted.get("birth_date") else ""),
        (_("Sex"), law.sexes()[wanted["sex"]].name if wanted.get("sex") else ""),
        (_("Nationality"), ", ".join(str(law.country(code).name) for code in wanted.get("nationalities", ()))),
        (_("Place of birth"), wanted.get("birth_place", "")),
        (_("Is to the person who asks"), law.relation(wanted["relation"]).name if wanted.get("relation") else ""),
        (_("Name of their father"), wanted.get("father", "")),
        (_("Name of their mother"), wanted.get("mother", "")),
        (_("Last together"), ", ".join(part for part in (wanted.get("place", ""), _day(wanted.get("on"))) if part)),
        (_("To recognise them"), wanted.get("note", "")),
    ]
    return [(name, value) for name, value in known if value]


def consent_rows(request: TracingRequest) -> list[tuple[str, str]]:
    """By whom, how, when, and how far."""
    scopes = law.tracing_scopes()
    far = [scopes[code].name for code in request.scope if code in scopes]
    return [(_("Consent"), consent_text(request.consent)), (_("It goes so far"), "; ".join(far))] if request.consent else []


def consent_text(consent: Mapping[str, Any] | None) -> str:
    if not consent:
        return ""
    who = str(_BY[consent["by"]]) + (f" ({consent['name']})" if consent.get("name") else "")
    return ", ".join(part for part in (who, str(_HOW[consent["how"]]), _day(consent.get("on"))) if part)


def closing_name(request: TracingRequest) -> str:
    choice = law.tracing_closings().get(request.closing)
    return choice.name if choice else request.closing


def print_tracing(request: TracingRequest, language: str) -> bytes:
    """The request on paper, for the person and for who goes on looking; nobody found stands on it. Raises `ui.pdf.failed`."""
    named = names_of([request.person_id])[request.person_id]
    elements = newest_elements(request.person)
    asks = [
        (_("Name"), named.name),
        (_("Reference number"), named.reference or "–"),
        (_("Date of birth"), uncertain_date(elements.get("birth_date"))),
        (_("To be reached through"), f"{request.unit.name}, {node.current().name}"),
    ]
    data = {
        "title": _("Tracing request"),
        "language": language,
        "node": node.current().name,
        "parts": [
            {"heading": _("Who asks"), "rows": asks},
            {"heading": _("Who is looked for"), "rows": wanted_rows(request)},
            {"heading": _("Consent"), "rows": consent_rows(request)},
        ],
        "says": _("Who is found decides whether and what is told. The consent to this request can be withdrawn at any time."),
        "signatures": [_("Person or representative"), _("Officer")],
        "footer": date_format(clock.local_today(), "j F Y"),
    }
    return render_pdf("registration/tracing.typ", data)


def _proposal_line(possible: Possible) -> ProposalLine:
    found = (possible.match.linkage.field(field) for field in (Field.NAMES, Field.BIRTH, Field.RELATIVES))
    return ProposalLine(
        possible,
        *told_apart_by(possible.data_set, possible.child_note),
        STANDINGS[possible.match.standing],
        [LEVELS[one.level] for one in found if one.is_known],
    )


def _match_line(match: TracingMatch, named: Named) -> MatchLine:
    text, colour = _MATCH_STATES[TracingMatch.State(match.state)]
    said = match.said or {}
    if match.state == TracingMatch.State.DROPPED:
        choice = law.tracing_droppings().get(said.get("why", ""))
        why = choice.name if choice else ""
    else:
        why = consent_text(said)
    return MatchLine(match, named, str(text), colour, why)


def _day(text: str | None) -> str:
    return date_format(date.fromisoformat(text), "j F Y") if text else ""
