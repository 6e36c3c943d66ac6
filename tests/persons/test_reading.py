"""Reading a person leaves a trace, and who may not read them sees nobody; look-up keys say nothing."""

from datetime import date

import pytest

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.persons.actions.read_person import read_person
from egnatia.persons.models import SearchKey
from egnatia.persons.queries import find_by_birth_date, find_by_document, find_by_reference, visible_to

pytestmark = pytest.mark.django_db


def test_keys_say_nothing_in_clear(make_data_set):
    make_data_set()
    keys = SearchKey.objects.values_list("kind", "key")
    assert {kind for kind, _ in keys} == {"document", "birth_date"}
    assert all(len(key) == 64 and int(key, 16) >= 0 for _, key in keys)


@pytest.mark.parametrize("number", ["N 1234-567", "n1234567", "N/1234567"])
def test_document_is_found_however_its_number_is_written(make_data_set, number):
    person_id = make_data_set().person_id
    assert find_by_document(number) == {person_id}


def test_exact_keys_find_nobody_else(make_data_set):
    make_data_set()
    assert find_by_document("N1234568") == find_by_document("") == set()
    assert find_by_birth_date(date(1990, 5, 2)) == set()
    assert find_by_reference("no number") is None


def test_examiner_sees_nobody(make_data_set, examiner):
    data_set = make_data_set()
    assert not visible_to(examiner).exists()
    with pytest.raises(Problem) as refused:
        read_person(examiner, data_set.person_id)
    assert refused.value.code == "persons.person.not_found"


def test_opening_a_record_is_recorded(make_data_set, registration_officer):
    data_set = make_data_set()
    read_person(registration_officer, data_set.person_id, part="fingerprints")
    event = Event.objects.get(action="persons.person.read")
    assert (event.person_id, event.details["part"]) == (data_set.person_id, "fingerprints")
