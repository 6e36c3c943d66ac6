"""What leaves the node before a release: every kind of envelope is opened and looked through for what may not be in it.

Those of the police: tests/lawenforcement/test_nothing_leaks_to_police.py.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from egnatia import law
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.engines.proofs.merkle import EMPTY_ROOT
from egnatia.exchange.actions.decide_evidence import accept_evidence
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.refuse_follow_up import refuse_follow_up
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.send_evidence import Shown, send_evidence
from egnatia.exchange.actions.set_standing_rule import set_standing_rule
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.actions.tell_figures import tell_figures
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.evidence import EvidenceSent, ProposedData
from egnatia.exchange.messages.follow_up import FOLLOW_UP_FIELDS, FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.heads import HeadShown
from egnatia.exchange.messages.measures import MeasureRequest
from egnatia.exchange.messages.message import KINDS
from egnatia.exchange.messages.prints import PrintsAnswer, PrintsRequest
from egnatia.exchange.messages.search import Match, SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.messages.verdict import MatchConfirmed
from egnatia.exchange.models import Evidence, FollowUp, InboundMatch, OutboxMessage, PossibleMatch
from egnatia.exchange.released_data import fields_by_person_only
from egnatia.persons.actions.flag_data_set import set_security_flag
from egnatia.persons.actions.mark_data_set import mark_data_set, unmark_data_set
from egnatia.persons.models import DataSet
from egnatia.picture.actions import share_counts as sharing
from egnatia.picture.actions.answer_partner_measure import answer_partner_measure
from egnatia.picture.actions.edit_recommendation import Owner, assign_recommendation
from egnatia.picture.actions.recommend_measure import recommend_measure
from egnatia.picture.actions.recount_days import recount_all
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.models import Alarm, PartnerMeasure
from egnatia.picture.sharing_rules import partner_rules
from egnatia.registration.actions.record_event import CITIZENSHIP, record_event
from tests.exchange.conftest import Neighbour, records
from tests.exchange.log.steps import signed_head
from tests.exchange.steps import REFERENCE, now, reply, waiting

pytestmark = pytest.mark.django_db
#: Whatever a message could say it with. `reference` alone is the opaque one.
FORBIDDEN_NAMES = re.compile(
    r"categor|asylum|applica|protection|reference_number|event|refus(ed|al)_(on|grounds)|granted|countries_feared|claimed|"
    r"national_number|photo|face|unit|officer|flag|security|threat",
    re.IGNORECASE,
)
NAMES_ONLY_IN_A_RELEASE = {*FOLLOW_UP_FIELDS, "names", "documents"}
SECRETS = ("Haddad", "Samir", "N778812", "Homs", "1991-04-12", "Tabanovce", "Zürcher", "serious_offence", "12-118")


class Listener:
    """Everything the node said to the neighbour: answers in responses, and what lies in its outbox."""

    def __init__(self, partner: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
        self.partner, self.heard = partner, list[dict[str, Any]]()
        post = partner.post

        def listen(letter: str) -> Any:
            answer = post(letter)
            if answer.message:
                self.heard.append(answer.message.to_body())
            return answer

        monkeypatch.setattr(partner, "post", listen)

    def bodies(self) -> list[dict[str, Any]]:
        sent = [self.partner.read(message).to_body() for message in OutboxMessage.objects.filter(letter__isnull=False)]
        return self.heard + sent

    def kinds(self) -> set[str]:
        return {body["kind"] for body in self.bodies()}


def names_in(value: Any) -> Iterator[str]:
    """All member names of a JSON value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def assert_says_nothing(body: dict[str, Any], data_sets: list[DataSet]) -> None:
    """No name of a forbidden field, no value that only our records know."""
    text = json.dumps(body, ensure_ascii=False)
    for name in names_in(body):
        assert not FORBIDDEN_NAMES.search(name), (body["kind"], name)
    asked_for = set(body["content"].get("fields", ())) if body["kind"] == "follow_up.request" else set()
    assert not (set(names_in(body)) & NAMES_ONLY_IN_A_RELEASE) - {"reference"}, body["kind"]
    assert not {"category", "reference_number"} & asked_for or body["kind"] == "follow_up.request"
    for secret in SECRETS:
        assert secret not in text, (body["kind"], secret)
    for data_set in data_sets:
        for secret in (data_set.reference_number, str(data_set.pk), str(data_set.person_id), str(data_set.unit_id)):
            assert secret not in text, (body["kind"], secret)


def assert_applications_are_hidden(counts: list[dict[str, Any]]) -> None:
    """One application on one day: neither it nor that there was none on it can be read off."""
    told = [content for content in counts if content["indicator"] == "applications"]
    assert "registrations" not in {content["indicator"] for content in counts}
    for content in told:
        for day in content["days"]:
            assert "total" not in day and not any(day["cells"].values()), day
            assert "SRB" in day["hidden"]["nationality"]


