"""What law enforcement obtained goes after a month, or with the data it came from."""

from datetime import timedelta

import pytest

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.lawenforcement.actions.erase_copies import erase_if_due
from egnatia.lawenforcement.actions.keep_copies import keep_copies
from egnatia.lawenforcement.actions.read_request import read_answer
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.verify_request import verify_request
from egnatia.lawenforcement.jobs import erase_law_enforcement_copies
from egnatia.lawenforcement.models import Hit, ProbePrint, Request
from egnatia.lawenforcement.queries.lists import to_erase, to_examine, to_search, to_verify
from egnatia.lawenforcement.queries.log import log_events
from egnatia.lawenforcement.queries.statistics import outcomes_between
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.registration.actions.correct_registration import correct_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def data_set(sign):
    return sign(seed=1, take=0)


@pytest.fixture
def answered(data_set, searched, law_examiner):
    request = searched(seed=1)
    record_verdict(law_examiner, to_examine(law_examiner).get(), "same", "details_agree_on_several_fingers")
    request.refresh_from_db()
    return request


def test_a_month_later_all_of_it_is_gone(answered):
    assert timedelta(days=27) < answered.erase_on - answered.searched_at < timedelta(days=33)
    assert erase_law_enforcement_copies() == 0
    with clock.frozen(answered.erase_on + timedelta(seconds=1)):
        assert erase_law_enforcement_copies() == 1
        assert erase_law_enforcement_copies() == 0
    answered.refresh_from_db()
    assert answered.state == Request.State.CLOSED and answered.erased_at and answered.hits == 1
    assert not Hit.objects.exists() and not ProbePrint.objects.exists()
    assert answered.file_number == "KO-417/26", "the sheet is the log's"


def test_kept_with_a_reason_for_a_month_at_a_time(answered, police):
    with pytest.raises(Problem, match="reason_missing"):
        keep_copies(police, answered, "  ")
    with clock.frozen(answered.erase_on - timedelta(days=1)):
        kept = keep_copies(police, answered, "The trial begins on the 12th.")
        assert erase_law_enforcement_copies() == 0
    assert answered.erase_on < kept.erase_on < answered.erase_on + timedelta(days=33)
    with clock.frozen(kept.erase_on + timedelta(days=1)):
        assert erase_law_enforcement_copies() == 1
    with pytest.raises(Problem, match="nothing_left"):
        keep_copies(police, kept, "Still needed.")


def test_data_erased_by_their_owner_are_gone_here_too(answered, data_set, police):
    erase_data_set(data_set, ground="citizenship")
    assert not Hit.objects.exists()
    answered.refresh_from_db()
    assert answered.hits == 1, "that there was a hit stays a fact of the statistics"


def test_void_data_are_withdrawn(answered, data_set, police, registration_officer):
    void_data_set(registration_officer, data_set, reason="registered_twice")
    assert read_answer(police, answered.pk) == []
    assert Hit.objects.get().state == Hit.State.WITHDRAWN


def test_a_correction_reaches_what_was_released(answered, data_set, police, registration_officer):
    corrected = data_set.elements | {"surnames": ["Haydari"]}
    correct_registration(registration_officer, data_set, elements=corrected, reason="typing_error")
    (hit,) = read_answer(police, answered.pk)
    assert hit.released["surnames"] == ["Haydari"]


def test_a_draft_that_nobody_submits_goes(draft):
    draft()
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert erase_law_enforcement_copies() == 1
    assert not Request.objects.exists()


def test_a_request_that_nobody_decides_goes_too(submit, verifier):
    request = submit()
    with clock.frozen(request.erase_on + timedelta(seconds=1)):
        assert erase_law_enforcement_copies() == 1
        request.refresh_from_db()
        assert request.state == Request.State.CLOSED and not ProbePrint.objects.exists()
        assert not to_verify(verifier).exists()
        with pytest.raises(Problem, match="decided_already"):
            verify_request(verifier, request)
    assert not to_search().exists()


def test_what_was_kept_after_the_job_looked_is_not_erased(answered, police):
    with clock.frozen(answered.erase_on + timedelta(seconds=1)):
        (due,) = to_erase(clock.now())
        keep_copies(police, answered, "The trial begins on the 12th.")
        assert not erase_if_due(due)
    answered.refresh_from_db()
    assert answered.kept_because and Hit.objects.exists()


def test_the_log_of_an_erased_request_is_whole(answered, police, supervisor):
    read_answer(police, answered.pk)
    before = [event.action for event in log_events(supervisor, number=answered.number)]
    assert {"lawenforcement.hit.found", "lawenforcement.hit.released", "lawenforcement.hit.read"} <= set(before)
    with clock.frozen(answered.erase_on + timedelta(seconds=1)):
        erase_law_enforcement_copies()
    after = [event.action for event in log_events(supervisor, number=answered.number)]
    assert after == ["lawenforcement.copies.erased", *before]


def test_an_empty_answer_is_a_look_as_well(searched, police, supervisor):
    request = searched(seed=2)
    assert read_answer(police, request.pk) == []
    assert log_events(supervisor, number=request.number)[0].action == "lawenforcement.answer.read"


def test_erased_before_anybody_compared_did_not_hit(data_set, searched):
    request = searched(seed=1)
    window = (request.verified_at, request.verified_at + timedelta(days=1))
    assert outcomes_between(*window) == ["open"]
    with clock.frozen(request.erase_on + timedelta(seconds=1)):
        erase_law_enforcement_copies()
    assert outcomes_between(*window) == ["no_hit"]
