"""Deciding, recommending, assigning: what is refused and why; the catalogue and the rules as data."""

import json
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from typer.testing import CliRunner

from egnatia.accounts.models import Officer
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.picture.actions.decide_alarm import decide_alarm
from egnatia.picture.actions.edit_recommendation import (
    Owner,
    assign_recommendation,
    drop_recommendation,
    edit_recommendation,
)
from egnatia.picture.actions.measure_outcomes import measure_outcomes
from egnatia.picture.actions.raise_alarms import raise_alarms
from egnatia.picture.actions.recommend_measure import recommend_measure
from egnatia.picture.actions.record_outcome import record_outcome
from egnatia.picture.alarms.effects import FEWEST_CASES, compare
from egnatia.picture.alarms.jobs import look_over_what_came_in
from egnatia.picture.alarms.measures import get_measure, measures, refuse_persons, suggested
from egnatia.picture.alarms.rules import find_rule, reasons, rules
from egnatia.picture.commands import app
from egnatia.picture.indicators import indicators, units
from egnatia.picture.models import Alarm, Look, Recommendation
from egnatia.picture.queries.recommendations import actions_due
from tests.exchange.conftest import neighbour  # noqa: F401  (a fixture)
from tests.picture.test_alarms import calm, months

NOW = datetime(2026, 2, 20, 10, tzinfo=UTC)
DUE = date(2026, 3, 1)


@pytest.fixture
def alarm(db):
    with clock.frozen(NOW):
        yield Alarm.objects.create(
            source="MK", indicator="irregular_crossings", cut="section", key="MK-GR", every="day", watch="crossings_section",
            direction="rise", pace="sudden", rule="change", since=date(2026, 2, 16), period=date(2026, 2, 18), expected=40,
            low=20, high=70, observed=160, p=0.0001, vintage=NOW, raised_at=NOW,
        )  # fmt: skip


@pytest.fixture
def recommendation(alarm, analyst):
    return recommend_measure(analyst, alarm, "joint_patrol")


@pytest.fixture
def rights(recommendation):
    return {question.code: True for question in get_measure(recommendation.measure).rights}


def refused(code):
    return pytest.raises(Problem, match=f"^{code}:")


def test_only_who_may_write_alarms_decides(alarm, examiner, director):
    with refused("accounts.not_allowed"):
        decide_alarm(examiner, alarm, "confirmed", "real")
    assert decide_alarm(director, alarm, "confirmed", "real").decided_by == director


def test_decision_needs_its_own_reason_and_a_state_it_can_come_to(alarm, analyst):
    for decision, reason, code in (
        ("confirmed", "wrong_figures", "picture.alarm.reason"),
        ("dismissed", "", "picture.alarm.reason"),
        ("closed", "over", "picture.alarm.decided_already"),
        ("open", "real", "picture.alarm.decided_already"),
    ):
        with refused(code):
            decide_alarm(analyst, alarm, decision, reason)
    decide_alarm(analyst, alarm, "dismissed", "known_event", note="A fair at the border")
    with refused("picture.alarm.decided_already"):
        decide_alarm(analyst, alarm, "dismissed", "season")
    assert decide_alarm(analyst, alarm, "confirmed", "real").state == "confirmed"
    events = Event.objects.filter(action="picture.alarm.decided").order_by("number")
    assert [one.why for one in events] == ["known_event", "real"]


def test_the_programs_own_reasons_are_not_for_officers(alarm, analyst):
    with refused("picture.alarm.reason"):
        decide_alarm(analyst, decide_alarm(analyst, alarm, "confirmed", "real"), "closed", "passed")


def test_alarm_with_open_measures_is_not_closed(alarm, analyst, recommendation):
    decide_alarm(analyst, alarm, "confirmed", "real")
    with refused("picture.alarm.measures_open"):
        decide_alarm(analyst, alarm, "closed", "over")
    drop_recommendation(analyst, recommendation, note="No agreement in force")
    assert decide_alarm(analyst, alarm, "closed", "over").state == "closed"
    with refused("picture.alarm.decided_already"):
        recommend_measure(analyst, alarm, "interpreters")


def test_measure_is_recommended_once_at_a_time(alarm, analyst, examiner, recommendation):
    with refused("picture.recommendation.twice"):
        recommend_measure(analyst, alarm, "joint_patrol")
    with refused("picture.measure.unknown"):
        recommend_measure(analyst, alarm, "arrest_somebody")
    with refused("accounts.not_allowed"):
        recommend_measure(examiner, alarm, "interpreters")