@pytest.mark.parametrize("category", [1, 2, 3])
def test_every_kind_of_envelope_before_a_release(
    serbia: Neighbour,
    register: Any,
    examiner: Any,
    case_officer: Any,
    security_officer: Any,
    analyst: Any,
    monkeypatch: pytest.MonkeyPatch,
    category: int,
) -> None:
    listener = Listener(serbia, monkeypatch)
    ours = register(seed=4, category=category, aliases=["Zürcher"], countries_feared=["IRN"])
    set_security_flag(security_officer, ours, grounds=["serious_offence"], authority="Finding 12-118/26")
    data_sets = [ours]
    serbia.say(Ping())
    tell_figures()
    show_head_where_due()
    serbia.begin().say(HeadShown(head=signed_head(serbia, 0, EMPTY_ROOT).to_text(), since=0, proof=()))
    recount_all()
    monkeypatch.setattr(sharing, "partner_rules", lambda: replace(partner_rules(), days_back=36500))
    assert sharing.share_counts() > 0
    ask_for_a_measure(analyst)
    text = "Two patrols at night"
    serbia.say(MeasureRequest(reference="c" * 32, measure="joint_patrol", level="local", text=text, due=now().date()))
    answer_partner_measure(analyst, PartnerMeasure.objects.get(), state="declined", text="No patrol is free")
    serbia.begin()
    # asked of us: search, prints, verdict, a request that waits and one that is refused
    found = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=found))
    serbia.say(PrintsRequest(reference="0" * 32))
    serbia.say(MatchConfirmed(reference=found, decided_at=now()))
    serbia.say(FollowUpRequest(reference=found, need="To know", fields=("surnames", "category", "reference_number")))
    refuse_follow_up(case_officer, FollowUp.objects.get(direction="incoming"), "need_not_shown")
    # asked by us: search, prints, verdicts, request
    reply(serbia, waiting("search.question"), two_matches())
    for request in OutboxMessage.objects.filter(kind="prints.request", state="waiting"):
        reference = serbia.read(request).content.reference
        reply(serbia, request, PrintsAnswer(reference=reference, fingers=records(4, 2)))
    same, other = Candidate.objects.filter(partner="RS")
    record_verdict(examiner, same, "same", "details_agree_on_several_fingers")
    record_verdict(examiner, other, "different", "details_disagree")
    request_follow_up(case_officer, PossibleMatch.objects.get(state="same"), "To know")
    drop_message(None, waiting("follow_up.request"), "Samir Haddad wants it so")
    request_follow_up(case_officer, PossibleMatch.objects.get(state="same"), "To know")
    mark_data_set(case_officer, ours, "protection_granted" if category == 1 else "residence_document_issued")
    unmark_data_set(case_officer, ours, "marked_in_error")
    assert_marks_say_no_more([body for body in listener.bodies() if body["kind"] == "notice.mark"])
    expected = {
        "pong", "figures", "counts", "search.question", "search.answer", "prints.request", "prints.answer", "match.confirmed",
        "match.wrong_hit", "follow_up.request", "follow_up.refusal", "head.shown", "head.cosigned",
        "measure.request", "measure.answer", "message.dropped", "notice.mark", "receipt", "refusal",
    }  # fmt: skip
    assert listener.kinds() == expected
    for body in listener.bodies():
        assert_says_nothing(body, data_sets)
    (asked,) = (body["content"] for body in listener.bodies() if body["kind"] == "measure.request")
    assert asked["about"]["indicator"] == "applications" and {"cut", "key"}.isdisjoint(asked["about"])
    assert_applications_are_hidden([body["content"] for body in listener.bodies() if body["kind"] == "counts"])
    # after the erasure only notices are left to be read
    record_event(case_officer, ours, CITIZENSHIP)
    citizen = [body for body in listener.bodies() if body["kind"] == "notice.citizen"]
    assert [set(body["content"]) for body in citizen] == [{"reference"}, set()], "not even of which partner"
    for body in citizen:
        assert_says_nothing(body, data_sets)
    notices = [body for body in listener.bodies() if body["kind"] == "notice.erased"]
    assert len(notices) == 2
    for body in notices:
        assert_says_nothing(body, data_sets)
    after_a_release = {"follow_up.release", "notice.corrected", "evidence.sent", "evidence.decided"}
    covered = expected | after_a_release | {"notice.erased", "notice.citizen", "ping"}
    of_migration = {kind for kind, content in KINDS.items() if content.gateway is Gateway.MIGRATION}
    assert covered == of_migration, "a kind of message that this test doesn't know has to be looked at here"


def test_messages_of_all_categories_look_alike(serbia: Neighbour, register: Any) -> None:
    """Category, age of the claim and event leave no trace in purpose, length or fields of a search."""
    bodies = []
    for seed, category in ((11, 1), (12, 2), (13, 3)):
        register(seed=seed, category=category)
        sent = OutboxMessage.objects.filter(kind="search.question").order_by("-made_at").first()
        assert sent is not None
        bodies.append(serbia.read(sent).to_body())
    assert {body["purpose"] for body in bodies} == {"MIG"}
    assert len({tuple(sorted(names_in(body))) for body in bodies}) == 1


