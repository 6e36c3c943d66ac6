"""What searching for a person has brought, as states: who a candidate is, is told only after an examiner has said *same*."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.biometrics.models import Candidate, LocalSearch
from egnatia.exchange.models import PossibleMatch, RegionalSearch, SearchTarget
from egnatia.persons.models import DataSet, Person

_MOST = 25
CANDIDATE_COLOURS = {
    Candidate.State.OPEN: "ochre",
    Candidate.State.SECOND: "ochre",
    Candidate.State.SAME: "green",
    Candidate.State.DIFFERENT: "grey",
    Candidate.State.UNDECIDED: "ochre",
}
_TARGET_COLOURS = {
    SearchTarget.State.WAITING: "teal",
    SearchTarget.State.POSSIBLE_MATCH: "ochre",
    SearchTarget.State.NO_MATCH: "green",
    SearchTarget.State.NOT_ASKED: "grey",
    SearchTarget.State.REFUSED: "red",
    SearchTarget.State.GIVEN_UP: "grey",
}
_MATCH_COLOURS = {
    PossibleMatch.State.SAME: "green",
    PossibleMatch.State.DIFFERENT: "grey",
    PossibleMatch.State.UNDECIDED: "ochre",
    PossibleMatch.State.WITHDRAWN: "grey",
    PossibleMatch.State.GIVEN_UP: "grey",
}


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A possible match in this node. `other` is the other registration, after *same* only."""

    reference: str
    state: str
    colour: str
    found_at: datetime
    decided_at: datetime | None
    other: DataSet | None


@dataclass(frozen=True, slots=True)
class LocalRow:
    """A search of this node's own gallery."""

    search: LocalSearch
    reference: str
    found: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One partner's answer."""

    code: str
    partner: str
    state: str
    colour: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class RegionalRow:
    """One search of the region; `href` leads to its page."""

    search: RegionalSearch
    reference: str
    purpose: str
    targets: tuple[TargetRow, ...]
    href: str


def candidates_about(person: Person) -> list[CandidateRow]:
    """Possible matches between this person and others of this node, whichever of them was registered later."""
    found = Candidate.objects.filter(Q(data_set__person=person) | Q(other__person=person), partner="")
    return [_candidate_row(one, person) for one in found.select_related("data_set", "other").order_by("-created_at")[:_MOST]]


def local_searches_of(person: Person) -> list[LocalRow]:
    """How often, against how many persons, and with how many possible matches."""
    found = LocalSearch.objects.filter(data_set__person=person).select_related("data_set").prefetch_related("candidates")
    return [
        LocalRow(one, one.data_set.reference_number if one.data_set else "", len(one.candidates.all()))
        for one in found.order_by("-at")[:_MOST]
    ]


def regional_searches_of(person: Person, *, most: int = _MOST) -> list[RegionalRow]:
    """The latest searches of the region, with a word for each partner."""
    targets = SearchTarget.objects.prefetch_related("matches")
    found = (
        RegionalSearch.objects.filter(data_set__person=person)
        .select_related("data_set")
        .prefetch_related(Prefetch("targets", targets))[:most]
    )
    return [_regional_row(one) for one in found]


def target_row(target: SearchTarget) -> TargetRow:
    """The partner's answer, or what an examiner made of it."""
    state, colour = SearchTarget.State(target.state).label, _TARGET_COLOURS[SearchTarget.State(target.state)]
    decided = _decided(target.matches.all())
    if decided is not None:
        state, colour = decided.label, _MATCH_COLOURS[decided]
    return TargetRow(
        target.partner_code, law.partner(target.partner_code).name, str(state), colour, target.answered_at or target.asked_at
    )


def _decided(matches: Iterable[PossibleMatch]) -> PossibleMatch.State | None:
    """One *same* outweighs the rest; otherwise a verdict counts when every match has one."""
    states = [PossibleMatch.State(match.state) for match in matches]
    if PossibleMatch.State.SAME in states:
        return PossibleMatch.State.SAME
    return states[0] if states and all(state in _MATCH_COLOURS for state in states) else None


def _candidate_row(candidate: Candidate, person: Person) -> CandidateRow:
    here, there = candidate.data_set, candidate.other
    if there is not None and there.person_id == person.pk:
        here, there = there, here
    state = Candidate.State(candidate.state)
    return CandidateRow(
        here.reference_number,
        str(state.label),
        CANDIDATE_COLOURS[state],
        candidate.created_at,
        candidate.decided_at,
        there if state == Candidate.State.SAME else None,
    )


def _regional_row(search: RegionalSearch) -> RegionalRow:
    purposes = law.purposes()
    return RegionalRow(
        search,
        search.data_set.reference_number,
        purposes[search.purpose].name if search.purpose in purposes else _("Other"),
        tuple(target_row(one) for one in search.targets.all()),
        reverse("regional_search", args=(search.data_set_id,)),
    )
