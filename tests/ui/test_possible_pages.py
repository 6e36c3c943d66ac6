"""Finding somebody by a name in another script, and why; and the warning beside a registration that is being filled."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from egnatia.registration.actions.start_draft import start_draft
from tests.registration import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def registered(registration_officer):
    people.sign(registration_officer, surnames=["Petrović"], forenames=["Jovan"], nationalities=["SRB"], documents=None)
    people.sign(
        registration_officer,
        birth_date={"value": "1984", "precision": "year", "basis": "declared"},
        documents=None,
        birth_place=None,
    )
    return people.sign(
        registration_officer,
        surnames=["حداد"],
        forenames=["سمير محمد"],
        names_latin={"surnames": ["Haddad"], "forenames": ["Samir Mohamad"]},
    )


def test_found_in_another_script_and_explained(page, sign_in, live_server, registered, case_officer, assert_fit_for_all):
    sign_in(page, case_officer)
    page.goto(live_server.url + reverse("find_person"))
    page.get_by_label("What do you have in hand?").fill("Самир Хадад 4.12.1991")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    first = page.locator("tbody tr").first
    expect(first).to_contain_text(registered.reference_number)
    expect(first).to_contain_text("Day and month swapped")
    first.get_by_role("link", name="Why").click()
    expect(page.get_by_role("heading", name="Is it the person?")).to_be_visible()
    expect(page.locator("body")).to_contain_text("Speaks strongly for it")
    assert_fit_for_all(page, [page.url.removeprefix(live_server.url)])
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_warned_while_the_names_are_typed(page, sign_in, live_server, registered, registration_officer):
    draft = start_draft(registration_officer)
    sign_in(page, registration_officer)
    page.goto(live_server.url + reverse("registration_step", args=(draft.pk, "identity")))
    beside = page.locator(".govuk-grid-column-one-third[role=status]")
    page.locator("input[name^=surnames]").first.fill("Hadad")
    page.locator("input[name^=forenames]").first.fill("Samir")
    page.locator("input[name^=forenames]").first.blur()
    beside.get_by_text("May be registered here already").wait_for()
    expect(beside).to_contain_text(registered.reference_number)
    beside.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Is it the person?")).to_be_visible()
