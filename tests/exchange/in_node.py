"""What officers and examiners do at a node, as a process of that node (`EGNATIA_NODE` says which).

`python -m tests.exchange.in_node` reads one JSON list a line, [step, {arguments}], and writes one JSON value a line.
"""

import gc
import json
import os
import sys
from typing import Any

from tests.exchange.faults import steps as fault_steps
from tests.exchange.federation import steps as federation_steps
from tests.exchange.transport import steps as transport_steps
from tests.lawenforcement import node_steps as police_steps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")


def register(seed: int, take: int = 0, **elements: Any) -> Any:
    """A synthetic adult, registered by the service account of the command line."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.biometrics.records import to_record
    from egnatia.engines.fingerprint.synthetic import synthetic_fingers
    from egnatia.registration.actions.register_person import register_person
    from egnatia.registration.intake import Intake

    known = {
        "surnames": ["Haddad"],
        "forenames": ["Samir"],
        "nationalities": ["SYR"],
        "birth_date": {"value": "1991-04-12", "precision": "day", "basis": "declared"},
        "birth_place": "Homs",
        "event": {"place": "Tabanovce", "date": "2026-11-01"},
        "sex": "male",
    }
    fingers = synthetic_fingers(seed, take)
    records = tuple(to_record(minutiae, position=position, quality=80) for position, minutiae in fingers.items())
    intake = Intake(category=2, elements=known | elements, records=records)
    data_set = register_person(get_service_officer(), intake, origin="cli").data_set
    return {"reference_number": data_set.reference_number}


def look(reference_number: str) -> Any:
    """Each partner's answer, the possible matches with their states, the follow-up data."""
    from egnatia.exchange.models import FollowUp, PossibleMatch, SearchTarget

    targets = SearchTarget.objects.filter(search__data_set__reference_number=reference_number)
    matches = PossibleMatch.objects.filter(target__in=targets)
    follow_ups = FollowUp.objects.filter(possible_match__in=matches)
    return {
        "answers": {target.partner_code: target.state for target in targets},
        "reasons": {target.partner_code: target.reason for target in targets},
        "matches": [match.state for match in matches],
        "follow_ups": [[follow_up.state, follow_up.data] for follow_up in follow_ups],
        "transmission": targets[0].search.data_set.transmission if targets else "",
    }


def share() -> Any:
    """Count what happened, and tell the partners."""
    from egnatia.picture.actions.recount_days import recount_all
    from egnatia.picture.actions.share_counts import share_counts

    recount_all()
    return share_counts()


def crossings_of(partner: str) -> Any:
    """What is known of a partner's irregular crossings, by nationality."""
    from egnatia.picture.queries.series import get_cells

    return get_cells("irregular_crossings", "nationality", sources=[partner])


def verdict(reference_number: str, decision: str) -> Any:
    """An examiner decides every open candidate of the registration; two of them where two are needed."""
    from egnatia import law
    from egnatia.biometrics.actions.record_verdict import record_verdict
    from egnatia.biometrics.models import Candidate

    reason = next(iter(law.verdict_reasons(decision)))
    for examiner in ("examiner-1", "examiner-2"):
        for candidate in Candidate.objects.filter(data_set__reference_number=reference_number, state__in=("open", "second")):
            record_verdict(_officer(examiner, "examiner"), candidate, decision, reason)
    return look(reference_number)


def ask(reference_number: str) -> Any:
    """A case officer asks for data about every confirmed match."""
    from egnatia.exchange.actions.request_follow_up import request_follow_up
    from egnatia.exchange.models import PossibleMatch

    for match in PossibleMatch.objects.filter(target__search__data_set__reference_number=reference_number, state="same"):
        request_follow_up(_officer("case", "case_officer"), match, "Identity to be clarified")
    return look(reference_number)


