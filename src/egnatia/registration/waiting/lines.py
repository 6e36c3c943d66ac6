"""One line of a heap: what it is, where it leads, since when or by when. Never a name: a list is not a look at a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock
from egnatia.biographics.models import Suggestion
from egnatia.biographics.queries import Side, sides_of
from egnatia.biographics.words import STANDINGS
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.engines.linkage.comparison import Standing
from egnatia.exchange.citizens_to_check import CitizenToCheck
from egnatia.exchange.marks_to_answer import MarkToAnswer
from egnatia.exchange.models import Evidence, FollowUp, PossibleMatch, RegionalSearch
from egnatia.exchange.queries import newest_version
from egnatia.persons.models import DataSet, TracingRequest
from egnatia.registration.models import Draft
from egnatia.registration.record.history import limit_name
from egnatia.registration.record.spans import due_in_words


@dataclass(frozen=True, slots=True)
class Line:
    """text is a reference number or a partner's name; `tag` and `colour` say a state; `due` a limit in words."""

    text: str
    note: str = ""
    at: datetime | None = None
    href: str = ""
    tag: str = ""
    colour: str = "grey"


def draft_lines(drafts: Iterable[Draft]) -> list[Line]:
    """Registrations that were begun. The initials tell an officer their own drafts apart."""
    return [
        Line(
            law.category(draft.category).name if draft.category is not None else _("Category not chosen yet"),
            _initials((draft.data or {}).get("elements", {})),
            draft.updated_at,
            reverse("registration_tasks", args=(draft.pk,)),
            draft.problem["message"] if draft.problem else "",
            "red",
        )
        for draft in drafts
    ]


def candidate_lines(candidates: Iterable[Candidate]) -> list[Line]:
    """Possible matches to examine, each with the limit for its verdict."""
    candidates = list(candidates)
    due = _due_of("biometrics.Candidate", candidates)
    return [
        Line(
            one.data_set.reference_number,
            law.partner(one.partner).name if one.partner else _("In this node"),
            one.created_at,
            reverse("examine_candidate", args=(one.pk,)),
            *_limit(due.get(str(one.pk))),
        )
        for one in candidates
    ]


def suggestion_lines(suggestions: Iterable[Suggestion]) -> list[Line]:
    """Persons who may be one: both by their reference numbers, and what may be said of them."""
    return [_suggestion_line(one, *sides_of(one)) for one in suggestions]


def _suggestion_line(suggestion: Suggestion, known: Side, newer: Side) -> Line:
    standing = STANDINGS[Standing(suggestion.standing)]
    name, other = (side.reference or _("A child's note") for side in (newer, known))
    return Line(
        name, other, suggestion.found_at, reverse("suggestion", args=(suggestion.pk,)), str(standing.text), standing.colour
    )


def tracing_lines(requests: Iterable[TracingRequest]) -> list[Line]:
    """Relatives to look for, by the reference number of who asks, each with the limit of the next look."""
    requests = list(requests)
    due = _due_of("persons.TracingRequest", requests)
    active = DataSet.objects.filter(person__in=[one.person_id for one in requests], status=DataSet.Status.ACTIVE)
    references = dict(active.order_by("signed_at").values_list("person_id", "reference_number"))
    return [
        Line(
            references.get(one.person_id, _("A child of whom a note is held")),
            _tracing_words(one),
            one.looked_at,
            reverse("tracing", args=(one.pk,)),
            *_limit(due.get(str(one.pk))),
        )
        for one in requests
    ]


def _tracing_words(request: TracingRequest) -> str:
    """Of a request from `tracing_to_work_on`."""
    if request.has_new:  # type: ignore[attr-defined]
        return _("Somebody may be the one: have a look")
    return _("Somebody is to be asked") if request.state == TracingRequest.State.POSSIBLE else _("Being looked for")


def answer_lines(searches: Iterable[Any]) -> list[Line]:
    """Searches with new answers."""
    searches = list(searches)
    found = PossibleMatch.objects.filter(target__search__in=[one.pk for one in searches])
    states: dict[Any, set[str]] = {}
    for search, state in found.values_list("target__search", "state"):
        states.setdefault(search, set()).add(state)
    return [_answer_line(one, states.get(one.pk, set())) for one in searches]


def _answer_line(search: Any, matches: set[str]) -> Line:
    if PossibleMatch.State.SAME in matches:
        tag, colour = str(PossibleMatch.State.SAME.label), "green"
    else:
        tag, colour = (_("Possible match"), "ochre") if matches else (_("No match"), "green")
    return Line(search.data_set.reference_number, "", search.answered, search_address(search), tag, colour)


def follow_up_lines(follow_ups: Iterable[FollowUp]) -> list[Line]:
    """What partners released or refused, or what never reached them."""
    colours = {FollowUp.State.RELEASED: "green", FollowUp.State.REFUSED: "red", FollowUp.State.GIVEN_UP: "grey"}
    lines = []
    for one in follow_ups:
        assert one.possible_match is not None  # noqa: S101  (outgoing ones have it)
        data_set = one.possible_match.target.search.data_set
        state = FollowUp.State(one.state)
        lines.append(
            Line(
                data_set.reference_number,
                law.partner(one.partner.code).name,
                one.answered_at,
                reverse("follow_up_data", args=(one.pk,)),
                str(state.label),
                colours[state],
            )
        )
    return lines


