"""What becomes known after the search reaches what law enforcement was told: links, corrections, children."""

import pytest

from egnatia.audit.models import Event
from egnatia.lawenforcement.actions.read_request import read_answer
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.models import Hit, Request
from egnatia.lawenforcement.queries.lists import to_examine
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.registration.actions.correct_registration import correct_registration
from tests.lawenforcement.test_children import CHILD, born

pytestmark = pytest.mark.django_db
CONFIRM = ("same", "details_agree_on_several_fingers")


@pytest.fixture
def data_set(sign):
    return sign(seed=1, take=0)


@pytest.fixture
def answered(data_set, searched, law_examiner):
    request = searched(seed=1)
    record_verdict(law_examiner, to_examine(law_examiner).get(), *CONFIRM)
    return request


def correct_to_child(officer, data_set) -> None:
    elements = data_set.elements | {"birth_date": born(12)}
    correct_registration(officer, data_set, elements=elements, reason="typing_error")


def test_a_correction_that_tells_of_a_child_closes_the_answer(answered, data_set, police, registration_officer):
    assert len(read_answer(police, answered.pk)) == 1
    correct_to_child(registration_officer, data_set)
    assert read_answer(police, answered.pk) == []
    hit = Hit.objects.get()
    assert hit.state == Hit.State.WITHDRAWN and hit.released is None
    event = Event.objects.filter(action="lawenforcement.hit.withdrawn").get()
    assert event.details["because"] == "child"


def test_a_correction_that_tells_of_a_child_clears_the_desk(data_set, searched, law_examiner, registration_officer):
    request = searched(seed=1)
    correct_to_child(registration_officer, data_set)
    assert not to_examine(law_examiner).exists()
    request.refresh_from_db()
    assert request.state == Request.State.ANSWERED and request.hits == 0


def test_with_the_additional_ground_a_correction_only_corrects(data_set, searched, law_examiner, registration_officer):
    searched(seed=1, **CHILD)
    correct_to_child(registration_officer, data_set)
    assert Hit.objects.get().state == Hit.State.OPEN


def test_a_link_to_a_childs_data_set_closes_the_answer(answered, data_set, sign, police, examiner):
    child = sign(seed=3, take=0, birth_date=born(12))
    link_data_sets(examiner, data_set, other=child)
    assert read_answer(police, answered.pk) == []


def test_a_link_between_grown_persons_changes_nothing(answered, data_set, sign, police, examiner):
    link_data_sets(examiner, data_set, other=sign(seed=3, take=0))
    assert len(read_answer(police, answered.pk)) == 1


def test_the_answer_comes_when_the_last_person_is_compared(sign, searched, law_examiner):
    """Two persons with prints so alike that both are found."""
    sign(seed=1, take=0)
    sign(seed=1, take=2)
    request = searched(seed=1)
    first, second = to_examine(law_examiner)
    record_verdict(law_examiner, first, *CONFIRM)
    request.refresh_from_db()
    assert request.state == Request.State.SEARCHED
    record_verdict(law_examiner, second, "different", "details_disagree")
    request.refresh_from_db()
    assert (request.state, request.hits) == (Request.State.ANSWERED, 1)
