"""A measure given to a partner: told, told anew, withdrawn, answered; and nothing said of the alarm that isn't shared."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.actions.confirm_partner import confirm_partner
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.suspend_partner import suspend_partner
from egnatia.exchange.messages.measures import MeasureAnswer, MeasureRequest
from egnatia.exchange.messages.service import Receipt, Refusal
from egnatia.exchange.models import OutboxMessage
from egnatia.picture.actions.edit_recommendation import (
    Owner,
    assign_recommendation,
    drop_recommendation,
    edit_recommendation,
)
from egnatia.picture.actions.measure_outcomes import measure_outcomes
from egnatia.picture.actions.recommend_measure import recommend_measure
from egnatia.picture.actions.record_outcome import record_outcome
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.alarms.telling import about_of
from egnatia.picture.models import Alarm, Outcome, SentMeasure
from egnatia.picture.queries.recommendations import actions_due
from tests.exchange.conftest import Neighbour, neighbour  # noqa: F401  (a fixture)
from tests.exchange.steps import reply, waiting
from tests.picture.test_alarms import calm, months

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 20, 10, tzinfo=UTC)
DUE = date(2026, 3, 1)
RS, AL = Owner(partner="RS"), Owner(partner="AL")


@pytest.fixture(autouse=True)
def present() -> Any:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def partner(neighbour: Callable[..., Neighbour]) -> Callable[..., Neighbour]:  # noqa: F811
    """`partner("AL")`: confirmed."""
    return neighbour


@pytest.fixture
def serbia(partner: Callable[..., Neighbour]) -> Neighbour:
    return partner("RS")


@pytest.fixture
def recommendation(analyst: Any) -> Any:
    return recommend_measure(analyst, make_alarm(), "joint_patrol")


@pytest.fixture
def assign(analyst: Any, recommendation: Any) -> Callable[..., Any]:
    """`assign(RS, due=…)`"""
    rights = {question.code: True for question in get_measure("joint_patrol").rights}

    def give(owner: Owner = RS, due: date = DUE) -> Any:
        return assign_recommendation(analyst, recommendation, owner=owner, due=due, rights=rights)

    return give


def make_alarm(**more: Any) -> Alarm:
    values = {
        "source": "MK", "indicator": "irregular_crossings", "cut": "section", "key": "MK-RS", "every": "day",
        "watch": "crossings_section", "direction": "rise", "pace": "sudden", "rule": "change", "since": date(2026, 2, 16),
        "period": date(2026, 2, 18), "expected": 40, "low": 20, "high": 70, "observed": 160, "p": 0.0001, "vintage": NOW,
        "raised_at": NOW,
    }  # fmt: skip
    return Alarm.objects.create(**values | more)


def told(partner: Neighbour, answer: Any = None) -> list[MeasureRequest]:
    """What waits for the partner, which takes it now."""
    letters = OutboxMessage.objects.filter(partner=partner.partner, kind="measure.request", state="waiting")
    contents = []
    for letter in letters.order_by("correspondence", "number"):
        contents.append(partner.read(letter).content)
        reply(partner, letter, answer or Receipt())
    return contents


def say(partner: Neighbour, state: str, text: str = "Six patrols", done_on: date | None = None, **more: Any) -> Any:
    """The partner answers the newest of what it was given, in that correspondence."""
    sent = SentMeasure.objects.filter(partner=partner.code).latest("told_at")
    partner.correspondence = sent.correspondence
    return partner.say(MeasureAnswer(reference=sent.reference, state=state, text=text, done_on=done_on), **more)


class TestTelling:
    def test_assigning_tells_the_partner_and_its_receipt_is_seen(
        self, serbia: Neighbour, assign: Any, analyst_client: Any
    ) -> None:
        recommendation = assign()
        address = reverse("picture_recommendation", args=(recommendation.pk,))
        assert "Under way" in analyst_client.get(address).content.decode()
        (message,) = told(serbia)
        assert (message.measure, message.due, message.withdrawn) == ("joint_patrol", DUE, False)
        assert message.text == recommendation.text and message.about is not None
        assert (message.about.cut, message.about.key, message.about.period) == ("section", "MK-RS", date(2026, 2, 16))
        page = analyst_client.get(address).content.decode()
        assert "Arrived" in page and "Sent to Serbia" in page and "No answer yet" in page
        assert Event.objects.filter(action="picture.measure.told", subject_id=str(recommendation.pk)).count() == 1

    def test_no_figure_is_told(self, serbia: Neighbour, assign: Any) -> None:
        assign()
        body = serbia.read(waiting("measure.request")).to_body()
        assert body["purpose"] == "STA" and "case" not in body
        assert not [
            value for value in (*body["content"].values(), *body["content"]["about"].values()) if type(value) in (int, float)
        ]

    @pytest.mark.parametrize("standing", ["unknown", "pending", "suspended"])
    def test_only_to_a_partner_that_is_confirmed(
        self,
        partner: Any,
        assign: Any,
        recommendation: Any,
        administrator: Any,
        standing: str,
    ) -> None:
        if standing != "unknown":
            row = partner("RS", confirmed=standing != "pending").partner
            if standing == "suspended":
                suspend_partner(administrator, row, "Key lost")
        with pytest.raises(Problem, match=r"^picture\.recommendation\.partner:"):
            assign()
        recommendation.refresh_from_db()
        assert recommendation.state == "proposed" and not SentMeasure.objects.exists() and not OutboxMessage.objects.exists()

    def test_changed_text_and_day_are_told_again_and_nothing_else(self, serbia: Neighbour, assign: Any, analyst: Any) -> None:
        recommendation = assign()
        assign()
        edit_recommendation(analyst, recommendation, text="Three patrols\r\nat night", level="central")
        edit_recommendation(analyst, recommendation, text="Three patrols\r\nat night", level="central")
        assign(due=DUE + timedelta(days=1))
        first, second, third = told(serbia)
        assert {first.reference, second.reference, third.reference} == {SentMeasure.objects.get().reference}
        assert (second.text, second.level) == ("Three patrols\nat night", "central")
        assert third.due == DUE + timedelta(days=1)

    def test_assigned_to_somebody_else_it_is_withdrawn(
        self,
        partner: Any,
        serbia: Neighbour,
        assign: Any,
        unit: Any,
    ) -> None:
        albania = partner("AL")
        assign()
        assign(AL)
        assert [one.withdrawn for one in told(serbia)] == [False, True]
        assert [one.withdrawn for one in told(albania)] == [False]
        assign(Owner(unit=unit))
        assert [one.withdrawn for one in told(albania)] == [True] and not told(serbia)
        assign(RS)
        (again,) = told(serbia)
        assert not again.withdrawn and SentMeasure.objects.filter(reference=again.reference, partner="RS").count() == 1

    def test_dropped_or_done_here_it_is_withdrawn(
        self, serbia: Neighbour, assign: Any, analyst: Any, recommendation: Any
    ) -> None:
        assign()
        drop_recommendation(analyst, recommendation, note="No agreement")
        assert [one.withdrawn for one in told(serbia)] == [False, True]
        other = recommend_measure(analyst, recommendation.alarm, "joint_patrol")
        rights = {question.code: True for question in get_measure("joint_patrol").rights}
        assign_recommendation(analyst, other, owner=RS, due=DUE, rights=rights)
        record_outcome(analyst, other, text="They did it", done_on=date(2026, 2, 19))
        assert [one.withdrawn for one in told(serbia)] == [False, True]

    def test_what_waits_for_a_suspended_partner_stays_in_order(
        self, serbia: Neighbour, assign: Any, analyst: Any, administrator: Any, recommendation: Any
    ) -> None:
        assign()
        suspend_partner(administrator, serbia.partner, "Key lost")
        edit_recommendation(analyst, recommendation, text="Three patrols", level="local")
        drop_recommendation(analyst, recommendation, note="Not needed")
        confirm_partner(administrator, serbia.partner, serbia.partner.fingerprint)
        assert [(one.text == "Three patrols", one.withdrawn) for one in told(serbia)] == [
            (False, False), (True, False), (True, True),
        ]  # fmt: skip

    def test_what_the_partner_refuses_is_seen_and_can_be_sent_again(
        self, serbia: Neighbour, assign: Any, analyst_client: Any
    ) -> None:
        recommendation = assign()
        told(serbia, Refusal(code="exchange.kind_unknown", message="Unknown kind"))
        page = analyst_client.get(reverse("picture_recommendation", args=(recommendation.pk,))).content.decode()
        assert "Refused by the partner" in page and "exchange.kind_unknown" in page
        assign()
        assert len(told(serbia)) == 1

    def test_text_that_fits_into_no_message(self, serbia: Neighbour, assign: Any, analyst: Any, recommendation: Any) -> None:
        recommendation.text = "x" * 2001
        recommendation.save()
        with pytest.raises(Problem, match=r"^picture\.recommendation\.not_tellable:"):
            assign()
        assert not OutboxMessage.objects.exists()

    @pytest.mark.parametrize(
        ("series", "told_of"),
        [
            ({}, ("irregular_crossings", "section", "MK-RS")),
            ({"indicator": "applications", "cut": "nationality", "key": "SRB"}, ("applications", None, None)),
            ({"indicator": "referrals", "cut": "group", "key": "0-13.female"}, ("referrals", None, None)),
            ({"source": "AL", "indicator": "applications", "cut": "nationality", "key": "SRB"}, ("applications", None, None)),
            (
                {"source": "RS", "indicator": "applications", "cut": "nationality", "key": "AFG"},
                ("applications", "nationality", "AFG"),
            ),
            ({"indicator": "registrations", "cut": "nationality", "key": "SRB"}, None),
            (
                {"source": "frontex", "indicator": "route_detections", "cut": "nationality", "key": "BDI", "every": "month"},
                ("route_detections", "nationality", "BDI"),
            ),
        ],
    )
    def test_of_the_alarm_only_what_the_partner_knows(self, series: dict[str, str], told_of: Any) -> None:
        about = about_of(make_alarm(**series), "RS")
        assert (about and (about.indicator, about.cut, about.key)) == told_of


class TestAnswer:
    def test_done_is_the_outcome(self, serbia: Neighbour, assign: Any, analyst_client: Any) -> None:
        recommendation = assign()
        told(serbia)
        assert say(serbia, "done", done_on=date(2026, 2, 19)).content.kind == "receipt"
        outcome = Outcome.objects.get(recommendation=recommendation)
        assert (outcome.text, outcome.done_on, outcome.recorded_by) == ("Six patrols", date(2026, 2, 19), None)
        recommendation.refresh_from_db()
        assert recommendation.state == "done" and not actions_due().exists()
        page = analyst_client.get(reverse("picture_recommendation", args=(recommendation.pk,))).content.decode()
        assert page.count("Six patrols") == 2 and "None" not in page.split("<main")[1]
        event = Event.objects.get(action="picture.measure.answered")
        assert (event.actor_kind, event.actor_id) == ("partner", "RS")

    def test_what_a_partner_did_is_measured_like_any(self, serbia: Neighbour, analyst: Any, take: Any) -> None:
        series = {"source": "frontex", "indicator": "route_detections", "every": "month"}
        begun = date(2025, 1, 1)
        alarm = make_alarm(**series, cut="", key="", watch="route", since=begun, period=begun)
        recommendation = recommend_measure(analyst, alarm, "joint_analysis")
        rights = {question.code: True for question in get_measure("joint_analysis").rights}
        assign_recommendation(analyst, recommendation, owner=RS, due=DUE, rights=rights)
        say(serbia, "done", done_on=date(2025, 2, 1))
        with clock.frozen(datetime(2025, 6, 20, tzinfo=UTC)):
            take(months([*calm(), 3000, 90, 80, 70]), at=datetime(2025, 6, 10, tzinfo=UTC), **series)
            assert (measure_outcomes(), measure_outcomes()) == (1, 0)
        outcome = Outcome.objects.get()
        assert (outcome.after, outcome.effect, outcome.recorded_by) == (80, "lower", None)

    def test_declined_it_is_proposed_again_with_the_reason(self, serbia: Neighbour, assign: Any, recommendation: Any) -> None:
        assign()
        told(serbia)
        say(serbia, "declined", text="No patrol is free until April. " * 40)
        recommendation.refresh_from_db()
        assert (recommendation.state, recommendation.owner) == ("proposed", "") and "April" in recommendation.note
        assign()
        (again,) = told(serbia)
        assert SentMeasure.objects.get(reference=again.reference).answer == ""
        recommendation.refresh_from_db()
        assert recommendation.note == ""

    def test_given_up_on_its_way_it_is_sent_again(self, serbia: Neighbour, assign: Any) -> None:
        assign()
        assign()
        drop_message(None, waiting("measure.request"), "Their node fails on it")
        assert SentMeasure.objects.get().message.state == "dropped"
        assign()
        assert SentMeasure.objects.get().message == waiting("measure.request")
        assert waiting("message.dropped").number == 1

    def test_the_same_answer_twice_is_one_and_another_is_refused(self, serbia: Neighbour, assign: Any) -> None:
        assign()
        told(serbia)
        for _ in range(2):
            assert say(serbia, "done", done_on=date(2026, 2, 19)).content.kind == "receipt"
        assert say(serbia, "declined").code == "picture.measure_answer.twice"
        assert Outcome.objects.count() == 1

    def test_an_answer_that_crosses_a_withdrawal_is_kept_and_changes_nothing(
        self, serbia: Neighbour, assign: Any, unit: Any, recommendation: Any, analyst_client: Any
    ) -> None:
        assign()
        assign(Owner(unit=unit))
        assert say(serbia, "done", done_on=date(2026, 2, 19)).content.kind == "receipt"
        recommendation.refresh_from_db()
        assert (recommendation.state, recommendation.owner_unit) == ("assigned", unit) and not Outcome.objects.exists()
        page = analyst_client.get(reverse("picture_recommendation", args=(recommendation.pk,))).content.decode()
        assert "Six patrols" in page and "Withdrawn" in page

    def test_answers_that_are_refused(self, partner: Any, serbia: Neighbour, assign: Any) -> None:
        assign()
        reference = SentMeasure.objects.get().reference
        albania = partner("AL")
        answer = MeasureAnswer(reference=reference, state="declined", text="Not ours")
        assert albania.say(answer).code == "picture.measure_answer.unknown"
        assert say(serbia, "done", done_on=date(2026, 2, 23)).code == "picture.measure_answer.date"
        assert say(serbia, "declined", text="The man with passport N7788123").code == "picture.measure.about_a_person"
        assert SentMeasure.objects.get().answer == ""

    def test_a_suspended_partner_is_not_heard(self, serbia: Neighbour, assign: Any, administrator: Any) -> None:
        assign()
        suspend_partner(administrator, serbia.partner, "Key lost")
        assert say(serbia, "declined").code == "exchange.partner_suspended"
        assert SentMeasure.objects.get().answer == ""
