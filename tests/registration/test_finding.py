"""Find a person: by one thing or several, names in any script, page by page, and never unasked; and why it may be they."""

import html
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from tests.registration import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client, case_officer):
    """`find(name="Haddad")`: the answer to a look-up with these boxes filled."""
    client.force_login(case_officer)

    def find(page="1", **boxes):
        answer = client.post(reverse("find_person"), boxes)
        return client.get(answer.url + (f"&page={page}" if "?" in answer.url else "")) if answer.status_code == 302 else answer

    return find


@pytest.fixture
def type_in(client, case_officer):
    """`type_in("Hadd")`: the answer to what is typed in a visit to the page, as its script asks."""
    client.force_login(case_officer)
    look = _look(client.get(reverse("find_person")))

    def type_in(text="", **boxes):
        return client.post(reverse("find_person"), {"text": text, "look": look, **boxes}, headers={"HX-Request": "true"})

    return type_in


def _look(answer):
    return re.search(r'name="look" form="find" value="([^"]+)"', answer.content.decode())[1]


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


def _why_address(page):
    return html.unescape(re.search(r'href="(/persons/why/[^"]+)"', page)[1])


def test_officer_is_told_why_it_may_be_the_person(find, client, data_set, case_officer):
    page = find(text="سمير حداد 12.4.1991").content.decode()
    assert "Likely" in page and "The same name, written otherwise. The same day." in page
    address = _why_address(page)
    assert address.startswith(reverse("why_found", args=(data_set.person_id,)) + "?look=")
    why = client.get(address)
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


def test_nothing_is_told_of_somebody_who_was_not_looked_for_by_name(client, find, data_set, case_officer, examiner):
    person = reverse("why_found", args=(data_set.person_id,))
    kept = _look(find(document="N778812"))
    address = _why_address(find(text="Haddad").content.decode())
    for asked in (person, f"{person}?look={kept}", f"{person}?look=abc", f"{person}?text=Haddad", address[:-2]):
        assert client.get(asked).status_code == 404
    assert client.get(address.replace(str(data_set.person_id), str(data_set.pk))).status_code == 404
    client.force_login(examiner)
    assert client.get(address).status_code == 403


def test_no_name_stands_in_an_address_nor_with_the_session(client, find, data_set, case_officer):
    sent = client.post(reverse("find_person"), {"text": "Haddad Samir"})
    page = client.get(sent.url).content.decode()
    addresses = [sent.url, *re.findall(r'(?:href|action|hx-post)="([^"]+)"', page)]
    assert any("/persons/why/" in address for address in addresses)
    assert not [address for address in addresses if "addad" in unquote(address)]
    rows = [row.get_decoded() for row in Session.objects.all()]
    assert rows and "addad" not in str(rows)
    assert "listed unasked" in client.get(reverse("find_person"), {"text": "Haddad"}).content.decode()


def test_look_up_is_open_to_its_session_alone(client, find, data_set, case_officer):
    sent = client.post(reverse("find_person"), {"text": "Haddad"}).url
    assert "1 person found" in client.get(sent).content.decode()
    client.force_login(case_officer)  # the same session goes on
    assert "1 person found" in client.get(sent).content.decode()
    client.logout()
    client.force_login(case_officer)
    for address in (sent, sent[:-3], sent + "=ä", reverse("find_person") + "?look="):
        page = client.get(address).content.decode()
        assert "HADDAD" not in page and "Haddad" not in page
        assert ("no longer here" in page) == (not address.endswith("look="))


def test_search_while_typing(type_in, data_set):
    answer = type_in("Hadad Sam")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store" and "<html" not in answer.content.decode()
    assert "1 person found" in type_in("Hadad Samir").content.decode()
    assert "HADDAD, Samir" in type_in(document="N-778812").content.decode()
    assert "HADDAD, Samir" in type_in(data_set.reference_number).content.decode()  # it is listed; the button leads there
    assert "too long" in type_in("b" * 150, name="a" * 150).content.decode()


