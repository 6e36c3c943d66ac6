"""What the police of a partner may learn from this node, who decides it, and the record that stays of each question."""

from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.queries import ready_fingers
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.propose_list import Agreed
from egnatia.exchange.messages.law_enforcement import LawErased, LawVerification
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import InboundSearch, InboxMessage, OutboxMessage, QuotaUse
from egnatia.lawenforcement.actions.release_to_partner import read_to_release, refuse_to_partner, release_to_partner
from egnatia.lawenforcement.jobs import erase_law_enforcement_copies
from egnatia.lawenforcement.models import ReceivedMatch, ReceivedQuestion
from egnatia.lawenforcement.queries.partners import received_questions, to_release
from egnatia.lawenforcement.queries.standing import standing
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.registration.actions.correct_registration import correct_registration
from tests.exchange.conftest import Neighbour
from tests.exchange.gateways.conftest import EVERYBODY
from tests.exchange.steps import reply
from tests.lawenforcement.partners import agreeing, ask, confirm, question, sent
from tests.lawenforcement.test_children import born

pytestmark = pytest.mark.django_db


def code_of(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Problem) as raised:
        call(*args, **kwargs)
    return raised.value.code


@pytest.fixture
def data_set(sign: Any) -> Any:
    return sign(seed=1, take=0)


@pytest.fixture
def told(serbia: Neighbour, data_set: Any) -> ReceivedMatch:
    """Serbia's police found somebody of ours."""
    ask(serbia, 1)
    return ReceivedMatch.objects.get()


@pytest.fixture
def wanted(serbia: Neighbour, told: ReceivedMatch) -> ReceivedMatch:
    """Serbia's examiner said *same*."""
    assert confirm(serbia, told.reference).kind == "receipt"
    told.refresh_from_db()
    return told


@pytest.fixture
def released(wanted: ReceivedMatch, verifier: Any, serbia: Neighbour) -> ReceivedMatch:
    release_to_partner(verifier, wanted)
    reply(serbia, sent("law.release"), Receipt())
    return wanted


def test_a_match_comes_with_its_prints_and_nothing_else(serbia: Neighbour, told: ReceivedMatch) -> None:
    answer = ask(serbia, 1)
    [match] = answer.to_wire()["matches"]
    assert match.keys() == {"reference", "score", "fingers"}
    assert [finger["position"] for finger in match["fingers"]] == agreeing(1, ours=0), "those that agree, and no others"
    kept = {capture.position: bytes(capture.minutiae) for capture in ready_fingers(told.data_set)}
    assert all(b64decode(finger["record"]) == kept[finger["position"]] for finger in match["fingers"])
    assert match["reference"] != told.reference, "made anew for each question"


def test_no_match_and_the_record_of_it(serbia: Neighbour, data_set: Any, supervisor: Any) -> None:
    assert ask(serbia, 2).result == "no_match"
    [record] = received_questions(supervisor)
    assert (record.partner, record.offence, record.verified_by) == (serbia.partner, "rape", "verifying_authority")
    assert record.verification == "approved" and record.verified_at and record.found == 0
    event = Event.objects.get(action="lawenforcement.received.answered")
    assert event.details["partner"] == "RS" and event.details["offence"] == "rape"


def test_pages_of_migration_have_nothing_to_show(data_set: Any, serbia: Neighbour) -> None:
    clocks = Deadline.objects.count()
    confirm(serbia, ask(serbia, 1).matches[0].reference)
    assert not InboundSearch.objects.exists() and Deadline.objects.count() == clocks
    events = Event.objects.filter(action__startswith="lawenforcement.received")
    assert events.count() == 3 and not events.filter(person_id__isnull=False).exists()


