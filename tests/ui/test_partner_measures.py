"""Measures between partners in a browser: fit for all, on a phone too, and answered without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from egnatia.base import clock
from egnatia.exchange.messages.measures import MeasureRequest
from egnatia.exchange.messages.service import Receipt
from egnatia.picture.actions.edit_recommendation import Owner, assign_recommendation
from egnatia.picture.actions.recommend_measure import recommend_measure
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.models import Alarm, PartnerMeasure
from tests.exchange.conftest import neighbour  # noqa: F401  (a fixture)
from tests.exchange.steps import reply, waiting

TEXT = "Two patrols from 22:00 to 06:00 on both sides of the section, four officers each, for three weeks."


@pytest.fixture
def analyst(make_officer):
    return make_officer("arta", "analyst")


@pytest.fixture
def serbia(transactional_db, neighbour):  # noqa: F811
    return neighbour("RS")


@pytest.fixture
def asked(serbia):
    """Serbia asks for a measure at the common section."""
    about = {
        "source": "RS", "indicator": "irregular_crossings", "every": "day", "direction": "rise", "cut": "section",
        "key": "RS-MK", "period": clock.today() - timedelta(days=4),
    }  # fmt: skip
    request = {"reference": "c" * 32, "measure": "joint_patrol", "level": "local", "text": TEXT, "about": about}
    due = clock.today() + timedelta(days=9)
    assert serbia.say(MeasureRequest.model_validate(request | {"due": due})).content.kind == "receipt"
    return PartnerMeasure.objects.get()


@pytest.fixture
def given(serbia, analyst):
    """We gave Serbia one; it has arrived."""
    today = clock.today()
    alarm = Alarm.objects.create(
        source="MK", indicator="irregular_crossings", cut="section", key="MK-RS", every="day", watch="crossings_section",
        direction="rise", pace="sudden", rule="level", since=today - timedelta(days=5), period=today - timedelta(days=2),
        expected=10, low=5, high=15, observed=40, p=0.001, vintage=clock.now(), raised_at=clock.now(),
    )  # fmt: skip
    measure = recommend_measure(analyst, alarm, "joint_patrol")
    rights = {question.code: True for question in get_measure("joint_patrol").rights}
    assign_recommendation(analyst, measure, owner=Owner(partner="RS"), due=today + timedelta(days=7), rights=rights)
    reply(serbia, waiting("measure.request"), Receipt())
    return measure


def test_pages_are_fit_for_all(page, sign_in, analyst, asked, given, assert_fit_for_all):
    sign_in(page, analyst)
    assert_fit_for_all(
        page,
        [
            reverse("picture_partner_measures"),
            reverse("picture_partner_measure", args=(asked.pk,)),
            reverse("picture_my_measures"),
            reverse("picture_recommendation", args=(given.pk,)),
        ],
    )


def test_answered_without_script(open_context, sign_in, analyst, asked):
    plain = open_context(java_script_enabled=False).new_page()
    sign_in(plain, analyst)
    plain.goto("/")
    plain.get_by_role("link", name="My measures").click()
    plain.get_by_role("link", name=get_measure("joint_patrol").name).click()
    plain.get_by_role("button", name="Tell that it is done").click()
    expect(plain.get_by_role("alert").get_by_role("link")).to_have_count(2)
    plain.get_by_label("What was done").fill("Six patrols")
    for box, value in zip(("Day", "Month", "Year"), clock.today().strftime("%d %m %Y").split(), strict=True):
        plain.get_by_label(box).fill(value)
    plain.get_by_role("button", name="Tell that it is done").click()
    expect(plain.get_by_text("Answered. The partner is told.")).to_be_visible()
    assert PartnerMeasure.objects.get().state == "done"
    plain.goto("/")
    expect(plain.get_by_role("link", name="My measures")).to_have_count(0)
