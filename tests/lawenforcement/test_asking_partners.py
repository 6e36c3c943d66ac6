"""A request that asks the police of partners: who is asked, what comes back, verdict, data, and what goes when it is over."""

from datetime import timedelta
from typing import Any

import pytest

from egnatia.base import clock
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.propose_list import Agreed
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.messages.law_enforcement import LawErased, LawMatch, LawPerson, LawRelease, LawWithdrawal
from egnatia.exchange.messages.service import Receipt, Refusal
from egnatia.exchange.models import InboxMessage, OutboxMessage
from egnatia.lawenforcement.actions.close_request import close_request, confirm_erasure
from egnatia.lawenforcement.actions.erase_copies import erase_if_due
from egnatia.lawenforcement.actions.read_request import read_answer
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.verify_request import refuse_request, verify_request
from egnatia.lawenforcement.models import AskedPartner, Hit, HitPrint, Request
from egnatia.lawenforcement.queries.lists import to_examine
from tests.exchange.conftest import Neighbour, records
from tests.exchange.gateways.conftest import EVERYBODY
from tests.exchange.steps import reply
from tests.lawenforcement.partners import CONFIRM, REFERENCE, answer_question, match, sent, tell

pytestmark = pytest.mark.django_db


def states() -> dict[str, tuple[str, str]]:
    return {one.partner_code: (one.state, one.reason) for one in AskedPartner.objects.all()}


@pytest.fixture
def asked(serbia: Neighbour, searched: Any) -> Request:
    """A verified request, searched; Serbia's answer is waited for."""
    return searched(seed=1)


@pytest.fixture
def hit(serbia: Neighbour, asked: Request) -> Hit:
    answer_question(serbia, match(1))
    return Hit.objects.get()


@pytest.fixture
def confirmed(hit: Hit, law_examiner: Any, serbia: Neighbour) -> Hit:
    """Our examiner said *same*; Serbia has the verdict, and its officer is to decide."""
    record_verdict(law_examiner, hit, *CONFIRM)
    reply(serbia, sent("law.verdict"), Receipt())
    hit.refresh_from_db()
    return hit


def release(serbia: Neighbour, number: int = 1) -> Any:
    question = OutboxMessage.objects.get(kind="law.question")
    person = LawPerson(surnames=("Petrović",), nationalities=("SRB",))
    return tell(serbia, question, LawRelease(reference=REFERENCE, data=person), number)


def test_partners_with_an_agreement_are_asked_and_the_others_say_why_not(federation: Any, searched: Any) -> None:
    federation.hold(agreements=(Agreed("MK", "RS", "LEA", 100), Agreed("AL", "MK", "LEA", 100)))
    searched(seed=1)
    assert states() == {
        "AL": ("not_asked", "no_agreement"),
        "BA": ("not_asked", "no_party"),
        "ME": ("not_asked", "no_agreement"),
        "RS": ("waiting", ""),
        "XK": ("not_asked", "no_party"),
    }, "who may ask us isn't asked for that"


def test_the_officer_chooses_partners(federation: Any, searched: Any) -> None:
    federation.hold(agreements=EVERYBODY)
    searched(seed=1, partners=("AL",))
    assert (states()["AL"][0], states()["RS"]) == ("waiting", ("not_asked", "not_chosen"))


def test_the_question_carries_prints_and_codes_alone(serbia: Neighbour, asked: Request) -> None:
    said = serbia.read(sent("law.question"))
    assert (said.purpose, said.case) == ("LEA", AskedPartner.objects.get(partner_code="RS").pk)
    wire = said.content.to_wire()
    assert wire.keys() == {"fingers", "offence", "age", "urgent", "verified"}
    assert (wire["offence"], wire["age"], wire["urgent"]) == ("trafficking_in_human_beings", "grown", False)
    assert wire["verified"]["by"] == "verifying_authority"
    text = str(wire)
    for word in ("KO-417", "Petrovski", "witness", "petra", "vera", "Organised", asked.number):
        assert word not in text


def test_a_partner_that_is_away_holds_the_answer_open_and_not_the_rest(asked: Request, police: Any, serbia: Neighbour) -> None:
    assert asked.state == Request.State.SEARCHED
    assert close_request(police, asked, "not_helped").state == Request.State.CLOSED
    assert states()["RS"][0] == "given_up"
    assert OutboxMessage.objects.get(kind="law.question").state == "withdrawn"
    assert serbia.read(sent("law.erased")).number == 2, "the question may have arrived all the same"


