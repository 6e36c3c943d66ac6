"""Evidence that data are wrong goes to the owner alone, is decided there by a person, and both sides see how it stands."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.decide_evidence import accept_evidence, refuse_evidence
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.send_evidence import Shown, send_evidence
from egnatia.exchange.late import late_now
from egnatia.exchange.messages.evidence import EvidenceDecided, EvidenceSent, ProposedData
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.notices import CorrectionNotice, ErasureNotice
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Receipt, Refusal
from egnatia.exchange.messages.verdict import WrongHit
from egnatia.exchange.models import Evidence, FollowUp, InboundMatch, InboxMessage, OutboxMessage, PossibleMatch
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.models import DataSet
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import REFERENCE, now, reply, waiting

pytestmark = pytest.mark.django_db
SHOWN = Shown("identity_document", "document_examiner", "Passport seen, genuine", "passport")
PROPOSED = {"surnames": ["Hadad"], "birth_date": {"value": "1992-04-12", "precision": "day", "basis": "documented"}}


@pytest.fixture
def released(serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any) -> PossibleMatch:
    """Serbia has released names and the birth date of somebody whom we know, too."""
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    match = PossibleMatch.objects.get()
    reply(serbia, waiting("match.confirmed"), Receipt())
    request_follow_up(case_officer, match, "To know")
    birth = {"value": "1991-04-12", "precision": "day", "basis": "declared"}
    data = PersonData.model_validate({"surnames": ["Haddad"], "birth_date": birth})
    reply(serbia, waiting("follow_up.request"), FollowUpRelease(reference=REFERENCE, data=data))
    serbia.correspondence, serbia.case = match.target.correspondence, match.target_id
    return match


@pytest.fixture
def given(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> InboundMatch:
    """We have released the same of somebody of ours to Serbia."""
    release(serbia, told, case_officer)
    return told


def release(partner: Neighbour, match: InboundMatch, officer: Any) -> None:
    partner.say(FollowUpRequest(reference=match.reference, need="To know", fields=("surnames", "birth_date", "documents")))
    follow_up = FollowUp.objects.get(state="requested", direction="incoming")
    release_follow_up(officer, follow_up, follow_up.fields)


def evidence(reference: str, **proposed: Any) -> EvidenceSent:
    return EvidenceSent(
        reference=reference,
        proposed=ProposedData.model_validate(proposed or PROPOSED),
        evidence="identity_document",
        document_type="passport",
        checked_by="document_examiner",
        remark="Passport seen, genuine",
    )


def after(**units: float) -> Any:
    return clock.frozen(clock.now() + timedelta(**units))


def test_evidence_goes_to_the_owner_and_the_clock_runs_until_it_decides(
    serbia: Neighbour, released: PossibleMatch, case_officer: Any
) -> None:
    sent = send_evidence(case_officer, released, PROPOSED, SHOWN)
    message = waiting("evidence.sent")
    content = serbia.read(message).content
    assert content == evidence(REFERENCE)
    assert sent.fields == ["birth_date", "surnames"] and sent.state == "sent"
    reply(serbia, message, Receipt())
    with after(days=12):
        assert ("partner", "RS", "evidence_decision") in {(one.turn, one.partner, one.limit) for one in late_now()}
    decided = EvidenceDecided(reference=REFERENCE, corrected=("surnames",))
    assert serbia.say(decided, answers=message.digest).content.kind == "receipt"
    sent.refresh_from_db()
    assert (sent.state, sent.corrected) == ("accepted", ["surnames"])
    assert Deadline.objects.get(rule="evidence_decision").met_at is not None
    assert serbia.say(CorrectionNotice(references=(REFERENCE,))).content.kind == "receipt"
    assert FollowUp.objects.get().state == "outdated"
    assert serbia.say(decided, answers="0" * 64).code == "exchange.evidence_unknown"


def test_owner_that_follows_it_corrects_and_tells_whoever_was_told(
    serbia: Neighbour, neighbour: Callable[..., Neighbour], given: InboundMatch, case_officer: Any
) -> None:
    montenegro = neighbour("ME")
    reference = montenegro.say(SearchQuestion(fingers=records(4, 2))).content.matches[0].reference
    montenegro.say(PrintsRequest(reference=reference))
    from egnatia.exchange.messages.verdict import MatchConfirmed

    montenegro.say(MatchConfirmed(reference=reference, decided_at=now()))
    release(montenegro, InboundMatch.objects.get(reference=reference), case_officer)
    assert serbia.say(evidence(given.reference)).content.kind == "receipt"
    piece = Evidence.objects.get()
    assert piece.proposed == PROPOSED and Event.objects.filter(action="exchange.evidence.received").exists()
    with after(days=12):
        assert ("own", "RS", "evidence_decision") in {(one.turn, one.partner, one.limit) for one in late_now()}
    accept_evidence(case_officer, piece, ["surnames"])
    corrected = DataSet.objects.get(status="active")
    assert corrected.version == 2 and corrected.reason == "partner_evidence"
    assert corrected.elements is not None and corrected.elements["surnames"] == ["Hadad"]
    assert corrected.elements["birth_date"]["value"] == "1991-04-12", "what wasn't chosen stays"
    answer = waiting("evidence.decided")
    assert serbia.read(answer).content == EvidenceDecided(reference=given.reference, corrected=("surnames",))
    assert serbia.read(answer).answers == InboxMessage.objects.get(kind="evidence.sent").digest
    told = OutboxMessage.objects.filter(kind="notice.corrected")
    assert sorted(told.values_list("partner__code", flat=True)) == ["ME", "RS"]
    assert not OutboxMessage.objects.filter(kind="evidence.decided", partner=montenegro.partner).exists()
    with pytest.raises(Problem, match=r"exchange\.evidence_decided"):
        refuse_evidence(case_officer, piece, "not_shown")


def test_a_document_keeps_what_only_the_owner_knows_of_it(serbia: Neighbour, given: InboundMatch, case_officer: Any) -> None:
    documents = [{"type": "passport", "number": "N778812", "issuer": "IRQ"}, {"type": "id_card", "number": "5"}]
    serbia.say(evidence(given.reference, documents=documents))
    accept_evidence(case_officer, Evidence.objects.get(), ["documents"])
    elements = DataSet.objects.get(status="active").elements
    assert elements is not None and [one["number"] for one in elements["documents"]] == ["N778812", "5"]


def test_owner_may_refuse_with_a_reason(serbia: Neighbour, given: InboundMatch, case_officer: Any, examiner: Any) -> None:
    serbia.say(evidence(given.reference))
    piece = Evidence.objects.get()
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        refuse_evidence(examiner, piece, "not_shown")
    with pytest.raises(Problem, match=r"exchange\.evidence_reason"):
        refuse_evidence(case_officer, piece, "because")
    refuse_evidence(case_officer, piece, "not_shown")
    assert serbia.read(waiting("evidence.decided")).content == EvidenceDecided(reference=given.reference, reason="not_shown")
    assert DataSet.objects.get().version == 1 and not OutboxMessage.objects.filter(kind="notice.corrected").exists()


def test_what_changes_nothing_isnt_accepted(serbia: Neighbour, given: InboundMatch, case_officer: Any) -> None:
    serbia.say(evidence(given.reference, surnames=["Haddad"]))
    piece = Evidence.objects.get()
    for fields, code in (([], r"exchange\.evidence_nothing_chosen"), (["surnames"], r"registration\.nothing_changed")):
        with pytest.raises(Problem, match=code):
            accept_evidence(case_officer, piece, fields)
    assert Evidence.objects.get().state == "sent"


def test_evidence_that_may_not_be_taken_in(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    assert serbia.say(evidence(told.reference)).code == "exchange.field_not_allowed", "nothing was released"
    release(serbia, told, case_officer)
    assert serbia.say(evidence(told.reference, birth_place="Hama")).code == "exchange.field_not_allowed"
    assert serbia.say(evidence("0" * 32)).code == "exchange.reference_unknown"
    assert serbia.say(evidence(told.reference)).content.kind == "receipt"
    assert serbia.say(evidence(told.reference)).code == "exchange.evidence_under_way"
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("field", ["category", "reference_number", "capture_place"])
def test_evidence_never_says_what_the_owner_alone_decides(serbia: Neighbour, given: InboundMatch, field: str) -> None:
    from egnatia.exchange import envelope

    body = serbia.message(evidence(given.reference)).to_body()
    body["content"]["proposed"][field] = 1 if field == "category" else "MK123"
    assert serbia.post(envelope.write_letter(body, serbia.own)).code == "exchange.message_invalid"


@pytest.mark.parametrize(
    ("proposed", "shown", "code"),
    [
        ({}, SHOWN, "evidence_not_about_released"),
        ({"birth_place": "Hama"}, SHOWN, "evidence_not_about_released"),
        ({"category": 1}, SHOWN, "evidence_not_about_released"),
        (PROPOSED, Shown("rumour", "officer", "x"), "evidence_incomplete"),
        (PROPOSED, Shown("identity_document", "officer", "x"), "evidence_incomplete"),
        (PROPOSED, Shown("person_says", "officer", "x", "passport"), "evidence_incomplete"),
        (PROPOSED, Shown("person_says", "nobody", "x"), "evidence_incomplete"),
        (PROPOSED, Shown("person_says", "officer", " "), "evidence_incomplete"),
        ({"surnames": [""]}, SHOWN, "evidence_"),
        ({"birth_date": {"value": "2999-01-01", "precision": "day", "basis": "declared"}}, SHOWN, r"law\."),
    ],
)
def test_evidence_that_says_too_little_or_too_much_isnt_sent(
    released: PossibleMatch, case_officer: Any, proposed: dict[str, Any], shown: Shown, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        send_evidence(case_officer, released, proposed, shown)
    assert not Evidence.objects.exists()


def test_one_piece_at_a_time_by_whom_it_concerns(released: PossibleMatch, case_officer: Any, examiner: Any) -> None:
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        send_evidence(examiner, released, PROPOSED, SHOWN)
    send_evidence(case_officer, released, PROPOSED, SHOWN)
    with pytest.raises(Problem, match=r"exchange\.evidence_under_way"):
        send_evidence(case_officer, released, PROPOSED, SHOWN)
    with pytest.raises(Problem, match=r"exchange\.message\.never_dropped"):
        drop_message(None, waiting("evidence.sent"), "Too slow")


def test_a_country_of_the_person_is_told_nothing(serbia: Neighbour, released: PossibleMatch, case_officer: Any) -> None:
    FollowUp.objects.update(released=["nationalities", "surnames"])
    with pytest.raises(Problem, match=r"exchange\.evidence_country_of_origin"):
        send_evidence(case_officer, released, {"nationalities": ["SRB"]}, SHOWN)
    assert not OutboxMessage.objects.filter(kind="evidence.sent").exists()


def test_owner_that_doesnt_take_it_in(serbia: Neighbour, released: PossibleMatch, case_officer: Any) -> None:
    sent = send_evidence(case_officer, released, PROPOSED, SHOWN)
    refusal = Refusal(code="exchange.field_not_allowed", message="No", final=True)
    reply(serbia, waiting("evidence.sent"), refusal)
    sent.refresh_from_db()
    assert (sent.state, sent.refusal_reason) == ("refused", "exchange.field_not_allowed")


# -- what is forgotten


def letters() -> dict[str, set[bool]]:
    """By kind: whether a letter is kept."""
    kept: dict[str, set[bool]] = {}
    for message in [*OutboxMessage.objects.all(), *InboxMessage.objects.all()]:
        kept.setdefault(message.kind, set()).add(message.letter is not None or bool(message.answer))
    return kept


def test_evidence_goes_with_the_owners_data_set(serbia: Neighbour, given: InboundMatch) -> None:
    serbia.say(evidence(given.reference))
    erase_data_set(given.data_set)
    piece = Evidence.objects.get()
    assert (piece.state, piece.proposed, piece.remark) == ("erased", None, None)
    assert letters()["evidence.sent"] == {False}
    assert Deadline.objects.get(rule="evidence_decision").dropped_at is not None


def test_what_is_under_way_when_the_match_is_erased_is_emptied_once_answered(
    serbia: Neighbour, released: PossibleMatch, case_officer: Any
) -> None:
    send_evidence(case_officer, released, PROPOSED, SHOWN)
    request_follow_up(case_officer, released, "Samir Haddad has to be told")
    evidence_sent, request = waiting("evidence.sent"), waiting("follow_up.request")
    assert serbia.say(ErasureNotice(references=(REFERENCE,))).content.kind == "receipt"
    assert letters()["evidence.sent"] == {True}, "the receiver takes nothing out of order, so it still has to go"
    unknown = Refusal(code="exchange.reference_unknown", message="Unknown", final=True)
    reply(serbia, evidence_sent, unknown)
    late = FollowUpRelease(reference=REFERENCE, data=PersonData(surnames=("Haddad",)))
    reply(serbia, request, late)
    request.refresh_from_db()
    assert (request.state, request.letter, request.answer) == ("answered", None, None)
    assert letters()["evidence.sent"] == {False}
    assert {one.data for one in FollowUp.objects.all()} == {None}
    assert Evidence.objects.get().proposed is None


def test_a_wrong_hit_leaves_no_letter_with_data(serbia: Neighbour, given: InboundMatch) -> None:
    serbia.say(evidence(given.reference))
    under_way = waiting("follow_up.release")
    wrong = WrongHit(reference=given.reference, decided_at=now(), reason="found_wrong_later")
    assert serbia.say(wrong).content.kind == "receipt"
    reply(serbia, under_way, Receipt())
    kept = letters()
    assert kept["evidence.sent"] == kept["follow_up.request"] == kept["follow_up.release"] == {False}
    assert True in kept["match.confirmed"]
