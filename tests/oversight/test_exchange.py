"""Letters (k) to (p) and (w) on what the exchange itself writes: searches, verdicts, wrong hits, in both directions."""

from typing import Any

import pytest

from egnatia.base import clock
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.messages.follow_up import FollowUpRelease, PersonData
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.verdict import WrongHit
from egnatia.exchange.models import PossibleMatch
from egnatia.oversight.counting import count_month
from egnatia.oversight.figures import Figure
from egnatia.oversight.months import this_month
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import REFERENCE, reply, waiting

pytestmark = pytest.mark.django_db


def figure(code: str) -> Figure:
    return count_month(this_month()).figures[code]


def test_a_partners_match_becomes_a_hit_with_the_verdict(candidate: Any, examiner: Any) -> None:
    assert figure("hits").total == 0
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    assert figure("hits").value("2", "not_told") == 1
    assert figure("w").total == 0


def test_its_category_is_told_with_the_follow_up(candidate: Any, examiner: Any, case_officer: Any, serbia: Any) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    match = PossibleMatch.objects.select_related("target__search__data_set", "target__partner").get()
    request_follow_up(case_officer, match, "Names differ", fields=["category", "sex"])
    reply(serbia, waiting("follow_up.request"), FollowUpRelease(reference=REFERENCE, data=PersonData(category=1, sex="male")))
    assert figure("hits").value("2", "applicant") == 1


def test_another_person_is_a_wrong_hit_that_we_reported(candidate: Any, examiner: Any) -> None:
    record_verdict(examiner, candidate, "different", "details_disagree")
    assert (figure("w").value("reported"), figure("hits").total) == (1, 0)


def test_what_a_partner_finds_here_is_the_partners_hit(told: Any) -> None:
    assert figure("hits").total == 0


def test_what_a_partner_found_wrongly_here_was_reported_to_us(serbia: Neighbour, register: Any) -> None:
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    serbia.say(WrongHit(reference=reference, decided_at=clock.now(), reason="details_disagree"))
    assert figure("w").value("received") == 1


def test_own_candidates_that_were_somebody_else(register: Any, examiner: Any) -> None:
    register(seed=5), register(seed=5, take=1)
    record_verdict(examiner, Candidate.objects.get(), "different", "details_disagree")
    assert figure("w").value("own") == 1


def test_a_new_capture_is_asked_for_once_two_examiners_could_not_tell(
    register: Any, examiner: Any, second_examiner: Any
) -> None:
    register(seed=5), register(seed=5, take=1)
    found = Candidate.objects.get()
    record_verdict(examiner, found, "cannot_tell", "quality_of_new_prints")
    assert figure("q").total == 0
    record_verdict(second_examiner, found, "cannot_tell", "quality_of_new_prints")
    assert figure("q").total == 1
