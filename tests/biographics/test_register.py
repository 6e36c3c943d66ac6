"""This process's register of names follows what any process writes, and forgets what is erased."""

import threading
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.biographics import register
from egnatia.biographics.person_rows import PersonRows
from egnatia.engines.linkage.records import Record, WrittenName
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.erase_child_note import erase_child_note
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from tests.registration import people

database = pytest.mark.django_db


def found(name: str) -> list[object]:
    return list(register.read_register().rank(Record((WrittenName(name),)), 10))


@database
def test_who_is_signed_is_found_in_any_script_at_once(registration_officer):
    assert found("Samir Haddad") == []
    data_set = people.sign(registration_officer)
    assert found("سمير حداد") == found("Самир Хадад") == found("Haddad Samir") == [data_set.person_id]


@database
def test_every_name_of_a_person_leads_to_them(registration_officer):
    data_set = people.sign(
        registration_officer,
        surnames=["حداد"],
        forenames=["سمير"],
        names_latin={"surnames": ["Haddad"], "forenames": ["Samir"]},
        birth_names=["Khoury"],
        aliases=["Abu Omar Halabi"],
    )
    for name in ("Samir Haddad", "Samir Khoury", "Omar Halabi"):
        assert found(name) == [data_set.person_id]


@database
def test_corrected_name_takes_the_place_of_the_wrong_one(registration_officer):
    data_set = people.sign(registration_officer)
    assert found("Samir Haddad") == [data_set.person_id]
    correct_data_set(registration_officer, data_set, elements=people.ADULT | {"surnames": ["Khoury"]}, reason="typing_error")
    assert found("Samir Khoury") == [data_set.person_id]
    assert register.read_register().linkage.information("Haddad") == register.read_register().linkage.information("Zwicky")


@database
@pytest.mark.parametrize(
    "end",
    [
        lambda officer, data_set: void_data_set(officer, data_set, reason="registered_twice"),
        lambda officer, data_set: erase_data_set(data_set, ground="data_subject"),
    ],
)
def test_void_and_erased_are_forgotten(registration_officer, end):
    stays = people.sign(registration_officer, surnames=["Berisha"], forenames=["Arta"])
    data_set = people.sign(registration_officer)
    assert found("Samir Haddad") == [data_set.person_id]
    end(registration_officer, data_set)
    assert found("Samir Haddad") == []
    assert found("Arta Berisha") == [stays.person_id]


@database
def test_children_of_whom_only_a_note_is_held_are_found_until_it_is_erased(registration_officer):
    note = write_child_note(registration_officer, elements={"surnames": ["Haddad"], "forenames": ["Nour"]}, reason="under_six")
    assert found("نور حداد") == [note.person_id]
    erase_child_note(note)
    assert found("نور حداد") == []


@database
def test_everybody_is_read_again_where_the_database_is_another(registration_officer):
    people.sign(registration_officer)
    first = register.read_register()
    assert register.read_register() is first
    first.last = (first.last[0], "0" * 64)
    assert register.read_register() is not first
    first.last = (10**9, "0" * 64)
    assert len(found("Samir Haddad")) == 1


@database
def test_register_that_was_read_whole_is_the_one_that_was_followed(registration_officer):
    names = [("Arta", "Berisha"), ("Иван", "Петров"), ("سمير", "حداد"), ("Mohammad", "Hosseini")]
    data_sets = []
    register.read_register()
    for forename, surname in names:
        data_sets.append(people.sign(registration_officer, surnames=[surname], forenames=[forename]))
        register.read_register()
    void_data_set(registration_officer, data_sets[0], reason="registered_twice")
    followed = [found(" ".join(name)) for name in names]
    register.forget()
    assert [found(" ".join(name)) for name in names] == followed
    assert followed[0] == [] and followed[2] == [data_sets[2].person_id]


@database
def test_search_doesnt_wait_for_ever_while_another_reads(registration_officer):
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with register._state.lock:
            held.set()
            release.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(60)
    with pytest.raises(Problem) as refused:
        register.read_register(patience=0.01)
    release.set()
    other.join()
    assert (refused.value.code, refused.value.status) == ("biographics.register.being_read", 503)


@database
def test_nothing_of_a_name_is_written_by_a_search(registration_officer):
    people.sign(registration_officer)
    before = Event.objects.count()
    found("Samir Haddad")
    assert Event.objects.count() == before


@given(st.lists(st.uuids(), max_size=40))
def test_rows_are_numbered_once_and_lead_back(person_ids):
    rows = PersonRows()
    numbers = [rows.add(person_id) for person_id in person_ids]
    assert [rows.person_at(number) for number in numbers] == person_ids
    assert numbers == [rows.add(person_id) for person_id in person_ids]
    assert len(rows) == len(set(person_ids))


def test_rows_in_order_take_no_dictionary():
    rows = PersonRows()
    person_ids = sorted(uuid4() for _ in range(100))
    assert [rows.add(person_id) for person_id in person_ids] == list(range(100))
    assert not rows._later and rows.add(person_ids[50]) == 50
