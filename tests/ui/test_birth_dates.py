"""A birth date at the registration form, in a real browser: with script it is converted while it is typed, without it after."""

import pytest
from playwright.sync_api import Page, expect

from egnatia.registration.models import Draft
from tests.registration.conftest import elements as elements
from tests.registration.conftest import make_draft  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = "15 Saur 1370 (Solar Hijri) = 5 May 1991"


def fill(page: Page, **boxes: str) -> None:
    group = page.get_by_role("group", name="Date of birth", exact=False)
    for label, text in boxes.items():
        group.get_by_label(label, exact=True).fill(text)


def choose(page: Page, calendar: str) -> None:
    page.get_by_label("Calendar", exact=True).select_option(calendar)


@pytest.fixture
def form(page, sign_in, registration_officer, make_draft) -> Page:  # noqa: F811
    sign_in(page, registration_officer)
    page.goto(f"/register/{make_draft(upto='event').pk}/identity/")
    return page


def test_a_date_is_converted_while_it_is_typed(form, assert_accessible):
    told = form.locator("#id_birth_date_conversion")
    fill(form, Day="15", Month="ثور", Year="1370")
    expect(told).to_contain_text("Saur is a month of the Solar Hijri calendar")
    choose(form, "Solar Hijri")
    expect(told).to_have_text(BOTH)
    assert_accessible(form)
    fill(form, Day="", Month="", Year="")
    form.get_by_label("or age").fill("35")
    expect(told).to_contain_text("about 35 years old on")
    form.get_by_label("give or take (years)").fill("0")
    expect(told).to_contain_text("35 years old on")
    expect(told).not_to_contain_text("about")


def test_only_the_boxes_of_the_date_are_sent_to_be_converted(form):
    form.get_by_label("Entry 1").first.fill("Haddad")
    with form.expect_request("**/dates/conversion/") as asked:
        fill(form, Year="1991")
    sent = asked.value.post_data
    assert sent and "birth_date_year=1991" in sent and "Haddad" not in sent and asked.value.url.endswith("/dates/conversion/")


def test_errors_lead_to_the_box_that_is_to_be_mended(form, assert_accessible):
    fill(form, Day="15", Month="Saur", Year="1991")
    form.get_by_role("button", name="Save and continue").click()
    summary = form.get_by_role("alert")
    summary.get_by_role("link", name="Saur is a month of the Solar Hijri calendar").click()
    expect(form.locator(":focus")).to_have_attribute("id", "id_birth_date_calendar")
    assert_accessible(form)


def test_without_script_the_next_page_shows_what_it_means(open_context, sign_in, registration_officer, make_draft):  # noqa: F811
    page = open_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    sign_in(page, registration_officer)
    draft: Draft = make_draft(upto="event")
    page.goto(f"/register/{draft.pk}/identity/")
    fill(page, Day="15", Month="Saur", Year="1370")
    choose(page, "Solar Hijri")
    page.get_by_label("How it is known").select_option("declared")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("#id_birth_date_conversion")).to_have_text(BOTH)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    draft.refresh_from_db()
    assert draft.data and draft.data["elements"]["birth_date"]["stated"] == "1370-02-15"
    page.goto(f"/register/{draft.pk}/review/")
    expect(page.get_by_text(BOTH)).to_be_visible()
