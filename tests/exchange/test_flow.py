"""The main job on the wire, seen from both sides: asking and being asked, in one process and without a network."""

from typing import Any

import pytest

from egnatia.base.errors import Problem
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.refuse_follow_up import refuse_follow_up
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.set_standing_rule import set_standing_rule
from egnatia.exchange.actions.start_regional_search import start_regional_search
from egnatia.exchange.actions.take_answers import check_answer
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.prints import PrintsAnswer, PrintsRequest
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import Receipt, Refusal
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit
from egnatia.exchange.models import FollowUp, InboundMatch, OutboxMessage, PossibleMatch, SearchTarget, WrongHitNotice
from egnatia.persons.models import Link
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import REFERENCE, now, possible_match, reply, waiting

pytestmark = pytest.mark.django_db


# -- asking


def test_signing_asks_every_partner_with_an_agreement(serbia: Neighbour, register: Any) -> None:
    data_set = register(seed=3)
    targets = {target.partner_code: target for target in SearchTarget.objects.all()}
    assert targets.keys() == {"AL", "BA", "XK", "ME", "RS"}
    assert {code: target.reason for code, target in targets.items() if code != "RS"} == dict.fromkeys(
        ("AL", "BA", "XK", "ME"), "no_agreement"
    )
    asked = serbia.read(waiting("search.question"))
    assert asked.purpose == "MIG" and len(asked.content.fingers) == 10
    assert asked.case == targets["RS"].pk and str(data_set.pk) not in str(asked.to_body())
    assert Deadline.objects.filter(rule="search_answer", met_at=None).count() == 1


@pytest.mark.parametrize("field", ["nationalities", "nationalities_claimed", "countries_feared"])
def test_country_of_origin_is_not_asked(serbia: Neighbour, register: Any, field: str) -> None:
    register(seed=3, **{field: ["SRB"]})
    assert SearchTarget.objects.get(partner_code="RS").state == "not_asked"
    assert not OutboxMessage.objects.exists()


def test_country_of_origin_is_asked_for_readmission(serbia: Neighbour, register: Any, case_officer: Any) -> None:
    data_set = register(seed=3, nationalities=["SRB"])
    search = start_regional_search(case_officer, data_set, "RET")
    assert search.targets.get(partner_code="RS").state == "waiting"


def test_purpose_needs_consent_and_must_be_searchable(serbia: Neighbour, register: Any, case_officer: Any) -> None:
    data_set = register(seed=3)
    for purpose, code in (("CHI", "consent_missing"), ("LEA", "purpose_not_searchable"), ("STA", "purpose_not_searchable")):
        with pytest.raises(Problem, match=code):
            start_regional_search(case_officer, data_set, purpose)
    assert start_regional_search(case_officer, data_set, "CHI", consent=True).purpose == "CHI"


def test_no_match(serbia: Neighbour, register: Any) -> None:
    data_set = register(seed=3)
    sent = waiting("search.question")
    reply(serbia, sent, SearchAnswer(result="no_match"))
    data_set.refresh_from_db()
    assert data_set.transmission == "acknowledged"
    assert SearchTarget.objects.get(partner_code="RS").state == "no_match"
    assert not Deadline.objects.filter(rule="search_answer", met_at=None).exists()
    reply(serbia, sent, possible_match())
    assert SearchTarget.objects.get(partner_code="RS").state == "no_match", "a second answer changes nothing"


def test_answer_to_another_question_is_refused(serbia: Neighbour, register: Any) -> None:
    register(seed=3)
    sent = waiting("search.question")
    message, _letter = serbia.answer(sent, SearchAnswer(result="no_match"))
    sent.digest = "0" * 64
    with pytest.raises(Problem, match=r"exchange\.answer_to_another"):
        check_answer(sent, message)


def test_late_answer_comes_by_its_own_message(serbia: Neighbour, register: Any) -> None:
    register(seed=3)
    sent = waiting("search.question")
    reply(serbia, sent, Receipt())
    target = SearchTarget.objects.get(partner_code="RS")
    assert target.state == "waiting"
    late = serbia.message(possible_match(), correspondence=target.correspondence, case=target.pk, answers=sent.digest)
    assert serbia.post(serbia.letter(late)).content.kind == "receipt"
    assert SearchTarget.objects.get(partner_code="RS").state == "possible_match"
    assert waiting("prints.request")


def test_refused_search(serbia: Neighbour, register: Any) -> None:
    register(seed=3)
    reply(serbia, waiting("search.question"), Refusal(code="exchange.purpose_not_allowed", message="No."))
    target = SearchTarget.objects.get(partner_code="RS")
    assert (target.state, target.reason) == ("refused", "exchange.purpose_not_allowed")


