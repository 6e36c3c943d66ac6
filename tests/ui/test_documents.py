"""Documents at the pages: a reader that types, a correction, the check page; without script too."""

import pytest
from playwright.sync_api import Page, expect

from tests.registration.conftest import elements as elements
from tests.registration.conftest import make_draft  # noqa: F401
from tests.registration.document.zones import zone_of

pytestmark = pytest.mark.django_db(transaction=True)
LINES = "Lines with the < signs"


@pytest.fixture
def officer_page(page, sign_in, registration_officer) -> Page:
    sign_in(page, registration_officer)
    return page


def type_like_a_reader(page: Page, text: str) -> None:
    """Keystrokes a few milliseconds apart, Enter after each line and at the end."""
    for line in text.split("\n"):
        page.keyboard.type(line, delay=1)
        page.keyboard.press("Enter")


def test_reader_types_a_zone_and_the_officer_takes_it(officer_page, make_draft, assert_accessible):  # noqa: F811
    page, draft = officer_page, make_draft(upto="identity")
    page.goto(f"/register/{draft.pk}/documents/")
    assert_accessible(page)
    page.get_by_label(LINES).focus()
    type_like_a_reader(page, zone_of(sex="F"))
    expect(page.get_by_role("heading", name="What the document says")).to_be_visible()
    expect(page.get_by_role("row", name="Sex")).to_contain_text("Differs")
    assert_accessible(page)
    expect(page.get_by_role("checkbox", name="Document: Passport N778812")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Sex")).not_to_be_checked()
    page.get_by_role("button", name="Take what is chosen").click()
    expect(page.get_by_label("Number", exact=False).first).to_have_value("N778812")
    page.goto(f"/register/{draft.pk}/review/")
    expect(page.get_by_text("Document and registration give different sexes.")).to_be_visible()
    assert_accessible(page)


def test_enter_after_the_first_line_sends_nothing(officer_page, make_draft):  # noqa: F811
    page, draft = officer_page, make_draft(upto="identity")
    page.goto(f"/register/{draft.pk}/documents/")
    page.get_by_label(LINES).focus()
    first, second = zone_of().split("\n")
    page.keyboard.type(first, delay=1)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1_500)  # longer than the page waits for a reader to go on
    expect(page.get_by_label(LINES)).to_have_value(f"{first}\n")
    page.keyboard.type(second, delay=1)
    expect(page.get_by_role("heading", name="What the document says")).to_be_visible()


def test_misread_zone_is_corrected_without_script(open_context, sign_in, registration_officer, make_draft):  # noqa: F811
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, registration_officer)
    draft = make_draft(upto="identity")
    page.goto(f"/register/{draft.pk}/documents/")
    page.get_by_label(LINES).fill(zone_of().replace("N778812", "N77B812"))
    page.get_by_role("button", name="Read the lines").click()
    expect(page.get_by_text("Check digit wrong").first).to_be_visible()
    page.get_by_role("button", name="Accept correction").first.click()
    expect(page.get_by_text("Check digit wrong")).to_have_count(0)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fingerprints and photo")


def test_enter_in_a_box_of_a_document_saves_and_goes_on(officer_page, make_draft):  # noqa: F811
    page, draft = officer_page, make_draft(upto="identity")
    page.goto(f"/register/{draft.pk}/documents/")
    page.get_by_label("Kind of document").select_option("passport")
    page.get_by_label("Number").fill("N 1")
    page.get_by_label("Number").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fingerprints and photo")


def test_latin_forms_appear_while_a_name_is_typed(officer_page, make_draft, assert_accessible):  # noqa: F811
    page, draft = officer_page, make_draft(upto="event")
    page.goto(f"/register/{draft.pk}/identity/")
    page.get_by_role("group", name="Surnames", exact=False).first.get_by_label("Entry 1").fill("حسینی")
    page.get_by_role("group", name="Forenames", exact=False).first.get_by_label("Entry 1").fill("محمد")
    page.get_by_label("Place of birth").focus()
    expect(page.get_by_role("radio", name="Mohammad", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Hosseini", exact=True).check()
    page.get_by_role("radio", name="Mohammad", exact=True).check()
    assert_accessible(page)
    page.get_by_role("button", name="Save and come back later").click()
    draft.refresh_from_db()
    assert draft.data["elements"]["names_latin"] == {"surnames": ["Hosseini"], "forenames": ["Mohammad"]}
    assert draft.data["elements"]["surnames"] == ["حسینی"]
