"""Exact look-up: by number, document, name in any form, birth date; audited; only for those who may."""

import pytest

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.read_person import read_person
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import SearchKey
from egnatia.persons.queries import find_by_reference, find_persons, visible_to
from egnatia.persons.search_keys import words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "Šarić Ana Marija",
        "ana-marija šarić",
        "ANA SARIC",
        "Saric",
        "  saric,  ana ",
        "N1234567",
        "n 1234 567",
        "1990-05-01",
        "1.5.1990",
        "01/05/1990",
        "Saric 1.5.1990",
        "11 Saur 1369",
        "11 ثور ۱۳۶۹ Saric",
        "Saric 11 Ordibehesht 1369",
        "1 May 1990",
    ],
)
def test_person_is_found_by_any_of_their_forms(make_data_set, registration_officer, text):
    data_set = make_data_set()
    make_data_set(
        surnames=["Kovač"],
        names_latin={},
        documents=[],
        birth_date={"value": "1980", "precision": "year", "basis": "declared"},
    )
    assert [found.data_set for found in find_persons(registration_officer, text)] == [data_set]


@pytest.mark.parametrize(
    "text",
    ["", "Ana", "Sari", "1990", "Kovač 1.5.1990", "Kovač 11 Saur 1369", "12 Saur 1369", "N1234568", "x" * 200, "31.2.1990"],
)
def test_nobody_is_found_by_half_a_name_or_half_a_date(make_data_set, registration_officer, text):
    make_data_set()
    assert find_persons(registration_officer, text) == []


def test_reference_number_goes_straight_to_the_person(make_data_set, registration_officer):
    data_set = make_data_set()
    spaced = " ".join((data_set.reference_number[:4], data_set.reference_number[4:].lower()))
    found = find_persons(registration_officer, spaced)
    assert [(one.person, one.matched_by) for one in found] == [(data_set.person, "reference")]
    assert find_by_reference(spaced) == data_set
    assert find_by_reference("no number") is None


def test_name_and_year_find_whose_day_is_not_known(make_data_set, registration_officer):
    data_set = make_data_set(birth_date={"value": "1990", "precision": "year", "basis": "declared"})
    assert [one.data_set for one in find_persons(registration_officer, "Saric 1.5.1990")] == [data_set]
    assert find_persons(registration_officer, "1.5.1990") == []


@pytest.mark.parametrize(
    ("stated", "text", "is_found"),
    [
        ({"calendar": "solar_hijri", "stated": "1369-02-11"}, "1.5.1990", True),
        ({"calendar": "solar_hijri", "stated": "1369-02"}, "Saric 21.4.1990", True),
        ({"calendar": "solar_hijri", "stated": "1369-02"}, "Saric 20.5.1990", True),
        ({"calendar": "solar_hijri", "stated": "1369-02"}, "Saric 20.6.1990", False),
        ({"calendar": "solar_hijri", "stated": "1369"}, "Saric 1.2.1991", True),
        ({"calendar": "solar_hijri", "stated": "1369"}, "Saric 1.2.1992", False),
        (
            {"precision": "estimated_age", "stated": "36", "stated_on": "2026-10-14", "margin": "2"},
            "Saric 1.12.1987",
            True,
        ),
        ({"value": "1990", "precision": "estimated_age"}, "Saric 1.12.1992", True),
        ({"value": "1990", "precision": "estimated_age"}, "Saric 1.12.1993", False),
    ],
)
def test_a_date_finds_whoever_may_have_been_born_then(make_data_set, registration_officer, stated, text, is_found):
    data_set = make_data_set(birth_date={**stated, "basis": "declared"})
    assert [one.data_set for one in find_persons(registration_officer, text)] == ([data_set] if is_found else [])


def test_corrected_name_is_found_and_the_wrong_one_no_more(make_data_set, registration_officer, elements):
    corrected = {**elements, "surnames": ["Marić"], "names_latin": {}}
    version = correct_data_set(registration_officer, make_data_set(), elements=corrected, reason="typing_error")
    assert [one.data_set for one in find_persons(registration_officer, "Maric")] == [version]
    assert find_persons(registration_officer, "Saric") == []


def test_void_registration_is_not_found_by_name(make_data_set, registration_officer):
    void_data_set(registration_officer, make_data_set(), reason="registered_twice")
    assert find_persons(registration_officer, "Saric") == []


def test_child_with_a_note_is_found_by_name(registration_officer, elements):
    note = write_child_note(registration_officer, elements=elements, reason="under_six")
    found = find_persons(registration_officer, "Saric")
    assert [(one.person, one.data_set, one.child_note) for one in found] == [(note.person, None, note)]


def test_every_look_up_and_every_person_listed_is_recorded(make_data_set, registration_officer):
    data_set = make_data_set()
    find_persons(registration_officer, "Saric")
    event = Event.objects.get(action="persons.looked_up")
    assert (event.details, event.actor_label) == ({"text": "Saric", "found": 1}, "rada")
    assert Event.objects.get(action="persons.person.listed").person_id == data_set.person_id


def test_keys_say_nothing_in_clear(make_data_set):
    make_data_set()
    assert all(len(key) == 64 and int(key, 16) >= 0 for key in SearchKey.objects.values_list("key", flat=True))


def test_examiner_finds_and_sees_nobody(make_data_set, examiner):
    data_set = make_data_set()
    with pytest.raises(Problem) as refused:
        find_persons(examiner, "Saric")
    assert refused.value.status == 403
    assert not visible_to(examiner).exists()
    with pytest.raises(Problem) as refused:
        read_person(examiner, data_set.person_id)
    assert refused.value.code == "persons.person.not_found"


def test_too_long_a_text_is_refused(registration_officer):
    with pytest.raises(Problem) as refused:
        find_persons(registration_officer, "x" * 10_000)
    assert refused.value.code == "persons.look_up.too_long"


def test_opening_a_record_is_recorded(make_data_set, registration_officer):
    data_set = make_data_set()
    read_person(registration_officer, data_set.person_id, part="fingerprints")
    event = Event.objects.get(action="persons.person.read")
    assert (event.person_id, event.details["part"]) == (data_set.person_id, "fingerprints")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Đorđević", ["dordevic"]),
        ("O'Neill-Smith", ["oneill", "smith"]),
        ("علی‌رضا", ["علیرضا"]),
        ("Müller, Ægir", ["muller", "aegir"]),
        ("Ђорђевић", ["ђорђевић"]),
    ],
)
def test_names_are_compared_without_marks(name, words):
    assert words_of(name) == words
