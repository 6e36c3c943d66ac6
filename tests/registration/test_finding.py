"""Find a person: by one thing or several, names in any script, page by page, and never unasked; and why it may be they."""

import pytest
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from tests.registration import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client, case_officer):
    """`find(name="Haddad")`: the answer to a look-up with these boxes filled."""
    client.force_login(case_officer)
    return lambda **boxes: client.get(reverse("find_person"), boxes)


@pytest.fixture
def data_set(registration_officer):
    return people.sign(registration_officer)


def test_only_who_may_find_finds(client, data_set, examiner, administrator):
    url = reverse("find_person")
    assert client.get(url).status_code == 302
    for officer in (examiner, administrator):
        client.force_login(officer)
        assert client.get(url, {"text": "Haddad"}).status_code == 403
    assert not Event.objects.filter(action="persons.looked_up").exists()


def test_nobody_is_listed_unasked(find, data_set):
    for boxes in ({}, {"text": "  "}, {"page": "1"}):
        page = find(**boxes).content.decode()
        assert "HADDAD" not in page and "listed unasked" in page
    assert not Event.objects.filter(action__startswith="persons.").filter(kind="read").exists()


def test_reference_number_leads_straight_to_the_person(find, data_set):
    for boxes in ({"text": data_set.reference_number.lower()}, {"reference": data_set.reference_number}):
        assert find(**boxes).url == reverse("person", args=(data_set.person_id,)) + "?via=find"


@pytest.mark.parametrize(
    "boxes",
    [
        {"text": "haddad"},
        {"text": "Samir Haddad"},
        {"text": "n 778812"},
        {"text": "12.4.1991"},
        {"text": "Haddad 1991-04-12"},
        {"name": "Haddad"},
        {"document": "N-778812"},
        {"birth_date_day": "12", "birth_date_month": "4", "birth_date_year": "1991"},
        {"name": "Haddad", "birth_date_day": "12", "birth_date_month": "4", "birth_date_year": "1991"},
        {
            "birth_date_day": "23",
            "birth_date_month": "Hamal",
            "birth_date_year": "1370",
            "birth_date_calendar": "solar_hijri",
        },
        {"text": "Haddad", "document": "N778812"},
        {"text": "سمير حداد"},
        {"name": "Хадад"},
        {"text": "Hadad Samir 4.12.1991"},
    ],
)
def test_found_and_listed_with_a_trace(find, data_set, registration_officer, case_officer, boxes):
    people.sign(
        registration_officer,
        surnames=["Other"],
        documents=None,
        birth_date={**people.ADULT["birth_date"], "value": "1980-01-01"},
    )
    page = find(**boxes).content.decode()
    assert "1 person found" in page and "HADDAD, Samir" in page and data_set.reference_number in page
    listed = Event.objects.get(action="persons.person.listed")
    assert (listed.person_id, listed.actor_id) == (data_set.person_id, str(case_officer.pk))


@pytest.mark.parametrize(
    "boxes",
    [{"text": "Petrović"}, {"name": "Samir Petrović"}, {"name": "Haddad", "document": "N1"}, {"text": "%"}, {"name": "..."}],
)
def test_nobody_fits(find, data_set, boxes):
    page = find(**boxes).content.decode()
    assert "Nobody found" in page and data_set.reference_number not in page


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({"text": "x" * 10_000}, "200"),
        ({"reference": "MK1-nonsense"}, "There is a problem"),
        ({"birth_date_day": "30", "birth_date_month": "2", "birth_date_year": "1990"}, "no such day"),
        ({"birth_date_day": "5", "birth_date_month": "5", "birth_date_year": "1370"}, "Choose the calendar"),
        ({"birth_date_year": "2999", "birth_date_day": "1", "birth_date_month": "1"}, "future"),
        ({"name": "a" * 150, "text": "b" * 150}, "too long"),
    ],
)
def test_what_is_wrong_is_told(find, data_set, boxes, told):
    answer = find(**boxes)
    assert answer.status_code == 200 and told in answer.content.decode()
    assert not Event.objects.filter(action="persons.person.listed").exists()


def test_child_with_a_note_is_found(find, registration_officer):
    write_child_note(registration_officer, elements={"surnames": ["Haddad"], "forenames": ["Nour"]}, reason="under_six")
    page = find(text="Haddad").content.decode()
    assert "HADDAD, Nour" in page and "note only" in page


def test_erased_number_is_told_apart_from_an_unknown_one(find, data_set):
    erase_data_set(data_set, ground="data_subject")
    assert "has been erased" in find(text=data_set.reference_number).content.decode()


def test_officer_is_told_why_it_may_be_the_person(find, client, data_set, case_officer):
    page = find(text="سمير حداد 12.4.1991").content.decode()
    assert "Likely" in page and "The same name, written otherwise. The same day." in page
    address = reverse("why_found", args=(data_set.person_id,))
    assert f"{address}?text=" in page
    why = client.get(address, {"text": "سمير حداد 12.4.1991"})
    told = why.content.decode()
    for words in (
        "حداد</bdi> – <bdi>haddad",
        "Date of birth",
        "The same day",
        "Speaks strongly for it",
        "Nationality",
        "data-print",
    ):
        assert words in told
    assert why["Cache-Control"] == "no-store"
    assert Event.objects.filter(action="biographics.explained").values_list("person_id", "actor_id").get() == (
        data_set.person_id,
        str(case_officer.pk),
    )


def test_nothing_is_told_of_somebody_who_was_not_looked_for_by_name(client, data_set, case_officer, examiner):
    client.force_login(case_officer)
    address = reverse("why_found", args=(data_set.person_id,))
    for boxes in ({}, {"document": "N778812"}, {"birth_date_day": "30", "birth_date_month": "2", "birth_date_year": "1990"}):
        assert client.get(address, boxes).status_code == 404
    assert client.get(reverse("why_found", args=(data_set.pk,)), {"text": "Haddad"}).status_code == 404
    client.force_login(examiner)
    assert client.get(address, {"text": "Haddad"}).status_code == 403


def test_found_by_name_is_never_called_a_hit(find, data_set):
    page = find(text="Samir Haddad").content.decode()
    assert "Possible" in page and "possible, never more" in page and "hit" not in page.lower().replace("white", "")


def test_long_lists_come_page_by_page_and_only_what_is_shown_is_recorded(
    find, registration_officer, django_assert_max_num_queries
):
    for _ in range(27):
        people.sign(registration_officer)
    with django_assert_max_num_queries(30):
        first = find(name="Haddad", page="1").content.decode()
    assert "27 persons found" in first and first.count('<th scope="row"><a') == 25 and "name=Haddad&amp;page=2" in first
    assert Event.objects.filter(action="persons.person.listed").count() == 25
    second = find(name="Haddad", page="2").content.decode()
    assert second.count('<th scope="row"><a') == 2
    assert Event.objects.filter(action="persons.person.listed").values("person_id").distinct().count() == 27
    for page in ("99", "-1", "x", "9" * 30):
        assert find(name="Haddad", page=page).status_code == 200
