"""The picture's pages in a real browser: accessible, on a phone, at 200 %, without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from egnatia.picture.actions.load_route_years import load_route_years
from egnatia.picture.actions.raise_alarms import raise_alarms
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.models import Alarm
from egnatia.picture.situation import today as situation
from egnatia.picture.situation.drawing import draw_situation

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
def late(db):
    """Two partners' last three months, of which each day is told within three days, and a rise of which not all is in."""
    from egnatia.base import clock

    today, now = situation.today(), clock.now()
    for source, usual in (("MK", 40), ("RS", 25)):
        for ago in range(100, -1, -1):
            total = usual + (ago * 7) % 11 if ago != 1 else 9 * usual
            for delay, share in ((0, 50), (1, 80), (3, 100)):
                at = now - timedelta(days=ago - delay, minutes=5)
                if at < now:
                    take_counts(
                        source,
                        "irregular_crossings",
                        "day",
                        [(today - timedelta(days=ago), "", "", total * share // 100)],
                        known_at=at,
                    )
    raise_alarms()
    draw_situation()


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


def test_reported_and_expected_stand_beside_each_other(page: Page, sign_in, analyst, late, assert_accessible):
    sign_in(page, analyst)
    alarm = f"/picture/alarms/{Alarm.objects.filter(direction='rise').first().pk}/"
    for address in ("/picture/situation/", "/picture/explore/?indicator=irregular_crossings&every=day", alarm):
        page.goto(address)
        assert_accessible(page)
        figure = page.locator("figure", has_text="reports of 60 earlier days")
        table = figure.get_by_role("table")
        expect(table.get_by_role("columnheader", name="Expected in the end")).to_be_visible()
        expect(table.get_by_role("columnheader", name="likely between").last).to_be_visible()
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], address
        page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_text("The alarm rings by the least of that.")).to_be_visible()
    page.goto("/picture/quality/")
    assert_accessible(page)
    expect(page.get_by_role("table", name="How late the reports come").get_by_role("row", name="Serbia")).to_contain_text("%")


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