def match_lines(matches: Iterable[PossibleMatch]) -> list[Line]:
    """Confirmed matches about which data may be asked for."""
    return [
        Line(
            one.target.search.data_set.reference_number,
            law.partner(one.target.partner_code).name,
            one.decided_at,
            search_address(one.target.search),
            _("Same person"),
            "green",
        )
        for one in matches
    ]


def request_lines(follow_ups: Iterable[FollowUp]) -> list[Line]:
    """Partners' requests, each with its limit; which person is meant is told on the request's own page."""
    follow_ups = list(follow_ups)
    due = _due_of("exchange.FollowUp", follow_ups)
    purposes = law.purposes()
    return [
        Line(
            law.partner(one.partner.code).name,
            purposes[one.inbound_match.search.purpose].name if one.inbound_match else "",
            one.asked_at,
            reverse("partner_request", args=(one.pk,)),
            *_limit(due.get(str(one.pk))),
        )
        for one in follow_ups
    ]


def mark_lines(marks: Iterable[MarkToAnswer]) -> list[Line]:
    """Registrations whose data set at a partner is marked, by the page on which it is decided about."""
    return [
        Line(one.data_set.reference_number, law.partner(one.partner).name, one.marked_at, _event_address(one.data_set))
        for one in marks
    ]


def citizen_lines(told: Iterable[CitizenToCheck]) -> list[Line]:
    """Registrations of persons who became citizens, so a partner says, by the page on which it is decided about."""
    return [
        Line(
            one.data_set.reference_number,
            one.partner_name,
            one.told_at,
            _event_address(one.data_set),
            *_limit(one.due_at),
        )
        for one in told
    ]


def _event_address(data_set: DataSet) -> str:
    newest = newest_version(data_set) or data_set
    return reverse("data_set_event", args=(newest.person_id, newest.pk))


def evidence_lines(pieces: Iterable[Evidence]) -> list[Line]:
    """Partners' evidence, each with its limit; what it says stands on its own page."""
    pieces = list(pieces)
    due = _due_of("exchange.Evidence", pieces)
    return [
        Line(
            law.partner(one.partner.code).name,
            law.purposes()[one.inbound_match.search.purpose].name if one.inbound_match else "",
            one.sent_at,
            reverse("exchange_evidence_piece", args=(one.pk,)),
            *_limit(due.get(str(one.pk))),
        )
        for one in pieces
    ]


def clock_lines(deadlines: Iterable[Deadline]) -> list[Line]:
    """Limits that are late or about to be."""
    return [Line(limit_name(one.rule), one.label, one.due_at, _clock_address(one), *_limit(one.due_at)) for one in deadlines]


def partner_lines(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Partners that owe answers."""
    return [
        Line(
            law.partner(row["partner_code"]).name,
            _("%(count)d answers overdue") % {"count": row["answers"]},
            row["since"],
            "",
            _("Late"),
            "red",
        )
        for row in rows
    ]


def search_address(search: RegionalSearch) -> str:
    """The search's own page."""
    return reverse("regional_search", args=(search.data_set_id,))


def _clock_address(deadline: Deadline) -> str:
    if deadline.subject_kind == "biometrics.Candidate":
        return reverse("examine_candidate", args=(deadline.subject_id,))
    if deadline.subject_kind == "exchange.FollowUp":
        return reverse("partner_request" if deadline.label.endswith("→") else "follow_up_data", args=(deadline.subject_id,))
    if deadline.subject_kind == "persons.TracingRequest":
        return reverse("tracing", args=(deadline.subject_id,))
    if deadline.rule == "marking_theirs":
        return reverse("my_work_list", args=("partner-marks",))
    if deadline.rule == "citizenship_theirs":
        return reverse("my_work_list", args=("partner-citizens",))
    if deadline.subject_kind == "persons.SecurityFlag":
        return reverse("flag_under_review", args=(deadline.subject_id,))
    if deadline.subject_kind == "exchange.Evidence":
        return reverse("exchange_evidence_piece", args=(deadline.subject_id,))
    return f"{reverse('person', args=(deadline.person_id,))}?via=work" if deadline.person_id else ""


def _due_of(kind: str, rows: list[Any]) -> dict[str, datetime]:
    """The running limit of each of the rows, in one query."""
    ids = [str(row.pk) for row in rows]
    found = Deadline.objects.filter(subject_kind=kind, subject_id__in=ids, met_at=None, dropped_at=None)
    return dict(found.values_list("subject_id", "due_at"))


def _limit(due_at: datetime | None) -> tuple[str, str]:
    """The tag that says by when."""
    if due_at is None:
        return "", "grey"
    return due_in_words(due_at), "red" if due_at < clock.now() else "ochre"


def _initials(elements: Mapping[str, Any]) -> str:
    names = [*elements.get("forenames", [])[:1], *elements.get("surnames", [])[:1]]
    return " ".join(f"{name[0].upper()}." for name in names if name)
