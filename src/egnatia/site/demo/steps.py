"""The single steps of the story, each done by a demo officer in the process of a node (`egnatia demo-step NAME …`).

Registering, asking the region and listing go through the commands that everybody uses; these are the ones that officers do
at pages: a verdict, a follow-up request, a release.
"""

from collections.abc import Callable
from typing import Any

from egnatia import law
from egnatia.accounts.models import Officer
from egnatia.accounts.queries import get_officer
from egnatia.audit import Actor
from egnatia.audit.context import acting
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.send_evidence import Shown, send_evidence
from egnatia.exchange.models import Evidence, FollowUp, PossibleMatch, RegionalSearch
from egnatia.exchange.models.follow_ups import Direction
from egnatia.persons.actions.mark_data_set import mark_data_set
from egnatia.persons.models import DataSet
from egnatia.persons.queries import find_mark, sequence_of
from egnatia.site.demo.accounts import username
from egnatia.site.demo.family import find_child_again, register_family
from egnatia.site.demo.police import police_ask, police_compare, police_look, police_release, police_verify

Facts = dict[str, Any]


def run(name: str, arguments: list[str]) -> Facts:
    """Do one step. Raises Problem `demo.step_unknown` and whatever the action raises."""
    step = _STEPS.get(name)
    if step is None:
        raise Problem("demo.step_unknown", f"The story has no step {name}.", f"Choose among {', '.join(_STEPS)}.")
    return step(*arguments)


def look(reference_number: str) -> Facts:
    """What is known about a registration by now: candidates, each partner's answer, data that arrived, the sequence."""
    data_set = _data_set(reference_number)
    search = RegionalSearch.objects.filter(data_set=data_set).order_by("-started_at").first()
    targets = list(search.targets.all()) if search else []
    arrived = FollowUp.objects.filter(possible_match__target__in=targets, state=FollowUp.State.RELEASED)
    sequence = sequence_of(data_set)
    return {
        "candidates": [
            {"id": str(one.pk), "partner": one.partner, "state": one.state}
            for one in Candidate.objects.filter(data_set=data_set)
        ],
        "answers": {target.partner_code: target.state for target in targets},
        "reasons": {target.partner_code: target.reason for target in targets if target.reason},
        "arrived": [follow_up.data for follow_up in arrived],
        "sequence": len(sequence.data_sets) + len(sequence.partner_links),
    }


def verdict(candidate_id: str, decision: str) -> Facts:
    """The demo's examiner gives a verdict."""
    examiner = _officer("examiner")
    with _as(examiner):
        reason = next(iter(law.verdict_reasons(decision)))
        candidate = record_verdict(examiner, Candidate.objects.get(pk=candidate_id), decision, reason)
    return {"state": candidate.state}


def ask(reference_number: str, partner: str) -> Facts:
    """The demo's case officer asks the owner for data about the confirmed match."""
    officer = _officer("case")
    match = PossibleMatch.objects.select_related("target__search", "target__partner").get(
        target__search__data_set=_data_set(reference_number), target__partner_code=partner, state=PossibleMatch.State.SAME
    )
    with _as(officer):
        follow_up = request_follow_up(officer, match, "Identity to be clarified: another spelling of the name was given here.")
    return {"state": follow_up.state, "fields": follow_up.fields}


def release() -> Facts:
    """The owner's case officer releases what was asked for, where something was."""
    officer = _officer("case")
    waiting = FollowUp.objects.filter(direction=Direction.INCOMING, state=FollowUp.State.REQUESTED).first()
    if waiting is None:
        return {"released": 0}
    with _as(officer):
        release_follow_up(officer, waiting, waiting.fields)
    return {"released": 1, "fields": waiting.fields}


def life(reference_number: str) -> Facts:
    """What has become of a registration since: its own mark, marks at partners, evidence about partners' data."""
    number = _data_set(reference_number).reference_number
    matches = PossibleMatch.objects.filter(target__search__data_set__reference_number=number)
    return {
        "marked": find_mark(number) is not None,
        "marked_at_partners": matches.filter(marked_at__isnull=False).count(),
        "evidence": [one.state for one in Evidence.objects.filter(possible_match__in=matches)],
    }


def mark(reference_number: str) -> Facts:
    """The case officer records that a residence document was issued."""
    officer = _officer("case")
    with _as(officer):
        mark_data_set(officer, _data_set(reference_number), "residence_document_issued")
    return {"marked": True}


def send(reference_number: str, partner: str, surname: str) -> Facts:
    """The case officer tells the owner which surname a document shows; it waits there for its officer."""
    officer = _officer("case")
    match = PossibleMatch.objects.select_related("target__search", "target__partner").get(
        target__search__data_set=_data_set(reference_number), target__partner_code=partner, state=PossibleMatch.State.SAME
    )
    shown = Shown("identity_document", "document_examiner", "The identity card has the name in this spelling.", "id_card")
    with _as(officer):
        evidence = send_evidence(officer, match, {"surnames": [surname]}, shown)
    return {"state": evidence.state}


def _officer(kind: str) -> Officer:
    return get_officer(username(kind, node.current().partner))


def _as(officer: Officer):  # type: ignore[no-untyped-def]
    return acting(Actor("officer", str(officer.pk), officer.username), where="demo story")


def _data_set(reference_number: str) -> DataSet:
    return DataSet.objects.get(reference_number=reference_number, status=DataSet.Status.ACTIVE)


_STEPS: dict[str, Callable[..., Facts]] = {
    "life": life,
    "mark": mark,
    "send": send,
    "look": look,
    "verdict": verdict,
    "ask": ask,
    "release": release,
    "family": register_family,
    "child-again": find_child_again,
    "police-ask": police_ask,
    "police-verify": police_verify,
    "police-look": police_look,
    "police-compare": police_compare,
    "police-release": police_release,
}