@pytest.mark.parametrize("age", ["grown", "unknown"])
def test_a_child_isnt_told_of_without_the_ground(serbia: Neighbour, sign: Any, age: str) -> None:
    sign(seed=1, take=0, birth_date=born(12))
    assert ask(serbia, 1, age=age).result == "no_match"
    assert Event.objects.get(action="lawenforcement.received.answered").details["left_out"] == 1
    assert ask(serbia, 1, age="child").result == "possible_match"


def test_nobody_is_told_to_the_country_of_origin(serbia: Neighbour, sign: Any) -> None:
    sign(seed=1, take=0, nationalities=["SRB"])
    sign(seed=2, take=0, countries_feared=["SRB"])
    assert [ask(serbia, seed).result for seed in (1, 2)] == ["no_match", "no_match"]


def test_marked_data_are_found_like_others(serbia: Neighbour, data_set: Any, case_officer: Any) -> None:
    from egnatia.persons.actions.mark_data_set import mark_data_set

    mark_data_set(case_officer, data_set, "protection_granted")
    assert ask(serbia, 1).result == "possible_match"


def test_without_an_agreement_nothing_is_answered(federation: Any, data_set: Any) -> None:
    federation.hold(agreements=(Agreed("MK", "RS", "LEA", 100),))
    said = federation.law["RS"].say(question(1), purpose="LEA")
    assert said.code == "exchange.purpose_not_allowed", "we may ask them, and they not us"
    assert federation.law["AL"].say(question(1), purpose="LEA").code == "exchange.gateway_closed"
    assert not ReceivedQuestion.objects.exists()


