"""The pages about alarms in a browser: accessible, on a phone too, and from an alarm to an assigned measure without script."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from egnatia.picture.actions.back_test_series import back_test_all
from egnatia.picture.actions.raise_alarms import raise_alarms
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.alarms.views.back_test import href_of
from egnatia.picture.models import Alarm, Recommendation
from tests.picture.test_alarms import calm, months

ROUTE = SeriesKey("frontex", "route_detections", "", "", "month")


@pytest.fixture
def alarm(transactional_db):
    known = datetime(2026, 3, 1, tzinfo=UTC)
    take_counts("frontex", "route_detections", "month", months([*calm(60), 3000]), known_at=known)
    raise_alarms()
    back_test_all()
    return Alarm.objects.get()


@pytest.fixture
def analyst(make_officer):
    return make_officer("arta", "analyst")


def test_pages_are_accessible_and_fit_a_phone(page, open_context, sign_in, analyst, assert_accessible, alarm):
    sign_in(page, analyst)
    addresses = [
        reverse("picture_alarms"),
        reverse("picture_alarm", args=(alarm.pk,)),
        reverse("picture_back_test"),
        href_of(ROUTE),
    ]
    for address in addresses:
        page.goto(address)
        assert_accessible(page)
    phone = open_context(viewport={"width": 390, "height": 844}).new_page()
    sign_in(phone, analyst)
    for address in addresses:
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_measure_is_recommended_and_assigned_without_script(open_context, sign_in, analyst, alarm, assert_accessible, page):
    plain = open_context(java_script_enabled=False).new_page()
    sign_in(plain, analyst)
    plain.goto(reverse("picture_alarm", args=(alarm.pk,)))
    plain.get_by_role("button", name=re.compile("Joint analysis")).click()
    plain.get_by_label("Who sees to it").select_option(f"officer:{analyst.pk}")
    for box in plain.get_by_role("checkbox").all():
        box.check()
    plain.get_by_role("button", name="Assign").click()
    expect(plain.get_by_text("Assigned", exact=True).first).to_be_visible()
    recommendation = Recommendation.objects.get()
    assert (recommendation.state, recommendation.owner_officer) == ("assigned", analyst)
    sign_in(page, analyst)
    for address in (reverse("picture_recommendation", args=(recommendation.pk,)), reverse("picture_my_measures")):
        page.goto(address)
        assert_accessible(page)
