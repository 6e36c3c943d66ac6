"""Who may be registered already is said while a registration is filled, in its review, on a child's page; never as a hit."""

import pytest
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.persons.actions.relate_persons import relate_persons
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.registration.actions.register_another import register_another
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.actions.start_draft import start_draft
from tests.registration import people

pytestmark = pytest.mark.django_db

IDENTITY = {
    "surnames": ["حداد"],
    "forenames": ["سمير"],
    "birth_date": {"value": "1991-04-12", "precision": "day", "basis": "declared"},
    "sex": "male",
    "nationalities": ["SYR"],
}


@pytest.fixture
def draft(client, registration_officer):
    client.force_login(registration_officer)
    return start_draft(registration_officer)


def said(client, name, *ids, **query):
    answer = client.get(reverse(name, args=ids), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_registered_person_is_named_while_the_step_is_filled(client, draft, registration_officer):
    data_set = people.sign(registration_officer)
    people.sign(registration_officer, surnames=["Petrović"], forenames=["Jovan"], documents=None)
    assert "already" not in said(client, "registration_possible", draft.pk)
    save_step(registration_officer, draft, "identity", IDENTITY)
    shown = said(client, "registration_possible", draft.pk)
    assert "May be registered here already" in shown and "HADDAD, Samir" in shown and data_set.reference_number in shown
    assert "PETROVI" not in shown and "hit" not in shown.lower().replace("white", "")
    assert Event.objects.get(action="persons.person.listed").person_id == data_set.person_id


def test_autosave_tells_the_page_to_look_again(client, draft):
    step = reverse("registration_step", args=(draft.pk, "identity"))
    page = client.get(step).content.decode()
    assert f'hx-get="{reverse("registration_possible", args=(draft.pk,))}"' in page and "draft-saved from:body" in page
    answer = client.post(step, {"autosave": "yes", "surnames_0": "Haddad"}, headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Trigger"]) == (204, "draft-saved")


def test_review_names_them_and_says_why(client, draft, registration_officer):
    data_set = people.sign(registration_officer)
    save_step(registration_officer, draft, "identity", IDENTITY)
    assert "HADDAD, Samir" in said(client, "registration_review", draft.pk)
    why = said(client, "registration_why", draft.pk, data_set.person_id)
    assert "Likely" in why and "حداد" in why and "The same day" in why
    assert Event.objects.get(action="biographics.explained").person_id == data_set.person_id


def test_document_finds_whose_name_is_another(client, draft, registration_officer):
    people.sign(registration_officer)
    save_step(registration_officer, draft, "identity", {"surnames": ["Kovač"], "forenames": ["Petar"]})
    assert "Nobody registered here" in said(client, "registration_possible", draft.pk)
    save_step(registration_officer, draft, "documents", {"documents": people.ADULT["documents"]})
    assert "HADDAD, Samir" in said(client, "registration_possible", draft.pk)


def test_person_whose_further_event_is_registered_is_not_named(client, registration_officer):
    data_set = people.sign(registration_officer)
    client.force_login(registration_officer)
    draft = start_draft(registration_officer, person=data_set.person)
    save_step(registration_officer, draft, "identity", IDENTITY)
    assert "HADDAD" not in said(client, "registration_possible", draft.pk)


def test_childs_note_is_found_again(client, draft, registration_officer):
    child = {
        "surnames": ["Haddad"],
        "forenames": ["Nour"],
        "birth_date": {"value": "2022-03-05", "precision": "day", "basis": "declared"},
    }
    write_child_note(registration_officer, elements=child, reason="under_six")
    save_step(registration_officer, draft, "identity", child | {"forenames": ["نور"], "surnames": ["حداد"]})
    page = said(client, "registration_child", draft.pk)
    assert "HADDAD, Nour" in page and "note only" in page


def test_anothers_draft_tells_nothing(client, draft, make_officer):
    client.force_login(make_officer("other", "examiner"))
    assert client.get(reverse("registration_possible", args=(draft.pk,))).status_code in (403, 404)


def test_the_family_of_a_group_is_compared_while_the_next_person_is_registered(client, draft, registration_officer):
    known = people.sign(registration_officer)
    husband = people.sign(registration_officer, surnames=["Darwish"], forenames=["Karim"], documents=None)
    relate_persons(registration_officer, known.person, husband.person, "sibling")
    save_step(registration_officer, draft, "identity", {**IDENTITY, "surnames": ["درويش"], "forenames": ["كريم"]})
    another = register_another(registration_officer, draft=draft, kind="sibling")
    save_step(registration_officer, another, "identity", IDENTITY)
    why = said(client, "registration_why", another.pk, known.person_id)
    assert "A relative of the same name" in why and "Sibling: كريم درويش" in why and "Sibling: Karim Darwish" in why
    listed = Event.objects.filter(action="persons.person.listed", person_id=husband.person_id)
    assert listed.count() == 1
    back = said(client, "registration_why", draft.pk, husband.person_id)
    assert "Sibling: سمير حداد" in back and "Sibling: Samir Haddad" in back


def test_a_relative_registered_already_names_the_next_person_by_the_record(client, registration_officer):
    client.force_login(registration_officer)
    brother = people.sign(registration_officer, surnames=["Darwish"], forenames=["Karim"], documents=None)
    known = people.sign(registration_officer)
    relate_persons(registration_officer, known.person, brother.person, "sibling")
    another = register_another(registration_officer, person=brother.person, kind="sibling")
    save_step(registration_officer, another, "identity", IDENTITY)
    assert "Sibling: Karim Darwish" in said(client, "registration_why", another.pk, known.person_id)
