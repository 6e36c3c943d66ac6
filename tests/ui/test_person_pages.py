"""The pages around a person in a real browser: accessible, by keyboard, on a phone, without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.persons.models import DataSet
from egnatia.registration.record.header import PARTS
from tests.registration import people

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def data_set(registration_officer, case_officer):
    """A person with a picture, a partner's confirmed match and what the partner released."""
    signed = people.sign_with_pictures(registration_officer)
    partner = people.make_partner(case_officer)
    target = people.search_region(registration_officer, signed, partner, state="possible_match")
    match, _link = people.confirm_match(target, case_officer)
    people.release(match, case_officer)
    people.possible_match(signed, people.sign(registration_officer, surnames=["Hadad"]))
    return signed


def addresses(data_set):
    parts = [reverse(name, args=(data_set.person_id,)) for _code, name, _text in PARTS]
    changes = [reverse(name, args=(data_set.person_id, data_set.pk)) for name in ("correct_data_set", "void_data_set")]
    lists = [reverse("my_work"), reverse("my_work_list", args=("answers",)), reverse("searches")]
    return [*parts, *changes, *lists, reverse("find_person")]


@pytest.fixture
def officer(make_officer):
    """Somebody who sees all of these pages."""
    return make_officer("mira", "registration_officer", "case_officer", "supervisor")


def test_nothing_for_axe_to_find(page: Page, sign_in, officer, data_set, assert_accessible):
    sign_in(page, officer)
    for address in [*addresses(data_set), reverse("access_log")]:
        page.goto(address)
        assert_accessible(page)


def test_a_phone_never_scrolls_sideways(open_context, sign_in, officer, data_set, assert_accessible):
    page = open_context(viewport=PHONE).new_page()
    sign_in(page, officer)
    for address in [*addresses(data_set), reverse("access_log")]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], address
    assert_accessible(page)


def test_from_my_work_to_a_record_by_keyboard_alone(page: Page, sign_in, officer, data_set):
    sign_in(page, officer)
    page.goto(reverse("my_work"))
    press_until(page, "Reference number, document, name or birth date")
    page.keyboard.type("Haddad")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 persons found")).to_be_visible()
    press_until(page, "HADDAD, Samir")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("HADDAD, Samir")
    assert "Haddad" not in page.title() and "Haddad" not in page.url
    press_until(page, "Access log", within="nav[aria-label='Parts of this record']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="Found by a look-up")).to_be_visible()


def test_a_finger_of_the_picture_leads_to_its_line(page: Page, sign_in, officer, data_set):
    sign_in(page, officer)
    page.goto(reverse("person_fingerprints", args=(data_set.person_id,)))
    page.get_by_role("link", name="Right index finger").click()
    expect(page.locator("#finger-2")).to_be_focused()
    sheet = page.get_by_role("img", name="The prints of the ten fingers, small")
    assert sheet.evaluate("image => image.naturalWidth") == 800


def test_correcting_works_without_script(open_context, sign_in, officer, data_set, assert_accessible):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, officer)
    page.goto(reverse("correct_data_set", args=(data_set.person_id, data_set.pk)))
    page.get_by_label("Place of birth").fill("Hama")
    page.get_by_role("button", name="Sign the correction").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Choose the reason.")
    summary.get_by_role("link", name="Choose the reason.").click()
    page.get_by_label("Why is it corrected?").select_option("typing_error")
    expect(page.get_by_label("Place of birth")).to_have_value("Hama")
    page.get_by_role("button", name="Sign the correction").click()
    expect(page.get_by_text("version 2 is in force now")).to_be_visible()
    assert DataSet.objects.get(reference_number=data_set.reference_number, status="active").elements["birth_place"] == "Hama"


def press_until(page: Page, name: str, *, within: str = "main", most: int = 80) -> None:
    """Press Tab until what has the keyboard is called `name`, inside `within`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        reached = page.evaluate(
            """([name, within]) => {
                const element = document.activeElement;
                const label = element.labels?.[0]?.textContent ?? element.textContent;
                return element.closest(within) !== null && label.trim().startsWith(name);
            }""",
            [name, within],
        )
        if reached:
            return
    raise AssertionError(f"{name} was not reached by keyboard")