def test_no_match_is_answered(serbia: Neighbour, asked: Request) -> None:
    answer_question(serbia)
    asked.refresh_from_db()
    assert (asked.state, states()["RS"][0], Hit.objects.count()) == (Request.State.ANSWERED, "no_match", 0)


def test_a_partners_refusal_is_shown_and_ends_the_wait(serbia: Neighbour, asked: Request) -> None:
    reply(serbia, sent("law.question"), Refusal(code="exchange.purpose_not_allowed", message="No."))
    asked.refresh_from_db()
    assert states()["RS"] == ("refused", "exchange.purpose_not_allowed")
    assert asked.state == Request.State.ANSWERED


@pytest.mark.parametrize("record", [b"F" * 100, records(1, 2, (3,))[0].record])
def test_prints_that_are_none_count_as_no_answer(serbia: Neighbour, asked: Request, record: bytes) -> None:
    wrong = LawMatch(reference=REFERENCE, fingers=(FingerRecord(position=1, record=record),), score=0.9)
    answer_question(serbia, wrong)
    asked.refresh_from_db()
    assert states()["RS"] == ("refused", "exchange.fingers_unreadable")
    assert asked.state == Request.State.ANSWERED and not Hit.objects.exists()


def test_match_verdict_data(serbia: Neighbour, hit: Hit, law_examiner: Any, police: Any) -> None:
    assert list(to_examine(law_examiner)) == [hit] and hit.data_set is None and not hit.needs_two
    assert set(hit.finger_scores) == {"1", "2", "3", "6", "7"} and hit.score > 0.5
    record_verdict(law_examiner, hit, *CONFIRM)
    said = serbia.read(sent("law.verdict")).content
    assert (said.reference, said.decision) == (REFERENCE, "same")
    reply(serbia, sent("law.verdict"), Receipt())
    [shown] = read_answer(police, hit.request_id)
    assert (shown.release, shown.released) == (Hit.Release.ASKED, None), "the owner decides what is told"
    assert release(serbia).kind == "receipt"
    [shown] = read_answer(police, hit.request_id)
    assert shown.released == {"surnames": ["Petrović"], "nationalities": ["SRB"]}
    hit.request.refresh_from_db()
    assert (hit.request.state, hit.request.hits) == (Request.State.ANSWERED, 1)


def test_a_refusal_of_data_is_shown(serbia: Neighbour, confirmed: Hit) -> None:
    question = OutboxMessage.objects.get(kind="law.question")
    tell(serbia, question, LawRelease(reference=REFERENCE, reason="authorisation_needed"), 1)
    confirmed.refresh_from_db()
    assert (confirmed.release, confirmed.refusal_reason) == (Hit.Release.REFUSED, "authorisation_needed")
    release(serbia, 2)
    confirmed.refresh_from_db()
    assert confirmed.released is None, "what was refused isn't waited for any more"


def test_another_person_is_told_and_nothing_asked(serbia: Neighbour, hit: Hit, law_examiner: Any) -> None:
    record_verdict(law_examiner, hit, "different", "details_disagree")
    assert serbia.read(sent("law.verdict")).content.decision == "different"
    hit.refresh_from_db()
    assert hit.release == Hit.Release.NONE


def test_data_nobody_confirmed_are_not_kept(serbia: Neighbour, hit: Hit) -> None:
    assert release(serbia).kind == "receipt"
    hit.refresh_from_db()
    assert hit.released is None


def test_a_month_later_all_of_it_is_gone_and_the_partner_told(serbia: Neighbour, confirmed: Hit, asked: Request) -> None:
    release(serbia)
    asked.refresh_from_db()
    with clock.frozen(asked.erase_on + timedelta(hours=1)):
        assert erase_if_due(asked)
    assert not Hit.objects.exists() and not HitPrint.objects.exists()
    kept = OutboxMessage.objects.exclude(kind="law.erased")
    assert not kept.filter(letter__isnull=False).exists() and not kept.filter(answer__isnull=False).exists()
    assert not InboxMessage.objects.filter(letter__isnull=False).exists()
    assert serbia.read(sent("law.erased")).number == 3