@pytest.mark.parametrize(
    "text",
    [
        "Look for the holder of MK10000000018 at Tabanovce",
        "the man with passport N7788123",
        "see 0a7e2b1c-3d4e-4f50-8a9b-0c1d2e3f4a5b",
        "call 070123456 about him",
    ],
)
def test_no_measure_is_about_a_person(analyst, recommendation, text):
    with refused("picture.measure.about_a_person"):
        edit_recommendation(analyst, recommendation, text=text, level="local")
    with refused("picture.measure.about_a_person"):
        drop_recommendation(analyst, recommendation, note=text)


@pytest.mark.parametrize(
    "text",
    [
        "Two patrols from 22:00 to 06:00 on the E75 and the A1, 8 officers, from 1 March 2026",
        "1,335 detections in October 2022 against 32 in May; see EX-61, M13, section MK-GR",
        "Add 4 officers at MK-RS and AL-ME for 30 days",
    ],
)
def test_places_times_and_numbers_are_no_person(text):
    refuse_persons(text, field="text")


def test_reference_numbers_are_found_however_they_are_written(analyst):
    from egnatia.law import make_reference_number

    number = make_reference_number("MK", 1, "000004711")
    for written in (number, number.lower(), f"{number[:3]} {number[3:7]} {number[7:]}"):
        with refused("picture.measure.about_a_person"):
            refuse_persons(f"Ask about {written}, please", field="text")


def test_editing(analyst, examiner, recommendation):
    with refused("picture.recommendation.text"):
        edit_recommendation(analyst, recommendation, text="  ", level="local")
    with refused("picture.recommendation.level"):
        edit_recommendation(analyst, recommendation, text="Patrol", level="regional")
    with refused("accounts.not_allowed"):
        edit_recommendation(examiner, recommendation, text="Patrol", level="local")
    assert edit_recommendation(analyst, recommendation, text=" Patrol ", level="central").text == "Patrol"


def test_assigning_needs_one_owner_a_day_to_come_and_every_right(analyst, recommendation, rights, unit, neighbour):  # noqa: F811
    def assign(owner=Owner(unit=unit), due=DUE, answers=rights):  # noqa: B008
        return assign_recommendation(analyst, recommendation, owner=owner, due=due, rights=answers)

    for owner in (Owner(), Owner(unit=unit, partner="RS"), Owner(partner="XX")):
        with refused("picture.recommendation.owner"):
            assign(owner=owner)
    with refused("picture.recommendation.due"):
        assign(due=date(2026, 2, 19))
    for code in rights:
        for answers in (rights | {code: False}, {name: True for name in rights if name != code}):
            with refused("picture.recommendation.rights"):
                assign(answers=answers)
    assert Recommendation.objects.get().state == "proposed"
    assert assign().owner == unit.name
    with refused("picture.recommendation.partner"):
        assign(owner=Owner(partner="RS"))
    neighbour("RS")
    assert assign(owner=Owner(partner="RS"), due=date(2026, 3, 5)).owner == "Serbia"
    assert list(actions_due()) == [recommendation]


