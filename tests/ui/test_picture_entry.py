"""Entering by hand, taking in a file and the way onward in a real browser: accessible, on a phone, without script."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.models import Event

ADDRESSES = ("picture_entries", "picture_enter_event", "picture_enter_incident", "picture_take_file", "picture_onward")


@pytest.fixture
def analyst(make_officer):
    return make_officer("arta", "analyst")


@pytest.fixture
def moved(db):
    """What two partners told of where persons were seen next."""
    month = datetime.now(UTC).date().replace(day=1)
    for source, seen_next in (("MK", "RS"), ("RS", "BA")):
        cells = [(month, "section", seen_next, 40)]
        take_counts(source, "onward_persons", "month", cells, known_at=datetime(2026, 1, 1, tzinfo=UTC))


def test_nothing_for_axe_to_find_also_on_a_phone(page, sign_in, analyst, moved, assert_fit_for_all):
    sign_in(page, analyst)
    assert_fit_for_all(page, map(reverse, ADDRESSES))


def test_event_is_entered_and_a_bad_file_told_without_script(open_context, sign_in, analyst, page, assert_accessible):
    plain = open_context(java_script_enabled=False).new_page()
    sign_in(plain, analyst)
    plain.goto(reverse("picture_enter_event"))
    plain.get_by_label("What happened").select_option("refused_entry:")
    plain.get_by_label("Where").select_option("tabanovce")
    plain.get_by_label("Nationality").fill("Türkiye")
    plain.get_by_role("button", name="Enter", exact=True).click()
    expect(plain.get_by_text("Tabanovce / Preševo")).to_be_visible()
    assert Event.objects.get().nationality == "TUR"
    sign_in(page, analyst)
    page.goto(reverse("picture_take_file"))
    page.locator("input[type=file]").set_input_files({"name": "x.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    for box, value in zip(("day", "month", "year"), (3, 6, 2025), strict=True):
        page.locator(f"[name=vintage_{box}]").fill(str(value))
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("cell", name="The column “nationality” is missing.")).to_be_visible()
    assert_accessible(page)
