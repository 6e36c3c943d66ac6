"""The reports' pages in a real browser: accessible, on a phone, without script."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.picture.actions.take_series import take_counts
from egnatia.reports.actions.draft_report import draft_report
from egnatia.reports.actions.edit_passage import edit_passage
from egnatia.reports.actions.issue_report import issue_report
from egnatia.reports.models import Report
from tests.reports.conftest import DUE, SIGNATORY, TODAY, take_quarter


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


def test_signing_and_checking_are_fit_for_all(page: Page, sign_in, make_officer, report, assert_fit_for_all):
    director = make_officer("dea", "director")
    sign_in(page, director)
    assert_fit_for_all(page, [reverse("issue_report", args=(report.number,))])
    expect(page.get_by_text("Processes of migration flows: Remarks")).to_be_visible()
    issue_report(director, report, signatory=SIGNATORY)
    take_counts("MK", "irregular_crossings", "day", [(date(2026, 9, 1), "", "", 21)], known_at=clock.now(), cuts=[""])
    Report.objects.filter(pk=report.pk).update(signatory="Somebody else")
    assert_fit_for_all(page, [reverse("check_report", args=(report.number,)) + "?language=sr-Latn"])
    expect(page.get_by_role("cell", name="1.113")).to_be_visible()
    expect(page.get_by_text("Something isn't as it was signed.")).to_be_visible()