def test_prints_that_cannot_be_read_leave_the_request_under_way(serbia: Neighbour, register: Any) -> None:
    register(seed=3)
    reply(serbia, waiting("search.question"), possible_match())
    broken = records(3, 1, (1,))[0].model_copy(update={"record": b"x" * 40})
    with pytest.raises(Problem, match=r"biometrics\.record"):
        reply(serbia, waiting("prints.request"), PrintsAnswer(reference=REFERENCE, fingers=(broken,)))
    assert waiting("prints.request") and not Candidate.objects.filter(partner="RS").exists()


def test_same_links_tells_the_owner_and_allows_a_request(
    serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any
) -> None:
    match = PossibleMatch.objects.get()
    with pytest.raises(Problem, match=r"exchange\.match_not_confirmed"):
        request_follow_up(case_officer, match, "To know")
    assert candidate.score > 0 and len(candidate.finger_scores) == 10
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    assert Link.objects.get(partner="RS").partner_reference == REFERENCE
    assert serbia.read(waiting("match.confirmed")).content.reference == REFERENCE
    match.refresh_from_db()
    follow_up = request_follow_up(case_officer, match, "Two spellings of one name")
    assert "category" not in follow_up.fields and "surnames" in follow_up.fields
    reply(serbia, waiting("match.confirmed"), Receipt())
    data = PersonData(surnames=("Haidari",), category=1, birth_date={"value": "1990", "precision": "year", "basis": "declared"})
    reply(serbia, waiting("follow_up.request"), FollowUpRelease(reference=REFERENCE, data=data))
    follow_up.refresh_from_db()
    assert follow_up.state == "released"
    assert follow_up.data["surnames"] == ["Haidari"]
    assert "category" not in follow_up.data, "what wasn't asked for isn't kept"


def test_different_is_a_wrong_hit(serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any) -> None:
    record_verdict(examiner, candidate, "different", "details_disagree")
    assert not Link.objects.exists()
    assert serbia.read(waiting("match.wrong_hit")).content.reason == "details_disagree"
    deadline = Deadline.objects.get(rule="wrong_hit_notice")
    assert deadline.met_at is None
    reply(serbia, waiting("match.wrong_hit"), Receipt())
    deadline.refresh_from_db()
    assert deadline.met_at and WrongHitNotice.objects.get().acknowledged_at
    with pytest.raises(Problem, match=r"exchange\.match_not_confirmed"):
        request_follow_up(case_officer, PossibleMatch.objects.get(), "To know")


def test_only_case_officers_ask(candidate: Candidate, registration_officer: Any, examiner: Any) -> None:
    for officer in (registration_officer, examiner):
        with pytest.raises(Problem, match=r"accounts\.not_allowed"):
            request_follow_up(officer, PossibleMatch.objects.get(), "To know")


# -- being asked


def test_search_finds_and_prints_go_out_once_asked(serbia: Neighbour, register: Any) -> None:
    register(seed=4)
    register(seed=5)
    answer = serbia.say(SearchQuestion(fingers=records(4, 1))).content
    assert answer.result == "possible_match" and len(answer.matches) == 1
    prints = serbia.say(PrintsRequest(reference=answer.matches[0].reference)).content
    assert {finger.position for finger in prints.fingers} == set(answer.matches[0].fingers)
    assert serbia.begin().say(SearchQuestion(fingers=records(40))).content.result == "no_match"


def test_references_are_made_anew_for_each_search(serbia: Neighbour, register: Any) -> None:
    register(seed=4)
    found = [serbia.begin().say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference for _ in range(2)]
    assert found[0] != found[1]


def test_country_of_origin_never_learns_of_the_person(neighbour: Any, register: Any) -> None:
    albania = neighbour("AL")
    register(seed=4, countries_feared=["ALB"])
    assert albania.say(SearchQuestion(fingers=records(4, 1))).content.result == "no_match"
    assert albania.begin().say(SearchQuestion(fingers=records(4, 1)), purpose="RET").content.result == "possible_match"


def test_several_data_sets_of_one_person_are_one_match(serbia: Neighbour, register: Any, examiner: Any) -> None:
    register(seed=4)
    register(seed=4, take=1, surnames=["Other"])
    found = serbia.say(SearchQuestion(fingers=records(4, 2))).content
    assert len(found.matches) == 2, "two until an examiner has said that they are one"
    record_verdict(examiner, Candidate.objects.get(partner=""), "same", "details_agree_on_several_fingers")
    assert len(serbia.begin().say(SearchQuestion(fingers=records(4, 2))).content.matches) == 1