def test_who_is_no_party_isnt_answered_whatever_was_written(
    serbia: Neighbour, data_set: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("egnatia.lawenforcement.actions.answer_question.is_party", lambda partner: False)
    assert serbia.say(question(1), purpose="LEA").code == "exchange.purpose_not_allowed"


@pytest.mark.parametrize("purpose", ["MIG", "RET", "STA", "XYZ"])
def test_the_purpose_is_law_enforcement_alone(serbia: Neighbour, data_set: Any, purpose: str) -> None:
    assert serbia.say(question(1), purpose=purpose).code in ("exchange.wrong_gateway", "exchange.purpose_not_allowed")


def test_an_offence_that_is_none_of_the_list(serbia: Neighbour, data_set: Any) -> None:
    assert serbia.say(question(1, offence="jaywalking"), purpose="LEA").code == "exchange.offence_unknown"


def test_one_question_in_a_correspondence(serbia: Neighbour, told: ReceivedMatch) -> None:
    assert serbia.say(question(2), purpose="LEA").code == "exchange.correspondence_reused"


def test_the_days_quota(serbia: Neighbour, data_set: Any) -> None:
    serbia.partner.quotas = {"LEA": 1}
    serbia.partner.save()
    ask(serbia, 1)
    refused = serbia.begin().say(question(1), purpose="LEA")
    assert (refused.status, refused.code) == (429, "exchange.quota_used")
    assert QuotaUse.objects.get(purpose="LEA").count == 1


def test_data_go_only_by_a_person_after_a_verdict(
    serbia: Neighbour,
    told: ReceivedMatch,
    verifier: Any,
    police: Any,
    case_officer: Any,
    supervisor: Any,
) -> None:
    assert code_of(release_to_partner, verifier, told) == "lawenforcement.release.decided_already"
    confirm(serbia, told.reference)
    assert not OutboxMessage.objects.filter(kind="law.release").exists()
    for officer in (police, case_officer, supervisor):
        assert code_of(release_to_partner, officer, told) == "accounts.not_allowed"
        assert code_of(read_to_release, officer, told.pk) == "accounts.not_allowed"
    match, data = read_to_release(verifier, told.pk)
    assert data is not None and data.surnames == ("Haidari",)
    release_to_partner(verifier, match)
    said = serbia.read(sent("law.release")).content
    assert said.data == data and said.reason is None
    assert not {"category", "reference_number"} & set(said.to_wire()["data"])
    assert list(to_release(verifier)) == []
    assert code_of(release_to_partner, verifier, match) == "lawenforcement.release.decided_already"


def test_data_are_refused_with_a_reason(serbia: Neighbour, wanted: ReceivedMatch, verifier: Any) -> None:
    assert code_of(refuse_to_partner, verifier, wanted, "because") == "lawenforcement.refusal.unknown"
    refuse_to_partner(verifier, wanted, "authorisation_needed")
    assert serbia.read(sent("law.release")).content.reason == "authorisation_needed"


def test_another_person_is_forgotten(serbia: Neighbour, told: ReceivedMatch, verifier: Any) -> None:
    assert confirm(serbia, told.reference, "different").kind == "receipt"
    assert confirm(serbia, told.reference).code == "exchange.reference_unknown"
    assert list(to_release(verifier)) == []


def test_a_verdict_is_given_once_and_by_who_asked(serbia: Neighbour, federation: Any, wanted: ReceivedMatch) -> None:
    assert confirm(serbia, wanted.reference).code == "exchange.verdict_given"
    assert confirm(serbia, "0" * 32).code == "exchange.reference_unknown"
    ours = serbia.correspondence, serbia.case
    federation.hold(agreements=EVERYBODY)
    other = federation.law["AL"]
    other.correspondence, other.case = ours
    assert confirm(other, wanted.reference).code == "exchange.reference_unknown"


def test_unjustified_urgency_erases_what_was_told(serbia: Neighbour, data_set: Any) -> None:
    ask(serbia, 1, urgent=True, verified=None)
    record = ReceivedQuestion.objects.get()
    assert record.verification == "waiting"
    confirm(serbia, record.matches.get().reference)
    said = LawVerification(outcome="unjustified", decided_at=clock.now())
    assert serbia.say(said, purpose="LEA").content.kind == "law.erased"
    record.refresh_from_db()
    assert (record.verification, record.erased_because, record.found) == ("unjustified", "unjustified", 1), "the record stays"
    assert not ReceivedMatch.objects.exists()
    assert not InboxMessage.objects.filter(kind__in=("law.question", "law.verdict"), letter__isnull=False).exists()
    assert not InboxMessage.objects.filter(kind="law.question", answer__isnull=False).exists()
    assert record.partner_erased_at is None
    serbia.say(LawErased(erased_at=clock.now()), purpose="LEA")
    record.refresh_from_db()
    assert record.partner_erased_at


def test_verified_afterwards(serbia: Neighbour, data_set: Any) -> None:
    ask(serbia, 1, urgent=True, verified=None)
    said = LawVerification(outcome="approved", decided_at=clock.now())
    assert serbia.say(said, purpose="LEA").content.kind == "receipt"
    record = ReceivedQuestion.objects.get()
    assert (record.verification, record.verified_by) == ("approved", "verifying_authority")
    assert record.erased_at is None


def test_about_a_question_that_never_arrived(serbia: Neighbour) -> None:
    said = LawVerification(outcome="unjustified", decided_at=clock.now())
    assert serbia.say(said, purpose="LEA", number=3).content.kind == "law.erased"
    assert serbia.begin().say(LawErased(erased_at=clock.now()), purpose="LEA", number=2).content.kind == "receipt"


def test_a_month_later_the_copies_are_gone_and_the_reference_stays(serbia: Neighbour, released: ReceivedMatch) -> None:
    record = released.question
    with clock.frozen(record.erase_on + timedelta(hours=1)):
        assert erase_law_enforcement_copies() == 1 and erase_law_enforcement_copies() == 0
    record.refresh_from_db()
    assert record.erased_because == "month_over" and record.matches.count() == 1
    assert not InboxMessage.objects.filter(letter__isnull=False).exists()
    assert not OutboxMessage.objects.filter(kind="law.release", letter__isnull=False).exists()
    erase_data_set(released.data_set)
    assert serbia.read(sent("law.withdrawal")).content.gone == (released.reference,), "who keeps them for a case has to hear"
    assert standing()["withdrawals_not_acknowledged"] == 1
    serbia.say(LawErased(erased_at=clock.now()), purpose="LEA")
    assert not ReceivedMatch.objects.exists(), "nobody has to hear of anything any more"


@pytest.mark.parametrize("end", ["erased", "voided", "child", "linked"])
def test_what_may_not_be_used_any_more_is_withdrawn(
    serbia: Neighbour,
    released: ReceivedMatch,
    data_set: Any,
    sign: Any,
    registration_officer: Any,
    examiner: Any,
    end: str,
) -> None:
    if end == "erased":
        erase_data_set(data_set)
    elif end == "voided":
        void_data_set(registration_officer, data_set, reason="registered_twice")
    elif end == "child":
        elements = data_set.elements | {"birth_date": born(12)}
        correct_registration(registration_officer, data_set, elements=elements, reason="typing_error")
    else:
        child = sign(seed=3, take=0, birth_date=born(12))
        link_data_sets(examiner, data_set, other=child)
    notice = sent("law.withdrawal")
    said = serbia.read(notice).content
    assert (said.gone, said.corrected) == ((released.reference,), ()), "why isn't said: it would tell of a child"
    assert not OutboxMessage.objects.filter(kind="law.release", letter__isnull=False).exists()
    reply(serbia, notice, LawErased(erased_at=clock.now()))
    released.refresh_from_db()
    assert released.notice_answered_at
    assert confirm(serbia, released.reference).code == "exchange.reference_unknown"


def test_a_correction_is_told_and_released_anew(
    serbia: Neighbour,
    released: ReceivedMatch,
    data_set: Any,
    registration_officer: Any,
    verifier: Any,
) -> None:
    correct_registration(
        registration_officer, data_set, elements=data_set.elements | {"surnames": ["Haydari"]}, reason="typing_error"
    )
    said = serbia.read(sent("law.withdrawal")).content
    assert (said.gone, said.corrected) == ((), (released.reference,))
    [again] = to_release(verifier)
    release_to_partner(verifier, again)
    assert serbia.read(sent("law.release")).content.data.surnames == ("Haydari",)


def test_one_notice_tells_all_that_wasnt_answered_for(
    serbia: Neighbour,
    released: ReceivedMatch,
    data_set: Any,
    registration_officer: Any,
) -> None:
    newer = correct_registration(
        registration_officer, data_set, elements=data_set.elements | {"surnames": ["Haydari"]}, reason="typing_error"
    )
    first = sent("law.withdrawal")
    erase_data_set(newer)
    first.refresh_from_db()
    assert first.state == "withdrawn"
    said = serbia.read(sent("law.withdrawal"))
    assert (said.content.gone, said.content.corrected, said.number) == ((released.reference,), (), 3)


def test_a_release_the_operator_gives_up_is_to_be_decided_again(wanted: ReceivedMatch, verifier: Any) -> None:
    release_to_partner(verifier, wanted)
    drop_message(None, sent("law.release"), "It can't be taken there")
    assert list(to_release(verifier)) == [wanted]


def test_who_turns_out_to_be_a_national_isnt_released(
    wanted: ReceivedMatch, verifier: Any, data_set: Any, registration_officer: Any
) -> None:
    elements = data_set.elements | {"nationalities": ["SRB"]}
    correct_registration(registration_officer, data_set, elements=elements, reason="typing_error")
    assert list(to_release(verifier)) == [] and sent("law.withdrawal")
    assert code_of(release_to_partner, verifier, wanted) == "lawenforcement.release.decided_already"


def test_a_child_isnt_released_even_where_no_correction_told(
    wanted: ReceivedMatch, verifier: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("egnatia.lawenforcement.rules.is_child", lambda data_set: True)
    assert read_to_release(verifier, wanted.pk)[1] is None
    assert code_of(release_to_partner, verifier, wanted) == "lawenforcement.release.not_allowed"
