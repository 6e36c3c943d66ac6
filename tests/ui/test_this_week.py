"""The page This week in a real browser: nothing for axe to find, also on a phone, and read without colour."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.cooperation.actions.plan_item import ItemFacts, plan_item
from egnatia.cooperation.actions.plan_operation import OperationFacts, plan_operation
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.models import Alarm
from egnatia.picture.situation import today as situation

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def week(director):
    """A section that rises, Serbia's count of its side, an alarm to decide and a confirmed one, work that is late, a patrol."""
    now, today = clock.now(), situation.today()
    for source, section, before, lately in (("MK", "MK-GR", 10, 20), ("RS", "RS-MK", 9, 9)):
        days = [(today - timedelta(days=number), lately if number <= 7 else before) for number in range(1, 15)]
        cells = [(day, cut, key, value) for day, value in days for cut, key in (("", ""), ("section", section))]
        take_counts(source, "irregular_crossings", "day", cells, known_at=now)
    for key, state in (("MK-GR", "open"), ("MK-RS", "confirmed")):
        Alarm.objects.create(
            source="MK", indicator="irregular_crossings", cut="section", key=key, every="day", watch="crossings_section",
            direction="rise", pace="sudden", rule="level", since=today - timedelta(days=5), period=today - timedelta(days=2),
            expected=10, low=5, high=15, observed=20, p=0.001, vintage=now, raised_at=now, state=state,
        )  # fmt: skip
    plan_item(director, ItemFacts("data", "Send the daily counts", owner="MK", due_on=today - timedelta(days=3)))
    plan_operation(director, OperationFacts("Joint patrol Vardar", "Frontex", ("RS", "MK"), "Gevgelija", today))


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, director, week, assert_accessible):
    sign_in(page, director)
    page.goto("/")
    page.get_by_role("link", name="This week").click()
    expect(page.get_by_role("row", name="North Macedonia – Greece Rise")).to_contain_text("Rise (+70)")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert_accessible(page)