def release() -> Any:
    """A case officer of the owner releases all that was asked for."""
    from egnatia.exchange.actions.release_follow_up import release_follow_up
    from egnatia.exchange.models import FollowUp

    waiting = list(FollowUp.objects.filter(direction="incoming", state="requested"))
    for follow_up in waiting:
        release_follow_up(_officer("case", "case_officer"), follow_up, follow_up.fields)
    return {"released": len(waiting)}


def erase(reference_number: str, ground: str) -> Any:
    """The person became a citizen: a case officer records it; or the day has come: the nightly job erases."""
    from egnatia.base import clock
    from egnatia.persons.jobs import erase_what_is_due
    from egnatia.persons.models import DataSet
    from egnatia.persons.queries import find_by_reference
    from egnatia.registration.actions.record_event import CITIZENSHIP, record_event

    data_set = find_by_reference(reference_number)
    assert data_set is not None
    if ground == "citizenship":
        record_event(_officer("case", "case_officer"), data_set, CITIZENSHIP)
    else:
        DataSet.objects.filter(pk=data_set.pk).update(erase_on=clock.today())
        erase_what_is_due()
    return find_by_reference(reference_number).status  # type: ignore[union-attr]


def mark(reference_number: str, event: str) -> Any:
    """A case officer marks the registration."""
    from egnatia.persons.queries import find_by_reference
    from egnatia.registration.actions.record_event import record_event

    data_set = find_by_reference(reference_number)
    assert data_set is not None
    return record_event(_officer("case", "case_officer"), data_set, event).action


def tell_what_is_wrong(reference_number: str, surname: str) -> Any:
    """A case officer has seen a document that says otherwise than what a partner released."""
    from egnatia.exchange.actions.send_evidence import Shown, send_evidence
    from egnatia.exchange.models import PossibleMatch

    match = PossibleMatch.objects.get(target__search__data_set__reference_number=reference_number, state="same")
    shown = Shown("identity_document", "document_examiner", "Passport seen", "passport")
    return str(send_evidence(_officer("case", "case_officer"), match, {"surnames": [surname]}, shown).pk)


def follow_evidence() -> Any:
    """A case officer of the owner follows all that waits."""
    from egnatia.exchange.actions.decide_evidence import accept_evidence
    from egnatia.exchange.models import Evidence

    waiting = list(Evidence.objects.filter(direction="incoming", state="sent"))
    for evidence in waiting:
        accept_evidence(_officer("case", "case_officer"), evidence, evidence.fields)
    return len(waiting)


def evidence_sent() -> Any:
    """How our evidence stands, in the order in which it was sent."""
    from egnatia.exchange.models import Evidence

    return [[one.state, one.corrected] for one in Evidence.objects.filter(direction="outgoing").order_by("sent_at")]


def life(reference_number: str) -> Any:
    """What is left of what partners and we said about a registration: notices by partner, letters, links, data, marks."""
    from egnatia.deadlines.models import Deadline
    from egnatia.exchange import models
    from egnatia.exchange.citizens_to_check import citizens_to_check
    from egnatia.persons.models import Link

    notices = models.OutboxMessage.objects.filter(kind__startswith="notice.")
    targets = models.SearchTarget.objects.filter(search__data_set__reference_number=reference_number)
    searches = models.InboundSearch.objects.filter(matches__data_set__reference_number=reference_number)
    talks = [*targets.values_list("correspondence", flat=True), *searches.values_list("correspondence", flat=True)]
    kept = [
        message.kind
        for box in (models.OutboxMessage, models.InboxMessage)
        for message in box.objects.filter(correspondence__in=talks).exclude(kind__startswith="notice.")
        if message.letter or message.answer
    ]
    matches = models.PossibleMatch.objects.filter(target__in=targets)
    clocks = Deadline.objects.filter(rule__in=("erasure_notice", "marking_notice", "correction_notice", "citizenship_notice"))
    unmet = clocks.filter(met_at=None, dropped_at=None).count()  # before the notices: a clock is met together with its receipt
    return {
        "notices": sorted([one.kind, one.partner.code, one.state] for one in notices.filter(correspondence__in=talks)),
        "kept": sorted(kept),
        "links": sorted(Link.objects.filter(data_set__reference_number=reference_number).values_list("state", flat=True)),
        "matches": [[match.state, match.marked_at is not None] for match in matches],
        "probes_marked": [search.marked_at is not None for search in searches.distinct()],
        "told_citizen": any(one.data_set.reference_number == reference_number for one in citizens_to_check()),
        "data": [one.data for one in models.FollowUp.objects.filter(possible_match__in=matches)],
        "unmet": unmet,
    }