def test_what_arrives_after_the_erasure_is_emptied_at_night(serbia: Neighbour, confirmed: Hit, police: Any) -> None:
    from egnatia.lawenforcement.jobs import erase_law_enforcement_copies

    close_request(police, confirmed.request, "identified")
    assert release(serbia).kind == "receipt"
    assert InboxMessage.objects.filter(letter__isnull=False).count() == 1
    assert erase_law_enforcement_copies() == 1
    assert not InboxMessage.objects.filter(letter__isnull=False).exists()
    assert erase_law_enforcement_copies() == 0


def test_urgent_is_asked_at_once_and_its_verification_follows(serbia: Neighbour, submit: Any, verifier: Any) -> None:
    request = submit(seed=1, urgent=True, urgent_because="A hostage.")
    said = serbia.read(sent("law.question")).content
    assert said.urgent and said.verified is None
    verify_request(verifier, request)
    assert serbia.read(sent("law.verification")).content.outcome == "approved"


def test_unjustified_urgency_is_told_and_each_erasure_acknowledged(
    serbia: Neighbour, submit: Any, verifier: Any, police: Any, law_examiner: Any
) -> None:
    request = submit(seed=1, urgent=True, urgent_because="A hostage.")
    answer_question(serbia, match(1))
    record_verdict(law_examiner, Hit.objects.get(), *CONFIRM)
    refused = refuse_request(verifier, request, "not_urgent")
    assert not Hit.objects.exists()
    asked = AskedPartner.objects.get(partner_code="RS")
    assert asked.told_unjustified_at and not asked.partner_erased_at and not asked.told_erased_at
    told = sent("law.verification")
    assert serbia.read(told).content.outcome == "unjustified"
    assert OutboxMessage.objects.get(kind="law.verdict").state == "withdrawn", "nothing is asked any more"
    reply(serbia, told, LawErased(erased_at=clock.now()))
    asked.refresh_from_db()
    assert asked.partner_erased_at
    confirm_erasure(police, refused)
    assert serbia.read(sent("law.erased")).content.kind == "law.erased"


def test_what_was_not_urgent_says_nothing_afterwards(serbia: Neighbour, asked: Request) -> None:
    assert not OutboxMessage.objects.filter(kind="law.verification").exists()


def test_withdrawn_by_the_owner(serbia: Neighbour, confirmed: Hit, police: Any) -> None:
    release(serbia)
    question = OutboxMessage.objects.get(kind="law.question")
    said = tell(serbia, question, LawWithdrawal(gone=(REFERENCE,)), 2)
    assert said.kind == "law.erased"
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.released) == (Hit.State.WITHDRAWN, None)
    assert not HitPrint.objects.exists() and read_answer(police, confirmed.request_id) == []
    assert not InboxMessage.objects.filter(kind="law.release", letter__isnull=False).exists()
    assert tell(serbia, question, LawWithdrawal(gone=(REFERENCE,)), 5).kind == "law.erased", "also what skips numbers"


def test_corrected_by_the_owner_waits_for_data_anew(serbia: Neighbour, confirmed: Hit) -> None:
    release(serbia)
    question = OutboxMessage.objects.get(kind="law.question")
    tell(serbia, question, LawWithdrawal(corrected=(REFERENCE,)), 2)
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.release, confirmed.released) == (Hit.State.SAME, Hit.Release.ASKED, None)
    person = LawPerson(surnames=("Petrovič",))
    tell(serbia, question, LawRelease(reference=REFERENCE, data=person), 3)
    confirmed.refresh_from_db()
    assert confirmed.released == {"surnames": ["Petrovič"]}


def test_a_question_given_up_by_the_operator(serbia: Neighbour, asked: Request) -> None:
    drop_message(None, sent("law.question"), "The partner's node is gone for good")
    asked.refresh_from_db()
    assert states()["RS"][0] == "given_up" and asked.state == Request.State.ANSWERED


def test_a_verdict_the_owner_refuses_brings_no_data(serbia: Neighbour, hit: Hit, law_examiner: Any) -> None:
    record_verdict(law_examiner, hit, *CONFIRM)
    reply(serbia, sent("law.verdict"), Refusal(code="exchange.reference_unknown", message="No."))
    hit.refresh_from_db()
    assert (hit.release, hit.refusal_reason) == (Hit.Release.REFUSED, "exchange.reference_unknown")
