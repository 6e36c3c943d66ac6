"""Family and group, one registration for a group, and tracing in a real browser: accessible, on a phone, without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.persons.actions.add_relative import add_relative
from egnatia.persons.actions.end_membership import end_membership
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import Membership
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