def give_measure(partner: str) -> Any:
    """An analyst confirms a rise at the common border and gives a measure to the partner there."""
    from datetime import timedelta

    from egnatia.base import clock, node
    from egnatia.picture.actions.edit_recommendation import Owner, assign_recommendation
    from egnatia.picture.actions.recommend_measure import recommend_measure
    from egnatia.picture.alarms.measures import get_measure
    from egnatia.picture.models import Alarm

    us, today = node.current().partner, clock.today()
    since = today - timedelta(days=3 + Alarm.objects.count())
    alarm = Alarm.objects.create(
        source=us, indicator="irregular_crossings", cut="section", key=f"{us}-{partner}", every="day",
        watch="crossings_section", direction="rise", pace="sudden", rule="level", since=since, period=today,
        expected=4, low=0, high=9, observed=44, p=0.001, vintage=clock.now(), raised_at=clock.now(),
    )  # fmt: skip
    analyst = _officer("analyst", "analyst")
    measure = recommend_measure(analyst, alarm, "joint_patrol")
    rights = {question.code: True for question in get_measure("joint_patrol").rights}
    due = today + timedelta(days=7)
    return str(assign_recommendation(analyst, measure, owner=Owner(partner=partner), due=due, rights=rights).pk)


def answer_measures(state: str, text: str) -> Any:
    """An analyst answers what partners ask for: how many there were."""
    from egnatia.base import clock
    from egnatia.picture.actions.answer_partner_measure import answer_partner_measure
    from egnatia.picture.queries.partner_measures import asked_and_open

    waiting = list(asked_and_open())
    for one in waiting:
        done_on = clock.today() if state == "done" else None
        answer_partner_measure(_officer("analyst", "analyst"), one, state=state, text=text, done_on=done_on)
    return len(waiting)


def drop_measure(measure: str) -> Any:
    """The analyst thinks better of it."""
    from egnatia.picture.actions.edit_recommendation import drop_recommendation
    from egnatia.picture.models import Recommendation

    return drop_recommendation(_officer("analyst", "analyst"), Recommendation.objects.get(pk=measure), note="Over").state


def measure_given(measure: str) -> Any:
    """What came of a measure that was given to a partner."""
    from egnatia.picture.models import Outcome, Recommendation, SentMeasure

    given, sent = Recommendation.objects.get(pk=measure), SentMeasure.objects.get(recommendation=measure)
    outcome = Outcome.objects.filter(recommendation=measure).values_list("text", flat=True).first()
    return {"state": given.state, "note": given.note, "message": sent.message.state, "outcome": outcome}


def measures_asked() -> Any:
    """States of the measures that partners asked for, in the order in which they came."""
    from egnatia.picture.models import PartnerMeasure

    return [[one.state, one.answer.state if one.answer else ""] for one in PartnerMeasure.objects.order_by("received_at")]