def test_database_refuses_two_owners_and_assigned_without_a_day(recommendation, analyst, unit):
    for wrong in ({"owner_unit": unit, "owner_partner": "RS"}, {"state": "assigned"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recommendation.objects.filter(pk=recommendation.pk).update(**wrong)


def test_outcome_of_what_was_assigned_on_a_day_that_was(analyst, examiner, recommendation, rights):
    with refused("picture.recommendation.not_assigned"):
        record_outcome(analyst, recommendation, text="Done", done_on=date(2026, 2, 19))
    assign_recommendation(analyst, recommendation, owner=Owner(officer=analyst), due=DUE, rights=rights)
    assert [one.pk for one in actions_due(analyst)] == [recommendation.pk]
    for day in (date(2026, 2, 21), date(2026, 2, 15)):
        with refused("picture.outcome.date"):
            record_outcome(analyst, recommendation, text="Done", done_on=day)
    with refused("picture.outcome.text"):
        record_outcome(analyst, recommendation, text=" ", done_on=date(2026, 2, 19))
    record_outcome(analyst, recommendation, text="Six patrols", done_on=date(2026, 2, 19))
    assert not actions_due().exists()
    with refused("picture.recommendation.over"):
        edit_recommendation(analyst, recommendation, text="More", level="local")


def test_every_measure_asks_about_rights_and_fits_something():
    for measure in measures().values():
        assert {"nobody_named", "temporary"} <= {question.code for question in measure.rights}
        assert measure.units <= units().keys() and measure.indicators <= indicators().keys()
        assert measure.level in Recommendation.Level.values and measure.directions <= set(Alarm.Direction.values)
        refuse_persons(measure.text_en, field="text")
    for direction in Alarm.Direction.values:
        for rule in rules().values():
            unit = indicators()[rule.indicator].unit
            found = suggested(direction=direction, unit=unit, cut=rule.cut, indicator=rule.indicator)
            assert {one.level for one in found} == {"central", "local"}, (direction, rule.code)


def test_every_rule_watches_an_indicator_in_a_cut_that_it_has():
    for rule in rules().values():
        indicator = indicators()[rule.indicator]
        assert rule.cut in ("", *indicator.cuts) and rule.budget > 0, rule.code
        assert indicator.every == "day" or rule.every == "month"
    assert {reason.decision for reason in reasons().values()} == {"confirmed", "dismissed", "closed"}


def test_what_a_series_does_by_itself_is_no_effect():
    values = np.array(calm(60), float)
    found = compare(values, 50, span=3)
    assert found.low < found.before < found.high and found.cases >= FEWEST_CASES
    values[50:53] = 40
    assert compare(values, 50, span=3).after < compare(values, 50, span=3).low
    assert compare(values, 58, span=3) is None and compare(values, 5, span=3) is None
    values[50:52] = np.nan
    assert compare(values, 50, span=3) is None


def test_what_came_in_is_looked_over_and_only_that(take, db):
    with clock.frozen(NOW):
        take(months([*calm(), 3000]), source="frontex", indicator="route_detections", every="month", at=NOW)
        look_over_what_came_in()
        assert Alarm.objects.get().source == "frontex" and Look.objects.get().series == 1
        look_over_what_came_in()
        assert Look.objects.count() == 1
        take(months([*calm(level=90), 900], cut="nationality", key="AFG"), source="frontex", indicator="route_detections",
             every="month", at=NOW, whole_periods=False)  # fmt: skip
        look_over_what_came_in()
        assert Look.objects.first().series == 1 and Alarm.objects.count() == 2


def test_commands(take, operator):
    run = CliRunner()
    with clock.frozen(NOW):
        take(months([*calm(), 3000]), source="frontex", indicator="route_detections", every="month", at=NOW)
        assert json.loads(run.invoke(app, ["look", "--json"]).output) == {"series": 1, "raised": 1, "grown": 0, "closed": 0}
        listed = run.invoke(app, ["alarms", "--json"])
        assert listed.exit_code == 1 and json.loads(listed.output)[0]["period"] == "2025-01-01"
        assert "To be looked at" in run.invoke(app, ["alarms"]).output
        assert "Nothing rings" in run.invoke(app, ["alarms", "--state", "closed"]).output
        tested = run.invoke(app, ["backtest", "route_detections", "--source", "frontex", "--json"])
        assert [one["horizon"] for one in json.loads(tested.output)["horizons"]] == [1, 3, 6, 12]
    for arguments, code in (
        (["alarms", "--state", "loud"], "picture.alarm.state"),
        (["look", "--upto", "yesterday"], "picture.alarm.day"),
        (["backtest", "route_detections", "--source", "nobody"], "picture.series.not_watched"),
    ):
        with refused(code):
            run.invoke(app, arguments, catch_exceptions=False)


def test_rule_of_a_series(alarm):
    from egnatia.picture.queries.alarms import series_key

    assert find_rule(series_key(alarm)).code == alarm.watch
    assert raise_alarms().series == 0


def test_demo_answers_its_largest_alarm(take, make_officer):
    from egnatia.site.demo.alarms import answer_alarms

    make_officer("analyst-mk", "analyst")
    days = [date(2026, 2, 18) - timedelta(days=back) for back in range(90, -1, -1)]
    values = [*calm(88, level=40), 130, 140, 150]
    take([(day, "section", "MK-GR", value) for day, value in zip(days, values, strict=True)], at=NOW)
    with clock.frozen(NOW):
        assert (answer_alarms(), answer_alarms()) == (1, 1)
    answered = Alarm.objects.get()
    assert (answered.key, answered.state) == ("MK-GR", "confirmed")
    assert sorted(answered.recommendations.values_list("level", "state")) == [("central", "proposed"), ("local", "assigned")]


def test_alarm_of_a_series_that_is_watched_no_more_keeps_its_page(analyst_client, alarm, recommendation):
    Alarm.objects.update(watch="gone", every="year")
    page = analyst_client.get(reverse("picture_alarm", args=(alarm.pk,)))
    assert page.status_code == 200 and "How often such alarms are wrong" not in page.content.decode()
    Recommendation.objects.update(state="assigned", due=DUE, assigned_at=NOW)
    record_outcome(Officer.objects.get(), Recommendation.objects.get(), text="Done", done_on=date(2026, 2, 19))
    assert measure_outcomes() == 0
