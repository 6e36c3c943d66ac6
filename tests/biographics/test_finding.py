"""Finding a person: numbers exactly, names in any script and by any hand, dates for or against; audited, for those who may."""

from datetime import date

import pytest

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.biographics.queries import LookUp, look_up
from egnatia.engines.linkage.levels import Field
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from tests.registration import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(registration_officer):
    return people.sign(
        registration_officer,
        surnames=["Šarić"],
        forenames=["Ana Marija"],
        birth_date={"value": "1990-05-01", "precision": "day", "basis": "declared"},
        documents=[{"type": "passport", "number": "N 1234-567", "issuer": "HRV"}],
    )


@pytest.fixture
def find(registration_officer):
    """`find("Saric")`, `find(name="Saric")`: whom a look-up finds."""
    return lambda text="", **more: look_up(registration_officer, LookUp(text.strip(), **more)).found


@pytest.mark.parametrize(
    "text",
    [
        "Šarić Ana Marija",
        "ana-marija šarić",
        "ANA SARIC",
        "Saric",
        "Ana",
        "  saric,  ana ",
        "Шарић Ана Марија",
        "Saritsch Anna",
        "آنا شاريتش",
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
        "Saric 5.1.1990",
        "Saric 1.5.1980",
    ],
)
def test_person_is_found_by_any_of_their_forms(find, ana, registration_officer, text):
    people.sign(registration_officer, surnames=["Kovač"], forenames=["Petar"], documents=None)
    assert [one.data_set for one in find(text)] == [ana]


@pytest.mark.parametrize(
    "text", ["", "1990", "Kovač 1.5.1990", "12 Saur 1369", "N1234568", "x" * 200, "31.2.1990", "%", "...", "🙂", "Šarić Petar"]
)
def test_nobody_else_is_found(find, ana, text):
    assert find(text) == ()


def test_likeliest_comes_first_and_the_birth_date_says_who_that_is(find, registration_officer):
    born = {year: {"value": f"{year}-04-12", "precision": "day", "basis": "declared"} for year in (1970, 1991, 2001)}
    one, other, third = (people.sign(registration_officer, birth_date=birth, documents=None) for birth in born.values())
    assert find("سمير حداد 12.4.1991")[0].data_set == other
    assert find("Hadad Samir", birth_date=date(1970, 4, 12))[0].data_set == one
    assert {found.data_set for found in find("Samir Haddad")} == {one, other, third}


def test_what_speaks_for_and_against_comes_along(find, ana, registration_officer):
    people.sign(registration_officer, surnames=["Kovač"], forenames=["Petar"], documents=None)
    (found,) = find("Ана Марија Шарић 1.5.1990")
    names, birth = found.match.linkage.field(Field.NAMES), found.match.linkage.field(Field.BIRTH)
    assert (names.first, names.second) == ("Ана Марија Шарић", "Ana Marija Šarić") and names.bits > 0
    assert birth.level == "birth.same_day" and birth.bits > 10
    assert find("N1234567")[0].match is None


def test_numbers_have_to_fit_whatever_the_name(find, ana):
    assert [one.matched_by for one in find(name="Saric", document="N1234567")] == ["document_and_name"]
    assert find(name="Saric", document="N1") == ()
    assert find(name="Kovač", document="N1234567") == ()


def test_reference_number_goes_straight_to_the_person(find, ana):
    spaced = " ".join((ana.reference_number[:4], ana.reference_number[4:].lower()))
    assert [(one.person, one.matched_by) for one in find(spaced)] == [(ana.person, "reference")]


def test_name_and_day_find_whose_day_is_not_known(find, registration_officer):
    data_set = people.sign(registration_officer, birth_date={"value": "1990", "precision": "year", "basis": "declared"})
    assert [one.data_set for one in find("Haddad 1.5.1990")] == [data_set]
    assert find("1.5.1990") == ()


def test_day_of_another_calendar_is_found_by_the_gregorian_one(find, registration_officer):
    stated = {"calendar": "solar_hijri", "stated": "1369-02-11", "basis": "declared"}
    data_set = people.sign(registration_officer, birth_date=stated)
    assert [one.data_set for one in find("1.5.1990")] == [data_set]
    assert find("1.2.1990") == ()


@pytest.mark.parametrize(
    ("stated", "born", "speaks_for_it"),
    [
        ({"calendar": "solar_hijri", "stated": "1369-02"}, "21.4.1990", True),
        ({"calendar": "solar_hijri", "stated": "1369-02"}, "20.6.1996", False),
        ({"calendar": "solar_hijri", "stated": "1369"}, "1.2.1991", True),
        ({"precision": "estimated_age", "stated": "36", "stated_on": "2026-10-14", "margin": "2"}, "1.12.1987", True),
        ({"value": "1990", "precision": "estimated_age"}, "1.12.1999", False),
    ],
)
def test_dates_known_in_part_count_as_far_as_they_go(find, registration_officer, stated, born, speaks_for_it):
    people.sign(registration_officer, birth_date={**stated, "basis": "declared"})
    (found,) = find(f"Samir Haddad {born}")
    assert (found.match.linkage.field(Field.BIRTH).bits > 0) == speaks_for_it


def test_corrected_name_is_found_and_the_wrong_one_no_more(find, ana, registration_officer):
    version = correct_data_set(
        registration_officer, ana, elements=people.ADULT | {"surnames": ["Marić"]}, reason="typing_error"
    )
    assert [one.data_set for one in find("Maric")] == [version]
    assert find("Saric") == ()


def test_void_registration_is_not_found_by_name(find, ana, registration_officer):
    void_data_set(registration_officer, ana, reason="registered_twice")
    assert find("Saric") == ()


def test_child_with_a_note_is_found_by_name(find, registration_officer):
    elements = {"surnames": ["Haddad"], "forenames": ["Nour"]}
    note = write_child_note(registration_officer, elements=elements, reason="under_six")
    assert [(one.person, one.data_set, one.child_note) for one in find("نور حداد")] == [(note.person, None, note)]


def test_every_look_up_and_every_person_listed_is_recorded(find, ana):
    find("Saric")
    event = Event.objects.get(action="persons.looked_up")
    assert (event.details, event.actor_label) == ({"text": "Saric", "found": 1}, "rada")
    assert Event.objects.get(action="persons.person.listed").person_id == ana.person_id


def test_only_the_page_that_is_shown_is_recorded(registration_officer):
    for _ in range(5):
        people.sign(registration_officer, documents=None)
    listing = look_up(registration_officer, LookUp("Samir Haddad"), start=2, limit=2)
    assert (len(listing.found), listing.total) == (2, 5)
    assert Event.objects.filter(action="persons.person.listed").count() == 2


def test_examiner_finds_nobody(ana, examiner):
    with pytest.raises(Problem) as refused:
        look_up(examiner, LookUp("Saric"))
    assert refused.value.status == 403


def test_too_long_a_text_is_refused(registration_officer):
    with pytest.raises(Problem) as refused:
        look_up(registration_officer, LookUp("x" * 10_000))
    assert refused.value.code == "persons.look_up.too_long"
