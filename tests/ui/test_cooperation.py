"""The working group's pages in a real browser: accessible, on a phone, without script."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.cooperation.actions.add_commitment import Terms, Wording, add_commitment
from egnatia.cooperation.actions.add_member import MemberFacts, add_member
from egnatia.cooperation.actions.keep_register import EntryFacts, add_register_entry
from egnatia.cooperation.actions.plan_item import ItemFacts, plan_item
from egnatia.cooperation.actions.plan_operation import OperationFacts, plan_operation
from egnatia.cooperation.actions.record_progress import record_progress
from egnatia.cooperation.actions.remind import remind
from egnatia.cooperation.actions.seed_commitments import seed_commitments

LATE = date(2026, 1, 5)


@pytest.fixture
def commitment(transactional_db, director):
    """Late since January 2026, wherever the test runs; it comes again each year."""
    with clock.frozen(datetime(2026, 1, 1, tzinfo=UTC)):
        wording = Wording("Open a joint contact point at Preševo", "Minutes of 3 March 2025", "border")
        return add_commitment(director, wording, Terms(owner="RS", due_on=LATE, months=12))


@pytest.fixture
def addresses(director, commitment):
    """Every page, with something on it."""
    seed_commitments()
    record_progress(director, commitment, "note", "Two rooms were found", evidence="https://example.org/12")
    item = plan_item(director, ItemFacts("data", "Agree on one form for daily counts", owner="AL", due_on=LATE))
    add_member(director, MemberFacts("AL", "Blerta Synthetic", "Head of border police", LATE, reports=True))
    add_register_entry(director, EntryFacts("RS", "need", "Interpreters by video", "At night", "wanted", priority="high"))
    plan_operation(director, OperationFacts("Joint patrol Vardar", "Frontex", ("RS", "MK"), "Preševo", LATE))
    remind()
    lists = (
        "working_group", "members", "programme", "commitments", "register_of_tools", "joint_operations",
        "channels_and_agreements", "differences", "new_commitment", "new_register_entry",
    )  # fmt: skip
    return [
        *map(reverse, lists),
        reverse("commitment", args=(commitment.pk,)),
        reverse("programme_item", args=(item.pk,)),
    ]


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, director, addresses, assert_fit_for_all):
    sign_in(page, director)
    assert_fit_for_all(page, addresses)


def test_a_late_commitment_is_met_without_script_and_gets_its_next_day(open_context, sign_in, director, commitment):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, director)
    page.goto(reverse("working_group"))
    row = page.get_by_role("row", name="Open a joint contact point")
    expect(row).to_contain_text("Late")
    row.get_by_role("link").click()
    page.get_by_label("It was met").check()
    page.get_by_label("What was done").fill("Opened on 3 January")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Say where it can be seen").first).to_be_visible()
    page.get_by_label("Evidence").fill("File 12/2026")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("The progress was recorded.")).to_be_visible()
    expect(page.get_by_text("For the day 5 January 2026")).to_be_visible()
    expect(page.get_by_text("5 January 2027")).to_be_visible()
