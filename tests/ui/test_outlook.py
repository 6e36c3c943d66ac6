"""The outlook in a browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from egnatia.picture.actions.back_test_series import back_test_all
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.situation import today as situation


@pytest.fixture
def analyst(make_officer):
    return make_officer("arta", "analyst")


@pytest.fixture
def foreseen(transactional_db):
    """Seventy days of two sections, and what the night's job makes of them."""
    from egnatia.base import clock

    today = situation.today()
    cells = []
    for number in range(1, 71):
        entry, way_out = 40 + 25 * (number % 7 > 4) + number % 5, 30 + 20 * (number % 7 > 3)
        day = today - timedelta(days=number)
        cells += [(day, "", "", entry + way_out), (day, "section", "MK-GR", entry), (day, "section", "MK-RS", way_out)]
    take_counts("MK", "irregular_crossings", "day", cells, known_at=clock.now())
    back_test_all()


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, analyst, foreseen, assert_fit_for_all):
    sign_in(page, analyst)
    assert_fit_for_all(page, ["/picture/outlook/"])
    table = page.get_by_role("table", name="Irregular border crossings detected, in detections")
    expect(table.get_by_role("row")).to_have_count(4)
    assert "North Macedonia – Greece" in table.inner_text()


def test_the_back_test_shows_what_is_foreseen_after_what_was_seen(page: Page, sign_in, analyst, foreseen):
    sign_in(page, analyst)
    page.goto("/picture/outlook/")
    page.get_by_role("link", name="North Macedonia – Serbia").click()
    expect(page.get_by_role("columnheader", name="Foreseen").first).to_be_visible()
