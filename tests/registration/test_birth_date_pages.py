"""A birth date as it was said, from the form through the review to the record and the receipt."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from egnatia import law
from egnatia.base import clock
from egnatia.persons.models import DataSet
from egnatia.registration.actions.take_captures import take_records
from egnatia.registration.receipt import birth_date, receipt_data
from tests.registration.conftest import records_of
from tests.registration.test_pages import DOCUMENT, EVENT, IDENTITY, address, start
from tests.registration.test_pages import browser as browser

pytestmark = pytest.mark.django_db

SOLAR = {"birth_date_day": "15", "birth_date_month": "ثور", "birth_date_year": "1370", "birth_date_calendar": "solar_hijri"}
BOTH = "15 Saur 1370 (Solar Hijri) = 5 May 1991"


def test_date_of_another_calendar_is_shown_in_both_from_the_form_to_the_record(browser, registration_officer):
    draft = start(browser)
    browser.post(address(draft, "notice"), {"language": "fa", "mode": "both"})
    browser.post(address(draft, "event"), EVENT)
    page = browser.post(address(draft, "identity"), {**IDENTITY, **SOLAR, "sex": ""})
    assert BOTH in page.content.decode(), "sent, but something else was wrong"
    assert browser.post(address(draft, "identity"), {**IDENTITY, **SOLAR}).status_code == 302
    page = browser.get(address(draft, "identity")).content.decode()
    assert BOTH in page and 'value="Saur"' in page and 'value="solar_hijri" selected' in page
    browser.post(address(draft, "documents"), DOCUMENT)
    draft.refresh_from_db()
    take_records(registration_officer, draft, records_of(1))
    review = reverse("registration_review", args=(draft.pk,))
    assert f"{BOTH} (" in browser.get(review).content.decode()
    draft.refresh_from_db()
    browser.post(review, {"revision": draft.revision})
    data_set = DataSet.objects.get()
    assert data_set.elements["birth_date"] == {
        "value": "1991-05-05", "precision": "day", "basis": "declared",
        "calendar": "solar_hijri", "stated": "1370-02-15", "naming": "afghan",
    }  # fmt: skip
    record = browser.get(reverse("person", args=(data_set.person_id,))).content.decode()
    assert record.count(BOTH) == 2, "head and list"
    labels = law.notice("fa").labels
    rows = dict(receipt_data(data_set, law.notice("fa"))["rows"])
    assert rows[labels["birth_date"]] == "\u200e1370-02-15\u200e (هجری شمسی) = \u200e1991-05-05\u200e"


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        ({"value": "1991-05", "precision": "month"}, "1991-05"),
        ({"value": "1991", "precision": "estimated_age"}, "1991"),
        (
            {"value": "1991", "precision": "year", "calendar": "solar_hijri", "stated": "1370"},
            "1370 (Solar Hijri calendar) = 1991-03-21 – 1992-03-20",
        ),
        (
            {"value": "1990-04-07", "precision": "day", "calendar": "islamic", "stated": "1410-09-12"},
            "1410-09-12 (Islamic calendar) = 1990-04-07",
        ),
        (
            {"value": "1991", "precision": "estimated_age", "stated": "35", "stated_on": "2026-11-29", "margin": "2"},
            "Age 35 ± 2 (2026-11-29) = 1988-11-30 – 1993-11-29",
        ),
    ],
)
def test_receipt_shows_a_date_as_it_was_said_and_what_it_means(record, shown):
    assert birth_date(record, law.notice("en").labels).replace("\u200e", "") == shown


def test_an_age_is_kept_with_its_margin_and_its_day(browser):
    draft = start(browser)
    age = {f"birth_date_{box}": "" for box in ("day", "month", "year")}
    age |= {"birth_date_age": "35", "birth_date_margin": "3", "birth_date_basis": "assessed"}
    with clock.frozen(datetime(2026, 11, 29, 12, tzinfo=UTC)):
        browser.post(address(draft, "identity"), IDENTITY | age)
    draft.refresh_from_db()
    kept = {"value": "1991", "precision": "estimated_age", "basis": "assessed", "stated": "35", "stated_on": "2026-11-29"}
    assert draft.data["elements"]["birth_date"] == kept | {"margin": "3"}
    page = browser.get(address(draft, "identity"))
    assert 'value="35 3 2026-11-29"' in page.content.decode(), "an age that isn't touched stays one of that day"


@pytest.mark.parametrize(
    ("age", "margin", "leads_to"), [("8", "2", "documents"), ("7", "2", "child"), ("8", "3", "child"), ("3", "0", "child")]
)
def test_who_may_be_under_six_by_the_estimate_leads_to_a_note(browser, age, margin, leads_to):
    draft = start(browser)
    browser.post(address(draft, "notice"), {"language": "en", "mode": "both"})
    browser.post(address(draft, "event"), {**EVENT, "date_year": "2026"})
    boxes = {"birth_date_day": "", "birth_date_month": "", "birth_date_year": "", "birth_date_age": age}
    answer = browser.post(address(draft, "identity"), {**IDENTITY, **boxes, "birth_date_margin": margin})
    child = reverse("registration_child", args=(draft.pk,))
    assert answer.url == (child if leads_to == "child" else address(draft, leads_to))
