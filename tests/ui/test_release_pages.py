"""Releases in a real browser: accessible, and no wider than a phone."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.picture.actions.make_release import make_release
from egnatia.picture.actions.take_series import take_counts

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
CELLS = {1: {"AFG": 43, "SYR": 3, "TUR": 12}, 2: {"AFG": 36, "SYR": 20, "TUR": 17}, 3: {"AFG": 28, "SYR": 33, "TUR": 8}}


@pytest.fixture
def analyst(transactional_db, make_officer):
    return make_officer("arta", "analyst")


@pytest.fixture
def addresses(analyst):
    """The list, one release of two partners, and the form."""
    with clock.frozen(NOW):
        for source in ("MK", "RS"):
            for month, cells in CELLS.items():
                day = date(2026, month, 14)
                parts = [(day, "nationality", key, count) for key, count in cells.items()]
                whole = (day, "", "", sum(cells.values()))
                take_counts(source, "irregular_crossings", "day", [whole, *parts], known_at=NOW)
        made = make_release(
            analyst, "irregular_crossings", "nationality", start=date(2026, 1, 1), end=date(2026, 3, 1), sources=["MK", "RS"]
        )
    return [reverse("picture_releases"), reverse("picture_release", args=(made.number,)), reverse("picture_new_release")]


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, analyst, addresses, assert_fit_for_all):
    sign_in(page, analyst)
    assert_fit_for_all(page, addresses)


def test_a_hidden_count_is_a_colon(page: Page, sign_in, analyst, addresses):
    sign_in(page, analyst)
    page.goto(addresses[1])
    syria = page.get_by_role("table", name="North Macedonia").get_by_role("row", name="Syria")
    expect(syria.get_by_role("cell").first).to_have_text(":")
