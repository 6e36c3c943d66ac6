"""The statistics in a real browser: accessible, no wider than a phone, and whole without scripts."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.oversight.actions.close_month import close_month
from egnatia.oversight.months import this_month
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.set_transmitted import set_transmitted

PEOPLE = [(2, "female", 1990)] * 14 + [(2, "male", 1985)] * 23 + [(1, "male", 1999)] * 12 + [(3, "female", 2011)] * 3


@pytest.fixture
def supervisor(transactional_db, make_officer):
    return make_officer("sanja", "supervisor")


@pytest.fixture
def closed(supervisor, registration_officer, examiner, operator):
    """The month before this one: fifty-two people, seven hits."""
    month = this_month().previous()
    day = month.first.replace(day=14)
    with clock.frozen(datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Skopje"))):
        made = [_sign(registration_officer, day.isoformat(), *one) for one in PEOPLE]
        for number in range(7):
            link_data_sets(examiner, made[37 + number], other=made[number])
    close_month(operator, month)
    return month.code


def _sign(officer, day, category, sex, year):
    elements = {
        "surnames": ["Synthetic"],
        "nationalities": ["SYR"],
        "birth_date": {"value": str(year), "precision": "year", "basis": "declared"},
        "event": {"place": "Tabanovce", "date": day},
        "sex": sex,
    }
    data_set = add_data_set(officer, category=category, elements=elements, captured_at=clock.now())
    set_transmitted(data_set, at=clock.now())
    data_set.refresh_from_db()
    return data_set


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, supervisor, closed, assert_fit_for_all):
    sign_in(page, supervisor)
    names = ("statistics_month", "statistics_released")
    assert_fit_for_all(page, [reverse("statistics"), *(reverse(name, args=(closed,)) for name in names)])


def test_rows_and_columns_of_the_hits_are_headed(page: Page, sign_in, supervisor, closed):
    sign_in(page, supervisor)
    page.goto(reverse("statistics_month", args=(closed,)))
    hits = page.get_by_role("table", name="Hits, by as what somebody was found")
    row = hits.get_by_role("row", name="(k) Applicant")
    expect(row.get_by_role("cell").nth(1)).to_have_text("7")
    expect(hits.get_by_role("columnheader").nth(2)).to_have_text("Irregular crossing")


def test_the_way_without_scripts(open_context, sign_in, supervisor, closed):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, supervisor)
    page.goto(reverse("statistics"))
    page.get_by_role("link", name="for handing out").click()
    expect(page.get_by_role("table", name="Letters (j) and (q) to (w)")).to_contain_text("Not recorded yet")
    page.get_by_role("link", name="Exact").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as Excel").click()
    assert download.value.suggested_filename == f"statistics-MK-{closed}-v1.xlsx"
