"""The picture's pages in a real browser: accessible, on a phone, at 200 %, without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from egnatia.picture.actions.load_route_years import load_route_years
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.situation import today as situation

PHONE = {"width": 390, "height": 844}
#: A window of 1280 pixels at 200 % zoom.
ZOOMED = {"width": 640, "height": 450}
ADDRESSES = (
    "/",
    "/picture/situation/",
    "/picture/explore/?indicator=irregular_crossings&cut=section&every=day",
    "/picture/explore/?start=2026-02-01&end=2026-01-01",
    "/picture/quality/",
    "/picture/asked/",
)


@pytest.fixture
def counted(db):
    """Two partners' last fortnight by section, and the route's years."""
    from egnatia.base import clock

    today = situation.today()
    for source, section, value in (("MK", "MK-GR", 20), ("RS", "RS-HU", 9)):
        days = [today - timedelta(days=number) for number in range(1, 15)]
        cells = [(day, cut, key, value) for day in days for cut, key in (("", ""), ("section", section))]
        take_counts(source, "irregular_crossings", "day", cells, known_at=clock.now())
    load_route_years()


@pytest.fixture
def analyst(make_officer):
    return make_officer("arta", "analyst")


def test_nothing_for_axe_to_find_also_on_a_phone_and_enlarged(page: Page, sign_in, analyst, counted, assert_accessible, watch):
    watch.expected.append("400")  # a day that is none
    sign_in(page, analyst)
    for address in ADDRESSES:
        page.goto(address)
        assert_accessible(page)
        for size in (PHONE, ZOOMED):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") == size["width"], (address, size)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_phone_gets_a_drawing_of_its_own(page: Page, sign_in, analyst, counted):
    sign_in(page, analyst)
    page.goto("/picture/situation/")
    drawings = page.locator("figure").first.locator("svg")
    expect(drawings.first).to_be_visible()
    expect(drawings.last).to_be_hidden()
    page.set_viewport_size(PHONE)
    expect(drawings.first).to_be_hidden()
    expect(drawings.last).to_be_visible()
    expect(page.get_by_role("img", name="Irregular border crossings detected, by border section").first).to_be_visible()


def test_explore_without_script_asks_by_its_address(open_context, sign_in, analyst, counted):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, analyst)
    page.goto("/picture/explore/")
    page.get_by_label("What", exact=True).select_option("irregular_crossings")
    page.get_by_role("button", name="Show").click()
    page.get_by_label("Divided by").select_option("source")
    page.get_by_role("button", name="Show").click()
    assert "indicator=irregular_crossings" in page.url and "cut=source" in page.url
    expect(page.get_by_role("table").first).to_contain_text("Serbia")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Excel").first.click()
    assert saved.value.suggested_filename == "irregular_crossings-time.xlsx"
