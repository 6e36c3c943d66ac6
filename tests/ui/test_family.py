"""Family and group, one registration for a group, and tracing in a real browser: accessible, on a phone, without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.biographics.actions.propose_sought import search_for_sought
from egnatia.persons.actions.add_relative import add_relative
from egnatia.persons.actions.end_membership import end_membership
from egnatia.persons.actions.open_tracing import open_tracing
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import Membership, TracingRequest
from egnatia.registration.models import Draft
from tests.registration import people

CHILD = {**people.ADULT, "forenames": ["Omar"], "birth_date": {"value": "2023", "precision": "year", "basis": "declared"}}
YOUTH = {"forenames": ["Nour"], "birth_date": {"value": "2012-03-05", "precision": "day", "basis": "documented"}}


@pytest.fixture
def officer(make_officer):
    return make_officer("mira", "registration_officer", "case_officer")


@pytest.fixture
def family(officer):
    """A mother, a daughter, a son under six, and an uncle who left."""
    mother = people.sign(officer, forenames=["Lina"], sex="female")
    son = write_child_note(officer, elements=CHILD, reason="under_six")
    group = add_relative(officer, mother.person, son.person, "child", group="family", basis="documented", note="Passport").group
    group.size = 4
    group.save()
    for other, kind in ((people.sign(officer, **YOUTH), "child"), (people.sign(officer, forenames=["Adel"]), "sibling")):
        add_relative(officer, mother.person, other.person, kind, group=group)
    end_membership(officer, Membership.objects.get(person=other.person), why="separated", note="At the border")
    return mother, group


def test_nothing_for_axe_to_find_and_a_phone_never_scrolls_sideways(page: Page, sign_in, officer, family, assert_fit_for_all):
    mother, group = family
    sign_in(page, officer)
    membership = Membership.objects.filter(group=group, ended_at=None).last()
    assert_fit_for_all(
        page,
        [
            reverse("person_family", args=(mother.person_id,)),
            reverse("add_relative", args=(mother.person_id,)),
            reverse("end_membership", args=(mother.person_id, membership.pk)),
            reverse("group", args=(group.pk,)),
        ],
    )


def test_the_next_person_of_a_group_is_begun(page: Page, sign_in, officer, family, assert_fit_for_all):
    mother, group = family
    sign_in(page, officer)
    page.goto(reverse("person_family", args=(mother.person_id,)))
    page.get_by_role("button", name="Register another person of this group").click()
    page.get_by_label("What is the next person to this one?").select_option("child")
    page.get_by_role("button", name="Begin the registration").click()
    expect(page.get_by_role("heading", name="Information notice", level=1)).to_be_visible()
    draft = Draft.objects.get(group=group)
    tasks, identity = reverse("registration_tasks", args=(draft.pk,)), reverse("registration_step", args=(draft.pk, "identity"))
    page.goto(identity)
    expect(page.get_by_text("Taken over from another person of the group:")).to_contain_text("Surnames")
    page.goto(tasks)
    expect(page.get_by_role("heading", name="Family: 3 of 4 registered or noted")).to_be_visible()
    assert_fit_for_all(page, [reverse("register_another_of", args=(mother.person_id,)), identity, tasks])


def test_a_relative_is_added_without_script(open_context, sign_in, officer, family):
    mother, _group = family
    cousin = people.sign(officer, forenames=["Yara"])
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, officer)
    page.goto(reverse("person_family", args=(mother.person_id,)))
    page.get_by_role("button", name="Add somebody who is registered").click()
    page.get_by_label("Reference number, or the address of the record").fill(cousin.reference_number)
    page.get_by_label("What are they to this person?").select_option("other_relative")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("row", name="HADDAD, Yara").first).to_contain_text("Other relative")


def test_tracing_from_the_record_to_the_found_relative(page: Page, sign_in, officer, family, assert_fit_for_all):
    mother, _group = family
    father = people.sign(officer, surnames=["Hadad"], forenames=["Rami"])
    sign_in(page, officer)
    page.goto(reverse("person_family", args=(mother.person_id,)))
    page.get_by_role("link", name="Look for a relative, with consent").click()
    page.locator("#id_surnames_0").fill("Hadad")
    page.get_by_label("What are they to the person who asks?").select_option("spouse")
    page.get_by_label("Handed to the Red Cross").check()
    page.get_by_label("In writing").check()
    opening = page.url
    page.get_by_role("button", name="Record the request").click()
    page.get_by_role("link", name="Tracing request").click()
    request = TracingRequest.objects.get()
    page.get_by_label("Reference number, or the address of the record").fill(father.reference_number)
    page.get_by_role("button", name="This may be the one").click()
    page.get_by_role("link", name="Decide").click()
    deciding = page.url
    page.get_by_label("By word of mouth").check()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Both agreed: it may be told to both.")).to_be_visible()
    assert_fit_for_all(page, [opening, deciding, reverse("tracing", args=(request.pk,)), reverse("my_work")])


def test_whom_the_program_proposes_is_looked_at_and_noted(page: Page, sign_in, officer, family, assert_fit_for_all):
    mother, _group = family
    people.sign(officer, surnames=["حداد"], forenames=["رامي"], documents=None)
    consent = {"by": "person", "how": "written", "on": "2026-01-01"}
    wanted = {"surnames": ["Haddad"], "forenames": ["Rami"], "relation": "sibling", "sex": "male", "nationalities": ["SYR"]}
    request = open_tracing(officer, mother.person, wanted=wanted, consent=consent)
    search_for_sought()
    sign_in(page, officer)
    page.goto(reverse("my_work"))
    expect(page.get_by_text("Somebody may be the one: have a look")).to_be_visible()
    address = reverse("tracing", args=(request.pk,))
    page.goto(address)
    page.get_by_role("link", name="Why").first.click()
    expect(page.get_by_role("heading", name="Is it the person?")).to_be_visible()
    assert_fit_for_all(page, [address, page.url])
    page.get_by_role("link", name="Back to the list").click()
    page.locator(".eg-proposal").get_by_role("button", name="This may be the one").click()
    expect(page.get_by_text("Noted. Ask this person, alone")).to_be_visible()
    expect(page.get_by_role("row", name="حداد")).to_contain_text("To be asked")