def test_verdict_only_after_prints_and_only_once(serbia: Neighbour, register: Any) -> None:
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    confirmed = MatchConfirmed(reference=reference, decided_at=now())
    assert serbia.say(confirmed).code == "exchange.verdict_without_prints"
    serbia.say(PrintsRequest(reference=reference))
    assert serbia.say(confirmed).status == 200
    assert serbia.say(confirmed).code == "exchange.verdict_given"


def test_no_data_before_the_verdict(serbia: Neighbour, register: Any) -> None:
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    request = FollowUpRequest(reference=reference, need="To know", fields=("surnames",))
    assert serbia.say(request).code == "exchange.match_not_confirmed"


def test_nothing_more_after_a_wrong_hit(serbia: Neighbour, register: Any) -> None:
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    serbia.say(WrongHit(reference=reference, decided_at=now(), reason="details_disagree"))
    assert WrongHitNotice.objects.get().direction == "incoming"
    assert serbia.say(PrintsRequest(reference=reference)).code == "exchange.reference_unknown"


def test_release_by_a_person(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    fields = ("surnames", "birth_date", "capture_place", "category", "reference_number")
    assert serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=fields)).content.kind == "receipt"
    follow_up = FollowUp.objects.get()
    release_follow_up(case_officer, follow_up, ["surnames", "category"])
    sent = serbia.read(waiting("follow_up.release")).content.data
    assert sent.surnames == ("Haddad",) and sent.category == 2
    assert sent.birth_date is None and sent.reference_number is None
    with pytest.raises(Problem, match=r"exchange\.follow_up_answered"):
        release_follow_up(case_officer, follow_up, ["surnames"])


def test_release_of_what_was_not_asked_or_is_not_allowed(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    assert (
        serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("birth_place",))).code
        == "exchange.field_not_allowed"
    ), "MIG doesn't see the place of birth"
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    for fields in (["surnames", "sex"], ["category"], []):
        with pytest.raises(Problem, match=r"exchange\.(field_not_allowed|nothing_released)"):
            release_follow_up(case_officer, FollowUp.objects.get(), fields)


def test_category_never_goes_to_the_country_of_origin(neighbour: Any, register: Any, case_officer: Any) -> None:
    """The nationality came to light only after the match: the officer can't release the category by mistake."""
    from egnatia.persons.actions.correct_data_set import correct_data_set

    albania, data_set = neighbour("AL"), register(seed=4)
    reference = albania.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    albania.say(PrintsRequest(reference=reference))
    albania.say(MatchConfirmed(reference=reference, decided_at=now()))
    albania.say(FollowUpRequest(reference=reference, need="To know", fields=("surnames", "category")))
    elements = data_set.elements | {"nationalities_claimed": ["ALB"]}
    correct_data_set(case_officer, data_set, elements=elements, reason="typing_error")
    with pytest.raises(Problem, match=r"exchange\.country_of_origin"):
        release_follow_up(case_officer, FollowUp.objects.get(), ["surnames", "category"])
    release_follow_up(case_officer, FollowUp.objects.get(), ["surnames"])


def test_refusal_with_a_reason(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    with pytest.raises(Problem, match=r"exchange\.refusal_reason"):
        refuse_follow_up(case_officer, FollowUp.objects.get(), "because")
    refuse_follow_up(case_officer, FollowUp.objects.get(), "need_not_shown")
    assert serbia.read(waiting("follow_up.refusal")).content.reason == "need_not_shown"
    assert not Deadline.objects.filter(rule="follow_up", met_at=None).exists()


def test_standing_rule_releases_in_the_response(serbia: Neighbour, told: InboundMatch, administrator: Any) -> None:
    for fields in (["surnames", "category"], ["reference_number"], ["birth_place"], []):
        with pytest.raises(Problem, match=r"exchange\.field_not_allowed"):
            set_standing_rule(administrator, serbia.partner, "MIG", fields)
    set_standing_rule(administrator, serbia.partner, "MIG", ["surnames", "sex"])
    request = FollowUpRequest(reference=told.reference, need="To know", fields=("surnames", "category", "documents"))
    answer = serbia.say(request).content
    assert answer.kind == "follow_up.release"
    assert answer.data.model_dump(exclude_none=True) == {"surnames": ("Haddad",)}
    only = FollowUpRequest(reference=told.reference, need="To know", fields=("category",))
    assert serbia.say(only).content.kind == "receipt", "a person decides about the category"