def test_no_rule_and_no_default_releases_category_or_reference_number(
    serbia: Neighbour, register: Any, administrator: Any, case_officer: Any
) -> None:
    for purpose in ("MIG", "RET", "CHI"):
        assert {"category", "reference_number"}.isdisjoint(law.purpose(purpose).after_verdict)
    register(seed=4, category=1)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    serbia.say(MatchConfirmed(reference=reference, decided_at=now()))
    every_field = law.purpose("MIG").after_verdict
    set_standing_rule(administrator, serbia.partner, "MIG", every_field)
    wanted = tuple(field for field in FOLLOW_UP_FIELDS if field in (*every_field, *fields_by_person_only("MIG")))
    answer = serbia.say(FollowUpRequest(reference=reference, need="To know", fields=wanted)).content
    assert answer.kind == "follow_up.release"
    assert answer.data.category is None and answer.data.reference_number is None
    assert answer.data.capture_place == "Tabanovce", "the town, never the name of the unit"


def test_released_by_a_person_the_category_is_there(serbia: Neighbour, register: Any, case_officer: Any) -> None:
    """The counterpart: the look-through above would find it."""
    ours = register(seed=4, category=1)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    serbia.say(MatchConfirmed(reference=reference, decided_at=now()))
    serbia.say(FollowUpRequest(reference=reference, need="To know", fields=("category", "reference_number")))
    release_follow_up(case_officer, FollowUp.objects.get(), ["category", "reference_number"])
    body = serbia.read(waiting("follow_up.release")).to_body()
    assert body["content"]["data"] == {"category": 1, "reference_number": ours.reference_number}
    with pytest.raises(AssertionError):
        assert_says_nothing(body, [ours])


def test_evidence_says_what_should_be_and_nothing_else(
    serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any
) -> None:
    """About a partner's data: nothing of our own registration goes with it, not even what differs from what was released."""
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    match = PossibleMatch.objects.get()
    request_follow_up(case_officer, match, "To know")
    released = PersonData(surnames=("Hadda",), birth_place="Hama")
    reply(serbia, waiting("follow_up.request"), FollowUpRelease(reference=REFERENCE, data=released))
    send_evidence(case_officer, match, {"surnames": ["Hadad"]}, Shown("person_says", "officer", "On being asked"))
    body = serbia.read(waiting("evidence.sent")).to_body()
    assert body["content"].pop("proposed") == {"surnames": ["Hadad"]}
    assert body["content"].keys() == {"reference", "evidence", "checked_by", "remark"}
    assert_says_nothing(body, list(DataSet.objects.all()))


def test_decision_about_evidence_and_notice_of_the_correction_say_nothing_of_the_data(
    serbia: Neighbour, told: InboundMatch, case_officer: Any
) -> None:
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    release_follow_up(case_officer, FollowUp.objects.get(), ["surnames"])
    proposed = ProposedData(surnames=("Zürcher",))
    serbia.say(
        EvidenceSent(reference=told.reference, proposed=proposed, evidence="person_says", checked_by="officer", remark="So")
    )
    accept_evidence(case_officer, Evidence.objects.get(), ["surnames"])
    for kind in ("evidence.decided", "notice.corrected"):
        assert_says_nothing(serbia.read(waiting(kind)).to_body(), list(DataSet.objects.all()))


def assert_marks_say_no_more(notices: list[dict[str, Any]]) -> None:
    """Set and taken off, to the partner that found the person and to the one that was asked: whichever event it was."""
    assert len(notices) == 4
    assert all(body["content"].keys() == {"references", "marked"} for body in notices)
    assert sorted(body["content"]["marked"] for body in notices) == [False, False, True, True]


def ask_for_a_measure(analyst: Any) -> None:
    """Against a rise of what Serbia isn't told: applications of its own nationals."""
    day = law.local_day(now(), "MK")  # as the node has it: in Skopje tomorrow begins before midnight in UTC
    alarm = Alarm.objects.create(
        source="MK", indicator="applications", cut="nationality", key="SRB", every="day", watch="applications_nationality",
        direction="rise", pace="sudden", rule="level", since=day, period=day, expected=1, low=0, high=3, observed=9, p=0.001,
        vintage=now(), raised_at=now(),
    )  # fmt: skip
    measure = recommend_measure(analyst, alarm, "joint_analysis")
    rights = {question.code: True for question in get_measure("joint_analysis").rights}
    assign_recommendation(analyst, measure, owner=Owner(partner="RS"), due=day, rights=rights)


def two_matches() -> SearchAnswer:
    matches = tuple(Match(reference=letter * 32, fingers=(1, 2, 3, 4, 5), score=0.9) for letter in "ab")
    return SearchAnswer(result="possible_match", matches=matches)
