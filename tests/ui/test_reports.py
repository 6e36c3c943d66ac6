"""The reports' pages in a real browser: accessible, on a phone, without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.reports.actions.draft_report import draft_report
from egnatia.reports.actions.edit_passage import edit_passage
from tests.reports.conftest import DUE, TODAY, take_quarter


@pytest.fixture
def analyst(make_officer):
    return make_officer("arta", "analyst")


@pytest.fixture
def report(transactional_db, analyst):
    with clock.frozen(TODAY):
        take_quarter()
        found = draft_report(analyst, "MK", DUE, language="en")
        edit_passage(analyst, found, "en", "flows.own", "Two sections were closed in August.")
    return found


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, analyst, report, assert_fit_for_all):
    sign_in(page, analyst)
    addresses = [
        reverse("reports"),
        reverse("report", args=(report.number,)),
        reverse("edit_passage", args=(report.number,)) + "?place=flows.own",
    ]
    assert_fit_for_all(page, addresses)


def test_a_passage_is_written_without_script(open_context, sign_in, analyst, report):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, analyst)
    page.goto(reverse("edit_passage", args=(report.number,)) + "?place=threats.alarms")
    page.get_by_label("Your words").fill("Nothing rang, and the figures were checked.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Nothing rang, and the figures were checked.")).to_be_visible()
