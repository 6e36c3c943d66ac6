"""Family and group on a person's record: recorded, ended with its history, looks recorded."""

import pytest
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.persons.actions.add_relative import add_relative
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import Group, Membership, Relation
from tests.registration import people

pytestmark = pytest.mark.django_db
CHILD = {**people.ADULT, "forenames": ["Omar"], "birth_date": {"value": "2023", "precision": "year", "basis": "declared"}}


@pytest.fixture
def browser(client, registration_officer):
    client.force_login(registration_officer)
    return client


@pytest.fixture
def father(registration_officer):
    return people.sign(registration_officer)


@pytest.fixture
def child(registration_officer):
    return write_child_note(registration_officer, elements=CHILD, reason="under_six")


def page_of(browser, person_id):
    return browser.get(reverse("person_family", args=(person_id,))).content.decode()


def test_a_noted_child_gets_a_family_from_its_own_record(browser, father, child):
    sent = {"other": father.reference_number, "kind": "parent", "group": "theirs", "basis": "documented", "note": "Passport"}
    answer = browser.post(reverse("add_relative", args=(child.person_id,)), sent)
    assert answer.url == reverse("person_family", args=(child.person_id,))
    assert Group.objects.get().kind == "family"
    page = page_of(browser, child.person_id)
    assert "HADDAD, Samir" in page and "Parent" in page and father.reference_number in page
    page = page_of(browser, father.person_id)
    assert "HADDAD, Omar" in page and "Child: note only" in page
    assert Event.objects.filter(action="persons.person.listed", person_id=child.person_id).exists()


def test_a_record_opened_before_can_be_chosen_without_a_number(browser, father, child):
    browser.get(reverse("person", args=(child.person_id,)))
    address = reverse("add_relative", args=(father.person_id,))
    assert "HADDAD, Omar" in browser.get(address).content.decode()
    sent = {"chosen": str(child.person_id), "kind": "child", "group": "family", "basis": "declared"}
    assert browser.post(address, sent).status_code == 302
    assert Relation.objects.get().person == child.person


@pytest.mark.parametrize(
    ("other", "said"),
    [("", "Say who it is."), ("MK9ZZZ", "nobody here under this number"), ("{self}", "same person")],
)
def test_slips_stand_beside_their_box(browser, father, other, said):
    sent = {"other": other.format(self=father.reference_number), "kind": "child", "group": "family", "basis": "declared"}
    answer = browser.post(reverse("add_relative", args=(father.person_id,)), sent)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not Group.objects.exists()


def test_what_ended_stays_in_the_history(browser, registration_officer, father, child):
    added = add_relative(registration_officer, father.person, child.person, "child", group="family")
    membership = Membership.objects.get(person=child.person)
    sent = {"why": "separated", "on_day": "3", "on_month": "11", "on_year": "2026", "note": "At the border"}
    assert browser.post(reverse("end_membership", args=(father.person_id, membership.pk)), sent).status_code == 302
    assert (
        browser.post(reverse("end_relation", args=(father.person_id, added.relation.pk)), {"why": "not_so"}).status_code == 302
    )
    page = page_of(browser, father.person_id)
    assert "Separated against their will: At the border" in page and "Turned out not to be so" in page
    assert browser.get(reverse("end_membership", args=(father.person_id, membership.pk))).status_code == 404


def test_the_group_page_says_who_they_are_and_how_many(browser, registration_officer, father, child):
    group = add_relative(registration_officer, father.person, child.person, "child", group="travelling").group
    assert browser.post(reverse("group", args=(group.pk,)), {"size": "4"}).status_code == 302
    page = browser.get(reverse("group", args=(group.pk,))).content.decode()
    assert "Travelling group" in page and "of 4 as they say" in page and "Child (HADDAD, Samir)" in page
    assert Event.objects.filter(action="persons.group.read").count() == 1


def test_who_only_reads_changes_nothing(client, supervisor, registration_officer, father, child):
    added = add_relative(registration_officer, father.person, child.person, "child", group="family")
    client.force_login(supervisor)
    page = page_of(client, father.person_id)
    assert "HADDAD, Omar" in page and "Add somebody" not in page and ">End<" not in page
    assert client.get(reverse("add_relative", args=(father.person_id,))).status_code == 403
    client.post(reverse("group", args=(added.group.pk,)), {"size": "4"})
    assert Group.objects.get().size is None


def test_examiners_see_no_family(client, examiner, father):
    client.force_login(examiner)
    assert client.get(reverse("person_family", args=(father.person_id,))).status_code == 403
