"""A person is registered at the pages: with script, without it, by keyboard; every page without findings."""

import re

import pytest
from playwright.sync_api import Page, expect

from egnatia.biometrics.queries import captures_of
from egnatia.persons.models import DataSet
from egnatia.registration.actions.take_captures import take_records
from egnatia.registration.models import Draft
from egnatia.site.demo_data.cast import STRANGER
from tests.registration.conftest import elements as elements
from tests.registration.conftest import make_draft, records_of  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer_page(page, sign_in, registration_officer) -> Page:
    sign_in(page, registration_officer)
    return page


def fill_date(page: Page, legend: str, day: str, month: str, year: str) -> None:
    group = page.get_by_role("group", name=legend, exact=False)
    for label, text in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(label, exact=True).fill(text)


def register_up_to_fingers(page: Page, check) -> Draft:
    page.goto("/register/")
    check(page)
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Language", exact=True).select_option("ar")
    expect(page.locator(".eg-notice[dir=rtl]")).to_be_visible()
    check(page)
    page.get_by_label("On paper or screen, and explained").check()
    page.get_by_role("button", name="Save and continue").click()
    check(page)
    page.get_by_label("Irregular crossing of the border").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Entry 1").first.fill("Haddad")
    fill_date(page, "Date of birth", "12", "4", "1991")
    page.get_by_label("How it is known").select_option("declared")
    page.get_by_label("Male", exact=True).check()
    page.get_by_role("group", name="Nationality").get_by_label("Country 1").first.fill("Syria")
    check(page)
    page.get_by_role("button", name="Save and continue").click()
    check(page)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fingerprints and photo")
    return Draft.objects.get()


def test_adult_is_registered_and_every_page_is_accessible(officer_page, registration_officer, assert_accessible):
    page = officer_page
    draft = register_up_to_fingers(page, assert_accessible)
    assert_accessible(page)
    take_records(registration_officer, draft, records_of(1))
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("10 of 10 fingers")
    assert_accessible(page)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Review and sign")
    assert_accessible(page)
    page.get_by_role("button", name="Sign the registration").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Registration signed")
    assert_accessible(page)
    expect(page.get_by_text(DataSet.objects.get().reference_number)).to_be_visible()


def test_wrong_entries_lead_to_their_boxes(officer_page, make_draft, assert_accessible):  # noqa: F811
    page = officer_page
    draft = make_draft(upto="event")
    page.goto(f"/register/{draft.pk}/identity/")
    fill_date(page, "Date of birth", "30", "2", "1990")
    page.get_by_role("button", name="Save and continue").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is no such day")
    assert_accessible(page)
    summary.get_by_role("link", name="There is no such day").click()
    expect(page.locator(":focus")).to_have_value("30")


def test_images_are_taken_and_the_page_shows_them_being_read(officer_page, make_draft, assert_accessible):  # noqa: F811
    from egnatia.registration.actions.register_person import read_fingers

    page = officer_page
    draft = make_draft(upto="documents")
    page.goto(f"/register/{draft.pk}/fingers/")
    page.locator("input[name=images]").set_input_files([STRANGER.print_file(position) for position in (2, 7)])
    page.get_by_role("button", name="Add the files").click()
    expect(page.get_by_text("Being read").first).to_be_visible()
    assert_accessible(page)
    read_fingers(draft)
    expect(page.locator("#finger-2")).to_contain_text("of 100")  # without a reload: the page asks by itself
    page.get_by_role("link", name="2 Right index finger").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#finger-2$"))
    page.get_by_label("Finger", exact=True).select_option("4")
    page.get_by_label("Why can't it be taken?").select_option("amputated")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator("#finger-4")).to_contain_text("Missing")


def test_photo_by_camera(officer_page, make_draft):  # noqa: F811
    page = officer_page
    draft = make_draft(upto="documents")
    page.goto(f"/register/{draft.pk}/fingers/")
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_role("button", name="Take the photo").click()
    expect(page.get_by_alt_text("Photo of the person")).to_be_visible()
    assert captures_of(draft.pk).get().kind == "face"


def test_all_of_it_works_without_script(open_context, sign_in, registration_officer):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, registration_officer)
    page.goto("/register/")
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Language", exact=True).select_option("fa")
    page.get_by_role("button", name="Show the notice").click()
    expect(page.locator(".eg-notice[lang=fa]")).to_be_visible()
    page.get_by_label("By word of mouth only").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Irregular stay").check()
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("link", name="Person", exact=True)).to_be_visible()
    assert Draft.objects.get().category == 3


def test_what_is_typed_is_saved_before_anything_is_sent(officer_page, make_draft):  # noqa: F811
    page = officer_page
    draft = make_draft(upto="event")
    page.goto(f"/register/{draft.pk}/identity/")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        page.get_by_label("Entry 1").first.fill("Haddad")
        page.get_by_label("Place of birth").focus()
    page.goto(f"/register/{draft.pk}/identity/")
    expect(page.get_by_label("Entry 1").first).to_have_value("Haddad")


def test_start_by_keyboard_alone(officer_page):
    page = officer_page
    page.goto("/register/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").evaluate("element => element.textContent.trim()") == "Start now":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Information notice")