def test_what_is_too_short_or_half_a_date_is_not_looked_up(type_in, data_set):
    assert "listed unasked" in type_in("Ha").content.decode()
    assert "listed unasked" in type_in("  ").content.decode()
    assert type_in("Haddad", birth_date_day="12").status_code == 204
    assert not Event.objects.filter(action__startswith="persons.").filter(kind="read").exists()


def _recorded(action):
    events = Event.objects.filter(action=action).order_by("number")
    return [event.details["text"] if event.details else event.person_id for event in events]


def test_whoever_was_shown_while_typing_leaves_one_trace_for_a_visit(type_in, find, client, data_set, registration_officer):
    other = people.sign(registration_officer, surnames=["Hadad"], forenames=["Omar"], documents=None)
    for text in ("Haddad", "Haddad S", "Haddad Samir", "Haddad Samir", "Haddad Omar"):
        type_in(text)
    assert sorted(_recorded("persons.person.listed")) == sorted([data_set.person_id, other.person_id])
    assert _recorded("persons.looked_up") == ["Haddad"]
    find(text="Haddad")  # another visit
    assert len(_recorded("persons.person.listed")) == 4 and _recorded("persons.looked_up") == ["Haddad", "Haddad"]


def test_what_was_typed_is_recorded_where_it_rests(type_in, data_set):
    assert "load delay" not in type_in("Haddad").content.decode()  # it stands in the log with whom it listed
    answer = type_in("Haddad Samir").content.decode()
    assert "1 person found" in answer and "load delay" in answer
    for _ in range(2):
        assert type_in("Haddad Samir", rests="yes").status_code == 204
    assert "Nobody found" in type_in("Haddad Petrović").content.decode()
    type_in("Haddad Petrović", rests="yes")
    assert _recorded("persons.looked_up") == ["Haddad", "Haddad Samir", "Haddad Petrović"]
    assert _recorded("persons.person.listed") == [data_set.person_id]


def test_page_that_stays_open_is_visited_anew_after_half_an_hour(type_in, data_set):
    type_in("Haddad")
    with clock.frozen(clock.now() + timedelta(minutes=29)):
        type_in("Haddad Samir")
    assert _recorded("persons.person.listed") == [data_set.person_id]
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        type_in("Haddad Samir")
    assert _recorded("persons.person.listed") == [data_set.person_id] * 2
    assert _recorded("persons.looked_up") == ["Haddad", "Haddad Samir"]


def test_another_officer_who_sees_the_same_person_leaves_a_trace(type_in, client, data_set, supervisor):
    type_in("Haddad")
    client.force_login(supervisor)
    client.post(reverse("find_person"), {"text": "Haddad"}, headers={"HX-Request": "true"})
    listed = Event.objects.filter(action="persons.person.listed")
    assert listed.count() == 2 and listed.values("actor_id").distinct().count() == 2


def test_found_by_name_is_never_called_a_hit(find, data_set):
    page = find(text="Samir Haddad").content.decode()
    assert "Possible" in page and "possible, never more" in page and "hit" not in page.lower().replace("white", "")


def test_long_lists_come_page_by_page_and_only_what_is_shown_is_recorded(
    find, client, registration_officer, django_assert_max_num_queries
):
    for _ in range(27):
        people.sign(registration_officer)
    with django_assert_max_num_queries(40):  # two requests: what was sent, and the list
        first = find(name="Haddad", page="1").content.decode()
    assert "27 persons found" in first and first.count('<th scope="row"><a') == 25
    assert Event.objects.filter(action="persons.person.listed").count() == 25
    address = html.unescape(re.search(r'href="([^"]+page=2)"', first)[1])
    second = client.get(reverse("find_person") + address).content.decode()
    assert second.count('<th scope="row"><a') == 2 and "page=2" in _why_address(second)
    back = re.search(r'href="(/persons/\?[^"]+)" class="govuk-back-link"', client.get(_why_address(second)).content.decode())[1]
    assert client.get(html.unescape(back)).content.decode().count('<th scope="row"><a') == 2
    assert Event.objects.filter(action="persons.person.listed").count() == 27
    assert Event.objects.filter(action="persons.person.listed").values("person_id").distinct().count() == 27
    for page in ("99", "-1", "x", "9" * 30):
        assert find(name="Haddad", page=page).status_code == 200
