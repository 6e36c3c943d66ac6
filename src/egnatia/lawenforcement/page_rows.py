"""A request in words, for its sheet and for lists."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock
from egnatia.lawenforcement.models import Hit, ReceivedQuestion, Request
from egnatia.lawenforcement.partner_rows import partner_names, received_row, release_words
from egnatia.lawenforcement.released_data import field_name
from egnatia.ui.hands import FINGER_NAMES
from egnatia.ui.templatetags.ui import moment, uncertain_date

_COLOURS = {
    Request.State.DRAFTED: "grey",
    Request.State.SUBMITTED: "ochre",
    Request.State.VERIFIED: "teal",
    Request.State.SEARCHED: "teal",
    Request.State.ANSWERED: "green",
    Request.State.CLOSED: "grey",
    Request.State.REFUSED: "red",
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of a list."""

    request: Request
    offence: str
    state: str
    colour: str
    is_late: bool
    must_erase: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what stands beside it; `lines` several where there are."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleasedHit:
    """One person as law enforcement sees them.

    partner   whose police found them; empty for this node
    words     what is to be said where the data aren't there
    """

    hit: Hit
    facts: tuple[Fact, ...]
    partner: str
    words: str


def row_of(request: Request) -> RequestRow:
    waits = request.verification == Request.Verification.WAITING
    is_late = waits and request.verify_by is not None and request.verify_by < clock.now()
    must_erase = request.told_to_erase_at is not None and request.erasure_confirmed_at is None
    state = Request.State(request.state)
    return RequestRow(request, law.offences()[request.offence].name, str(state.label), _COLOURS[state], is_late, must_erase)


def facts_of(request: Request) -> list[Fact]:
    """The sheet, in the order of the form."""
    facts = [
        Fact(_("National file number"), _lines(request.file_number)),
        Fact(_("Asked by"), (f"{request.asked_by.full_name}, {request.unit.name}",)),
        Fact(_("Ordered by"), _lines(request.ordered_by)),
        Fact(
            _("Offence"), (law.offences()[request.offence].name, _("Up to %(years)d years") % {"years": request.penalty_years})
        ),
        Fact(_("The person asked about is"), (law.involvements()[request.involvement].name,)),
        Fact(_("Substantiated by"), _lines(request.grounds)),
        Fact(_("Necessary because"), _lines(request.necessity)),
        Fact(_("Age of the person"), (str(Request.Age(request.age).label),)),
    ]
    if request.child_ground:
        facts.append(Fact(_("Additional ground for a child"), _lines(request.child_ground)))
    facts += [Fact(check.name, _check_lines((request.checks or {}).get(code))) for code, check in law.prior_checks().items()]
    if request.urgent:
        facts.append(Fact(_("Urgent because"), _lines(request.urgent_because)))
    if request.partners is not None:
        names = partner_names(request.partners)
        facts.append(Fact(_("Partners to be asked"), tuple(names) or (_("None"),)))
    fingers = ", ".join(str(FINGER_NAMES[one]) for one in request.prints.values_list("position", flat=True))
    facts.append(Fact(_("Prints"), (fingers or (_("Erased") if request.erased_at else _("None yet")),)))
    return facts


def released_of(hit: Hit) -> ReleasedHit:
    code = hit.partner_code
    return ReleasedHit(hit, facts_of_person(hit.released or {}), law.partner(code).name if code else "", release_words(hit))


def facts_of_person(data: dict[str, Any]) -> tuple[Fact, ...]:
    """What is, or would be, released of a person."""
    return tuple(Fact(field_name(code), _values(code, value)) for code, value in data.items())


def facts_of_question(question: ReceivedQuestion) -> list[Fact]:
    """What a partner says of its request: codes, no words."""
    row = received_row(question)
    when = moment(question.verified_at) if question.verified_at else ""
    return [
        Fact(_("Offence"), (row.offence,)),
        Fact(_("Age of the person asked about"), (str(Request.Age(question.age).label),)),
        Fact(_("Verified"), tuple(line for line in (row.verification, row.verified_by, when) if line)),
    ]


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple((text or "–").splitlines())


def _check_lines(said: dict[str, str] | None) -> tuple[str, ...]:
    if said and said.get("done_on"):
        return (_("Searched on %(day)s") % {"day": date_format(date.fromisoformat(said["done_on"]), "j F Y")},)
    if said and said.get("reason"):
        reasons = {**law.prior_check_reasons("national_databases"), **law.prior_check_reasons("prum")}
        return (reasons[said["reason"]].name, *said.get("note", "").splitlines())
    return (_("Not recorded yet"),)


def _values(code: str, value: Any) -> tuple[str, ...]:
    if code == "nationalities":
        return tuple(law.country(one).name for one in value)
    if code == "birth_date":
        return (uncertain_date(value),)
    if code == "sex":
        return (law.sexes()[value].name,)
    if code == "documents":
        return tuple(_document(one) for one in value)
    if isinstance(value, list):
        return tuple(map(str, value))
    return (str(value),)


def _document(document: dict[str, Any]) -> str:
    kind = law.document_types().get(document.get("type", ""))
    parts = (kind.name if kind else document.get("type"), document.get("number"), document.get("issuer"))
    return " ".join(str(part) for part in parts if part)
