"""A person's record: who sees which part, what every look leaves behind, and what changing it asks for."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from egnatia import law
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import DataSet, Link
from egnatia.registration.record.header import PARTS, head_of
from tests.registration import people

pytestmark = pytest.mark.django_db

PAGES = [name for _code, name, _text in PARTS]
MOST_QUERIES = 30


@pytest.fixture
def data_set(registration_officer):
    return people.sign(registration_officer)


@pytest.fixture
def open_as(client):
    """`open_as(officer, "person", data_set.person_id)`: the page as text."""

    def open_page(officer, name, *args, status=200, query=""):
        client.force_login(officer)
        answer = client.get(reverse(name, args=args) + query)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return open_page


def events_of(person, action="persons.person.read"):
    return Event.objects.filter(person_id=person, action=action)


@pytest.mark.parametrize("name", PAGES)
def test_every_part_opens_for_readers_only_and_leaves_a_trace(open_as, client, data_set, case_officer, examiner, name):
    url = reverse(name, args=(data_set.person_id,))
    assert client.get(url).status_code == 302
    open_as(examiner, name, data_set.person_id, status=403)
    assert not events_of(data_set.person_id).exists()
    page = open_as(case_officer, name, data_set.person_id)
    assert "HADDAD, Samir" in page and data_set.reference_number in page
    event = events_of(data_set.person_id).get()
    assert event.actor_id == str(case_officer.pk)
    assert PAGES[[code for code, *_ in PARTS].index(event.details["part"])] == name


@pytest.mark.parametrize("name", PAGES)
def test_neither_title_nor_address_carries_the_name(open_as, data_set, case_officer, name):
    title = open_as(case_officer, name, data_set.person_id).split("<title>")[1].split("</title>")[0]
    assert "addad" not in title.casefold() and data_set.reference_number in title


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_a_record_stays_in_a_cache(client, data_set, case_officer, name):
    client.force_login(case_officer)
    assert client.get(reverse(name, args=(data_set.person_id,)))["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", PAGES)
def test_number_of_queries_does_not_grow_with_the_record(
    client, data_set, case_officer, registration_officer, name, django_assert_max_num_queries
):
    partner = people.make_partner(case_officer)
    for number in range(6):
        other = people.sign(registration_officer)
        people.possible_match(other, data_set)
        target = people.search_region(case_officer, data_set, partner)
        start_deadline("search_answer", target, started_at=clock.now(), person=data_set.person_id, label=str(number))
    client.force_login(case_officer)
    client.get(reverse(name, args=(data_set.person_id,)))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse(name, args=(data_set.person_id,)))


def test_unknown_person_is_not_there(open_as, case_officer):
    for name in PAGES:
        open_as(case_officer, name, new_id(), status=404)


def test_why_a_record_was_opened_stands_in_its_access_log(open_as, data_set, case_officer):
    open_as(case_officer, "person", data_set.person_id, query="?via=find")
    page = open_as(case_officer, "person_access_log", data_set.person_id, query="?via=%3Cscript%3E")
    assert "Found by a look-up" in page and "<script>" not in page.split("<main")[1]
    assert events_of(data_set.person_id).order_by("number").values_list("why", flat=True)[1] == ""


def test_access_log_says_from_where_to_supervisors_only(open_as, data_set, case_officer, supervisor):
    assert "127.0.0.1" not in open_as(case_officer, "person_access_log", data_set.person_id)
    page = open_as(supervisor, "person_access_log", data_set.person_id)
    assert "127.0.0.1" in page and "Kosta" in page and "Sanja" in page


def test_summary_says_what_is_recorded_until_when_and_what_may_be_done(open_as, data_set, case_officer, supervisor):
    page = open_as(case_officer, "person", data_set.person_id)
    for text in ("Homs", "Syria", "Passport", "12 April 1991", str(data_set.erase_on.year), "Tabanovce"):
        assert text in page
    correct = reverse("correct_data_set", args=(data_set.person_id, data_set.pk))
    assert correct in page and reverse("receipt", args=(data_set.pk,)) in page
    assert correct not in open_as(supervisor, "person", data_set.person_id)


def test_child_is_marked(open_as, case_officer, registration_officer):
    child = people.sign(registration_officer, birth_date={"value": "2012", "precision": "year", "basis": "declared"})
    assert ">Child</strong>" in open_as(case_officer, "person", child.person_id)


@pytest.mark.parametrize(
    ("birth_date", "is_marked"),
    [
        ({"value": "2008-11-29", "precision": "day"}, False),  # eighteen today
        ({"value": "2008-11-30", "precision": "day"}, True),
        ({"value": "2008-11", "precision": "month"}, True),
        ({"value": "2008-10", "precision": "month"}, False),
        ({"calendar": "solar_hijri", "stated": "1387"}, True),  # from 20 March 2008 to 20 March 2009
        ({"calendar": "solar_hijri", "stated": "1386"}, False),
        ({"precision": "estimated_age", "stated": "20", "stated_on": "2026-11-29", "margin": "2"}, False),
        ({"precision": "estimated_age", "stated": "19", "stated_on": "2026-11-29", "margin": "2"}, True),
    ],
)
def test_who_may_be_under_eighteen_is_marked_as_a_child(registration_officer, birth_date, is_marked):
    with clock.frozen(datetime(2026, 11, 29, 12, tzinfo=UTC)):
        signed = people.sign(registration_officer, birth_date={"basis": "declared", **birth_date})
        assert [flag.text for flag in head_of(signed.person).flags] == (["Child"] if is_marked else [])


def test_child_under_six_has_a_note_and_nothing_to_compare(open_as, case_officer, registration_officer):
    note = write_child_note(registration_officer, elements={"surnames": ["Haddad"], "forenames": ["Nour"]}, reason="under_six")
    page = open_as(case_officer, "person", note.person_id)
    assert "HADDAD, Nour" in page and "note only" in page
    assert reverse("person_fingerprints", args=(note.person_id,)) not in page
    open_as(case_officer, "person_fingerprints", note.person_id, status=404)


def test_erased_record_says_so_and_nothing_else(open_as, data_set, case_officer):
    erase_data_set(data_set, ground="data_subject")
    page = open_as(case_officer, "person", data_set.person_id)
    assert "has been erased" in page and "Haddad" not in page and data_set.reference_number not in page


# Fingerprints


@pytest.fixture
def pictured(registration_officer):
    return people.sign_with_pictures(registration_officer)


def test_prints_are_shown_to_those_who_register_and_states_to_everybody(
    open_as, client, pictured, registration_officer, case_officer
):
    sheet = reverse("person_fingers", args=(pictured.person_id, pictured.pk))
    for officer, sees in ((registration_officer, True), (case_officer, False)):
        page = open_as(officer, "person_fingerprints", pictured.person_id)
        assert "Good, 70 of 100" in page and "Not taken yet" in page
        assert (sheet in page) is sees
        assert client.get(sheet).status_code == (200 if sees else 403)
    event = Event.objects.get(action="biometrics.capture.viewed", person_id=pictured.person_id)
    assert event.details["positions"] == [2]


def test_photo_is_in_the_header_and_looking_at_it_is_recorded(open_as, client, pictured, case_officer, examiner):
    photo = reverse("person_photo", args=(pictured.person_id, pictured.pk))
    assert photo in open_as(case_officer, "person", pictured.person_id)
    answer = client.get(photo)
    assert answer["Content-Type"] == "image/jpeg" and answer["Cache-Control"] == "no-store"
    assert events_of(pictured.person_id, "biometrics.capture.viewed").count() == 1
    client.force_login(examiner)
    assert client.get(photo).status_code == 403


def test_pictures_of_another_person_are_not_there(client, pictured, data_set, registration_officer):
    client.force_login(registration_officer)
    for name in ("person_photo", "person_fingers"):
        assert client.get(reverse(name, args=(data_set.person_id, pictured.pk))).status_code == 404
        assert client.get(reverse(name, args=(data_set.person_id, data_set.pk))).status_code == 404


def test_only_data_sets_of_this_person_can_be_chosen(open_as, data_set, pictured, case_officer):
    open_as(case_officer, "person_fingerprints", data_set.person_id, query=f"?data_set={pictured.pk}", status=404)
    open_as(case_officer, "person_fingerprints", data_set.person_id, query="?data_set=nonsense", status=404)


# Searches and the sequence


def test_candidate_is_a_state_until_an_examiner_has_said_same(open_as, data_set, registration_officer, case_officer):
    other = people.sign(registration_officer, surnames=["Hadad"])
    candidate = people.possible_match(data_set, other)
    page = open_as(case_officer, "person_searches", data_set.person_id)
    assert "To be examined" in page and other.reference_number not in page
    candidate.state = "same"
    candidate.save()
    page = open_as(case_officer, "person_searches", data_set.person_id)
    assert "Same person" in page and other.reference_number in page
    assert data_set.reference_number in open_as(case_officer, "person_searches", other.person_id)


def test_regional_search_has_a_word_for_each_partner(open_as, data_set, case_officer):
    people.search_region(case_officer, data_set, people.make_partner(case_officer), state="waiting")
    page = open_as(case_officer, "person_searches", data_set.person_id)
    assert "Serbia" in page and "No answer yet" in page
    assert reverse("regional_search", args=(data_set.pk,)) in page


def test_linked_registration_is_shown_and_counts_as_looked_at(open_as, data_set, registration_officer, case_officer):
    other = people.sign(registration_officer, surnames=["Hadad"])
    link_data_sets(None, data_set, other=other)
    page = open_as(case_officer, "person", data_set.person_id)
    assert other.reference_number in page
    assert events_of(other.person_id, "persons.person.listed").get().actor_id == str(case_officer.pk)


def test_released_data_is_shown_with_source_and_date_to_those_who_may_ask(
    open_as, data_set, case_officer, registration_officer, supervisor
):
    target = people.search_region(case_officer, data_set, people.make_partner(case_officer), state="possible_match")
    match, _link = people.confirm_match(target, case_officer)
    people.release(match, case_officer)
    page = open_as(case_officer, "person", data_set.person_id)
    assert "Hadad" in page and "Preševo" in page and "Serbia" in page
    assert events_of(data_set.person_id, "exchange.follow_up.read").count() == 1
    assert "Preševo" in open_as(supervisor, "person", data_set.person_id)
    page = open_as(registration_officer, "person", data_set.person_id)
    assert "Serbia" in page and "Preševo" not in page
    assert events_of(data_set.person_id, "exchange.follow_up.read").count() == 2


# Timeline


def test_timeline_tells_what_was_done_and_by_when(open_as, data_set, case_officer):
    start_deadline("wrong_hit_notice", data_set, started_at=clock.now(), person=data_set.person_id, label="→ RS")
    page = open_as(case_officer, "person_timeline", data_set.person_id)
    assert "A registration was signed" in page and "Rada" in page
    assert law.limit("wrong_hit_notice").name in page and "due in" in page
    assert "was opened" not in page  # looks belong to the access log


# Corrections


def form_of(data_set, **changed):
    """The boxes of the correction page as a browser sends them."""
    elements, birth = data_set.elements, data_set.elements["birth_date"]
    year, month, day = (*birth["value"].split("-"), "", "")[:3]
    event_year, event_month, event_day = elements["event"]["date"].split("-")
    document = elements["documents"][0]
    return {
        "surnames": elements["surnames"],
        "forenames": elements["forenames"],
        "birth_date_day": day,
        "birth_date_month": month,
        "birth_date_year": year,
        "birth_date_basis": birth["basis"],
        "birth_place": elements["birth_place"],
        "sex": elements["sex"],
        "nationalities": ["Syria"],
        "event-place": elements["event"]["place"],
        "event-date_day": event_day,
        "event-date_month": event_month,
        "event-date_year": event_year,
        "documents-TOTAL_FORMS": "1",
        "documents-INITIAL_FORMS": "1",
        "documents-0-type": document["type"],
        "documents-0-number": document["number"],
        "documents-0-issuer": "Syria",
        "change-reason": "typing_error",
        "change-note": "",
    } | changed


@pytest.fixture
def correct(client, data_set, case_officer):
    """`correct(birth_place="Hama")`: the answer to a correction with these boxes changed."""
    client.force_login(case_officer)
    url = reverse("correct_data_set", args=(data_set.person_id, data_set.pk))
    return lambda **changed: client.post(url, form_of(data_set, **changed))


def test_correction_page_shows_what_is_recorded(open_as, data_set, case_officer, supervisor):
    page = open_as(case_officer, "correct_data_set", data_set.person_id, data_set.pk)
    assert 'value="Haddad"' in page and 'value="N778812"' in page and 'value="Tabanovce"' in page
    open_as(supervisor, "correct_data_set", data_set.person_id, data_set.pk, status=403)


def test_correction_makes_a_new_version_and_keeps_the_old_one(correct, data_set, open_as, case_officer):
    answer = correct(birth_place="Hama", **{"change-note": "Said so again"})
    assert answer.status_code == 302, answer.content.decode()
    newest = DataSet.objects.get(reference_number=data_set.reference_number, status="active")
    assert newest.version == 2 and newest.elements == {**data_set.elements, "birth_place": "Hama"}
    assert (newest.reason, newest.reason_note, newest.signed_by) == ("typing_error", "Said so again", case_officer)
    page = open_as(case_officer, "person_data_sets", data_set.person_id)
    assert "Hama" in page and "Homs" in page and "Typing error: Said so again" in page and "Changed" in page


def test_correction_keeps_what_its_form_does_not_ask(client, case_officer, registration_officer):
    latin = {"surnames": ["Haddad"], "aliases": ["Abu Nour"]}
    signed = people.sign(registration_officer, surnames=["حداد"], names_latin=latin)
    client.force_login(case_officer)
    boxes = form_of(signed, birth_place="Hama", latin_surnames=["Haddad"])
    client.post(reverse("correct_data_set", args=(signed.person_id, signed.pk)), boxes)
    newest = DataSet.objects.get(reference_number=signed.reference_number, status="active")
    assert newest.version == 2 and newest.elements["names_latin"] == latin


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "Nothing was changed"),
        ({"change-reason": "", "birth_place": "Hama"}, "Choose the reason"),
        ({"change-reason": "nonsense", "birth_place": "Hama"}, "valid choice"),
        ({"surnames": [""]}, "Fill in the surname"),
        ({"surnames": ["x" * 10_000]}, "200 characters"),
        ({"surnames": ["Had\x07dad"]}, ""),
        ({"birth_date_year": "2999"}, "future"),
        ({"birth_date_day": "30", "birth_date_month": "2"}, "no such day"),
        ({"birth_date_year": "2024"}, "under six"),
        ({"nationalities": ["Atlantis"]}, "not a country"),
        ({"event-date_year": "2999"}, "future"),
        ({"event-place": ""}, "Say where"),
        ({"documents-0-number": ""}, "number of the document"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_signed(correct, changed, told):
    answer = correct(**changed)
    assert answer.status_code == 200 and told in answer.content.decode()
    assert DataSet.objects.count() == 1


def test_correcting_what_was_corrected_meanwhile_is_not_possible(correct, data_set):
    assert correct(birth_place="Hama").status_code == 302
    assert correct(birth_place="Aleppo").status_code == 404
    assert DataSet.objects.filter(reference_number=data_set.reference_number).count() == 2


def test_void_takes_a_reason_and_shows_at_once(client, data_set, case_officer, open_as):
    client.force_login(case_officer)
    url = reverse("void_data_set", args=(data_set.person_id, data_set.pk))
    assert "Choose the reason" in client.post(url, {"reason": ""}).content.decode()
    assert DataSet.objects.get().is_active
    assert client.post(url, {"reason": "wrong_person", "note": "Mixed up"}).status_code == 302
    page = open_as(case_officer, "person", data_set.person_id)
    assert ">Void</strong>" in page and "was declared void" in page
    assert "Mixed up" in open_as(case_officer, "person_data_sets", data_set.person_id)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["correct_data_set", "void_data_set"])
def test_data_set_of_another_person_can_not_be_changed_here(open_as, data_set, registration_officer, case_officer, name):
    other = people.sign(registration_officer)
    open_as(case_officer, name, data_set.person_id, other.pk, status=404)


def test_link_is_dissolved_with_a_reason(client, open_as, data_set, registration_officer, case_officer, supervisor):
    other = people.sign(registration_officer, surnames=["Hadad"])
    link = link_data_sets(None, data_set, other=other)
    args = (data_set.person_id, link.pk)
    open_as(supervisor, "dissolve_link", *args, status=403)
    stranger = people.sign(registration_officer)
    open_as(case_officer, "dissolve_link", stranger.person_id, link.pk, status=404)
    assert "Say why" in client.post(reverse("dissolve_link", args=args), {"reason": " "}).content.decode()
    assert client.post(reverse("dissolve_link", args=args), {"reason": "Twins"}).status_code == 302
    link = Link.objects.get()
    assert (link.state, link.dissolved_because, link.dissolved_by) == ("dissolved", "Twins", case_officer)
    assert other.reference_number not in open_as(case_officer, "person", data_set.person_id)
    open_as(case_officer, "dissolve_link", *args, status=404)
