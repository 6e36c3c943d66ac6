"""Cross-tables in a browser: for everybody, on a phone too, and without script."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.picture.actions.keep_raw_files import keep_all_raw_files
from egnatia.picture.actions.recount_days import recount_all
from egnatia.picture.bands import AGE_BANDS
from egnatia.picture.models import Event

NATIONS = ("AFG", "SYR", "TUR", "PAK", "BGD", "MAR", "IND")


@pytest.fixture
def analyst(make_officer):
    return make_officer("arta", "analyst")


@pytest.fixture
def filled(transactional_db, analyst):
    today = clock.today()
    events = [
        Event(
            id=new_id(),
            kind="apprehension",
            group="irregular_crossing",
            on=today - timedelta(days=n % 300),
            hour=(n * 7) % 24,
            place=("tabanovce", "MK-GR", "", "bogorodica")[n % 4],
            nationality=NATIONS[(n * n) % 7],
            age_band=AGE_BANDS[n % 6],
            sex=("male", "male", "male", "female")[n % 4],
            persons=1 + n % 9,
            origin="hand",
            recorded_at=clock.now(),
        )
        for n in range(900)
    ]
    Event.objects.bulk_create(events)
    recount_all()
    keep_all_raw_files()


def addresses() -> list[str]:
    page = reverse("picture_crosstab")
    return [
        page,
        f"{page}?rows=hour&columns=section",
        f"{page}?rows=day&columns=age_band",
        f"{page}?start=2026-03-02&end=2026-03-01",
    ]


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, analyst, filled, assert_fit_for_all, watch):
    watch.expected.append("400")  # a span that ends before it begins
    sign_in(page, analyst)
    assert_fit_for_all(page, addresses())


def test_without_script_a_table_is_asked_for_and_saved(open_context, sign_in, analyst, filled):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, analyst)
    page.goto(reverse("picture_crosstab"))
    page.get_by_label("Rows").select_option("sex")
    page.get_by_label("Columns").select_option("age_band")
    page.get_by_label("From", exact=True).fill(str(date(2020, 1, 1)))
    page.get_by_role("button", name="Show").click()
    table = page.get_by_role("table").first
    expect(table.get_by_role("rowheader")).to_have_text(["Male", "Female", "All"])
    assert table.get_by_role("cell").last.inner_text().replace(",", "") == str(sum(1 + n % 9 for n in range(900)))
    with page.expect_download() as saved:
        page.get_by_role("link", name="Parquet").first.click()
    assert saved.value.suggested_filename == "irregular_crossings-by-sex.parquet"
