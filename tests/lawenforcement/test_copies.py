"""What law enforcement obtained goes after a month, or with the data it came from."""

from datetime import timedelta

import pytest

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.lawenforcement.actions.keep_copies import keep_copies
from egnatia.lawenforcement.actions.read_request import read_answer
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.jobs import erase_law_enforcement_copies
from egnatia.lawenforcement.models import Hit, ProbePrint, Request
from egnatia.lawenforcement.queries.lists import to_examine
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