def count() -> Any:
    """Everything a delivery leaves behind, to be compared between the two sides."""
    from egnatia.audit.models import Event
    from egnatia.audit.recording import find_breaks
    from egnatia.biometrics.models import Candidate
    from egnatia.exchange import models

    about_persons = {
        "kind__in": ("search.question", "prints.request", "match.confirmed", "follow_up.request", "follow_up.release")
    }
    out, came = models.OutboxMessage.objects.filter(**about_persons), models.InboxMessage.objects.filter(**about_persons)
    return {
        "out": sorted([message.kind, message.digest, message.state] for message in out),
        "in": sorted([message.kind, message.digest] for message in came),
        "inbound_searches": models.InboundSearch.objects.count(),
        "inbound_matches": models.InboundMatch.objects.count(),
        "possible_matches": models.PossibleMatch.objects.count(),
        "candidates": Candidate.objects.exclude(partner="").count(),
        "answers_noted": Event.objects.filter(action="exchange.search.answer_received").count(),
        "breaks": list(find_breaks()),
    }


def _officer(username: str, role: str) -> Any:
    from egnatia.accounts.actions.create_officer import create_officer
    from egnatia.accounts.models import Officer, Unit

    return Officer.objects.filter(username=username).first() or create_officer(
        None,
        username=username,
        full_name=username,
        unit=Unit.objects.first(),
        roles=[role],
        password="Long-enough-1234",
        is_demo=True,
    )


def make_officer(username: str, role: str) -> Any:
    """An account to sign in with at the pages."""
    return _officer(username, role).username


def set_up(password: str) -> Any:
    """What every node has; its tables are those that were copied, so there is nothing to migrate."""
    from unittest.mock import patch

    from egnatia.base import node
    from egnatia.site import setup

    with patch.object(setup, "call_command"):
        setup.set_up(node.current(), administrator="admin", password=password)


def introduce(files: list[str]) -> Any:
    """Take in the partners' member files and confirm them, as their operators would over the telephone."""
    from pathlib import Path

    from egnatia.exchange.actions.add_partner import add_partner
    from egnatia.exchange.actions.confirm_partner import confirm_partner

    for file in files:
        partner = add_partner(None, Path(file).read_bytes())
        confirm_partner(None, partner, partner.fingerprint)
    return len(files)


def export(file: str) -> Any:
    """Write this node's member file."""
    from pathlib import Path

    from egnatia.exchange import member_file

    Path(file).write_text(member_file.write_own())
    return member_file.own_fingerprint()


def greet(partner: str, gateway: str) -> str:
    """What keeps a partner from answering a greeting through a gateway; "" where it does."""
    from egnatia.base.errors import Problem
    from egnatia.exchange.actions.ping_partner import ping_partner
    from egnatia.exchange.gateways import Gateway
    from egnatia.exchange.queries import get_partner

    try:
        ping_partner(None, get_partner(partner), Gateway(gateway))
    except Problem as problem:
        return str(problem.details.get("partner_code", problem.code))
    return ""


def witnessed(gateway: str) -> list[bool]:
    """Of each partner to whom this node's log of a gateway is shown, whether it has cosigned a head."""
    from egnatia.exchange.gateways import Gateway
    from egnatia.exchange.log.status import witness_lines

    return [line.at is not None for line in witness_lines(Gateway(gateway))]


_STEPS = (
    *federation_steps.STEPS,
    *transport_steps.STEPS,
    *fault_steps.STEPS,
    *police_steps.STEPS,
    set_up, make_officer, introduce, export, greet, witnessed, register, share, crossings_of, look, verdict, ask,
    release, count, erase, mark, tell_what_is_wrong, follow_evidence, evidence_sent, life,
    give_measure, answer_measures, drop_measure, measure_given, measures_asked,
)  # fmt: skip
STEPS = {step.__name__: step for step in _STEPS}

if __name__ == "__main__":
    import django

    from egnatia.base.loading import loading

    with loading():
        django.setup()
    gc.set_threshold(10_000, 10, 10)  # what a step loads later is no garbage either
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    PBKDF2PasswordHasher.iterations = 1  # as in all tests: a million for each officer of each node took a third of a second
    for line in sys.stdin:
        name, arguments = json.loads(line)
        sys.stdout.write(json.dumps(STEPS[name](**arguments)) + "\n")
        sys.stdout.flush()
