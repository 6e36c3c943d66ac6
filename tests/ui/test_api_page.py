"""The API's page in a real browser: accessible, and nothing runs past a phone's edge."""

import pytest
from playwright.sync_api import Page, expect

PATH = "/api/v1/"


def open_page(page: Page) -> Page:
    page.goto(PATH)
    expect(page.get_by_role("heading", level=1, name="API for connected systems")).to_be_visible()
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_for_axe_to_find_and_no_sideways_scrolling(open_context, assert_accessible, width):
    page = open_page(open_context(viewport={"width": width, "height": 900}).new_page())
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_operation_leads_to_the_object_it_takes(page: Page):
    open_page(page)
    section = page.get_by_role("region", name="Register, or correct")
    section.get_by_role("link", name="RegistrationIn").click()
    expect(page.get_by_role("heading", name="RegistrationIn")).to_be_in_viewport()
