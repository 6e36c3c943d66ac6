"""The pages about alarms: who sees and does what, and the way from an alarm to an outcome."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from egnatia.base import clock
from egnatia.picture.actions.back_test_series import back_test_all
from egnatia.picture.actions.measure_outcomes import measure_outcomes
from egnatia.picture.actions.raise_alarms import raise_alarms
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.alarms.views.back_test import href_of
from egnatia.picture.models import Alarm, BackTest, Outcome, Recommendation
from tests.picture.test_alarms import calm, months

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 2, 20, 10, tzinfo=UTC)
ROUTE = SeriesKey("frontex", "route_detections", "", "", "month")


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def take_route(take):
    def take_values(values, *, at):
        return take(months(values), source="frontex", indicator="route_detections", every="month", at=at)

    return take_values


@pytest.fixture
def alarm(take_route):
    """A rise to 3,000 in January 2025."""
    take_route([*calm(), 3000], at=datetime(2025, 2, 10, tzinfo=UTC))
    raise_alarms()
    return Alarm.objects.get()


def text(response):
    assert response.status_code == 200, response.content.decode()[:800]
    return " ".join(response.content.decode().split("<main")[1].split())


def test_list_shows_what_waits_and_filters_stand_in_the_address(analyst_client, alarm):
    page = text(analyst_client.get(reverse("picture_alarms")))
    assert "Detections on the Western Balkan route" in page and "January 2025" in page and "3,000" in page
    assert "No alarm" in text(analyst_client.get(reverse("picture_alarms"), {"direction": "fall"}))
    assert "3,000" in text(analyst_client.get(reverse("picture_alarms"), {"state": "open", "source": "frontex"}))
    assert "Select a valid choice" in text(analyst_client.get(reverse("picture_alarms"), {"state": "nonsense"}))


def test_alarm_says_how_sure_it_is_and_what_can_be_done(analyst_client, alarm):
    page = text(analyst_client.get(reverse("picture_alarm", args=(alarm.pk,))))
    assert "False alarms that the rules may raise in this series: 0.4 a year" in page
    assert re.search(r"Back-test over 4.1 years: \d+ in this direction", page)
    assert "Request to liaison officers" in page and "Registration officers" in page
    assert "<svg" in page and "Similar episodes" in page
    assert "Give back reinforcements" not in page


def test_from_alarm_to_outcome(analyst_client, take_route, alarm, unit):
    page = analyst_client.post(reverse("picture_recommend", args=(alarm.pk,)), {"measure": "liaison_request"})
    recommendation = Recommendation.objects.get()
    address = reverse("picture_recommendation", args=(recommendation.pk,))
    assert page.url == address and "Ask the liaison officers" in text(analyst_client.get(address))
    edited = {"what": "edit", "text": "Ask Skopje and Belgrade what they see.", "level": "central"}
    assert analyst_client.post(address, edited).status_code == 302
    given = {"what": "assign", "owner": f"unit:{unit.pk}", "due_day": "27", "due_month": "2", "due_year": "2025"}
    assert "Tick it once it holds" in text(analyst_client.post(address, given))
    rights = {f"rights_{code}": "on" for code in ("nobody_named", "temporary", "counts_only")}
    assert analyst_client.post(address, given | rights).status_code == 302
    done = {"what": "outcome", "text": "Both expect more.", "done_on_day": "1", "done_on_month": "2", "done_on_year": "2025"}
    assert analyst_client.post(address, done).status_code == 302
    recommendation.refresh_from_db()
    assert (recommendation.state, recommendation.owner) == ("done", unit.name)
    assert measure_outcomes() == 0 and "Measured once there are enough figures" in text(analyst_client.get(address))
    with clock.frozen(datetime(2025, 6, 20, tzinfo=UTC)):
        take_route([*calm(), 3000, 90, 80, 70], at=datetime(2025, 6, 10, tzinfo=UTC))
        assert (measure_outcomes(), measure_outcomes()) == (1, 0)
    outcome = Outcome.objects.get()
    assert outcome.after == 80 and outcome.after < outcome.low < outcome.high
    assert "Lower than by itself" in text(analyst_client.get(address))
    other = Alarm.objects.create(
        **{name: getattr(alarm, name) for name in ("source", "indicator", "cut", "key", "every", "watch", "direction", "pace")},
        **{name: getattr(alarm, name) for name in ("rule", "expected", "low", "high", "observed", "p", "vintage", "raised_at")},
        since=date(2025, 7, 1), period=date(2025, 7, 1),
    )  # fmt: skip
    page = text(analyst_client.get(reverse("picture_alarm", args=(other.pk,))))
    assert "What was done against such alarms before" in page and "Lower than by itself" in page
    history = text(analyst_client.get(reverse("picture_alarm", args=(alarm.pk,))))
    assert "A measure was assigned to an owner with a due date" in history and "Arta" in history


def test_deciding(analyst_client, alarm):
    address = reverse("picture_alarm", args=(alarm.pk,))
    assert "Choose one" in text(analyst_client.post(address, {"note": "no decision"}))
    assert analyst_client.post(address, {"decision": "confirmed:real", "note": "Seen at Tabanovce"}).status_code == 302
    page = text(analyst_client.get(address))
    assert "The movement is real" in page and "Seen at Tabanovce" in page and "Closed: The measures have been taken" in page
    analyst_client.post(reverse("picture_recommend", args=(alarm.pk,)), {"measure": "liaison_request"})
    assert "still open" in text(analyst_client.post(address, {"decision": "closed:over"}))


def test_owner_sees_and_records_without_reading_the_picture(client, analyst, alarm, registration_officer, make_officer):
    recommendation = Recommendation.objects.create(
        alarm=alarm, measure="interpreters", level="local", text="Two interpreters", state="assigned",
        owner_unit=registration_officer.unit, due=date(2025, 3, 1), proposed_at=NOW, proposed_by=analyst, assigned_at=NOW,
    )  # fmt: skip
    address = reverse("picture_recommendation", args=(recommendation.pk,))
    client.force_login(registration_officer)
    assert "Interpreters" in text(client.get(reverse("picture_my_measures")))
    page = text(client.get(address))
    assert "Two interpreters" in page and "What came of it" in page and "Check and assign" not in page
    assert client.get(reverse("picture_alarm", args=(alarm.pk,))).status_code == 403
    done = {"what": "outcome", "text": "Both came.", "done_on_day": "15", "done_on_month": "2", "done_on_year": "2025"}
    assert client.post(address, done).status_code == 302
    from egnatia.accounts.models import Unit

    client.force_login(make_officer("olga", "registration_officer", unit=Unit.objects.create(name="Elsewhere")))
    assert client.get(address).status_code == 404


def test_who_may_not(client, alarm, examiner, supervisor):
    addresses = [reverse("picture_alarms"), reverse("picture_alarm", args=(alarm.pk,)), reverse("picture_back_test")]
    for officer in (examiner, supervisor):
        client.force_login(officer)
        assert {client.get(address).status_code for address in addresses} == {403}
        assert client.post(reverse("picture_recommend", args=(alarm.pk,)), {"measure": "interpreters"}).status_code == 403
    client.logout()
    assert {client.get(address).status_code for address in addresses} == {302}


def test_back_test_is_computed_by_the_job_and_says_when_it_is_old(analyst_client, take_route, alarm):
    assert "not tested on its past yet" in text(analyst_client.get(reverse("picture_back_test")))
    address = href_of(ROUTE)
    assert "has not been tested" in text(analyst_client.get(address))
    assert (back_test_all(), back_test_all()) == (1, 0)
    page = text(analyst_client.get(address))
    assert "Forecasts against the last value" in page and "January 2025" in page and re.search(r"\d+ in 4.1 years", page)
    assert "not tested on its past yet" not in text(analyst_client.get(reverse("picture_back_test")))
    take_route([*calm(), 3000, 2900], at=datetime(2025, 2, 15, tzinfo=UTC))
    with clock.frozen(datetime(2025, 3, 20, tzinfo=UTC)):
        assert "have changed since" in text(analyst_client.get(address))
        assert analyst_client.post(address).status_code == 302
        assert "have changed since" not in text(analyst_client.get(address))
    assert BackTest.objects.count() == 1


def test_back_test_tells_what_lasted_from_what_passed(analyst_client, take_route):
    values = [*calm(40), 3000, 2900, 3100, 3000, *calm(8, level=3000), 30, *calm(12, level=3000)]
    take_route(values, at=datetime(2026, 2, 10, tzinfo=UTC))
    with clock.frozen(datetime(2026, 6, 20, tzinfo=UTC)):
        assert back_test_all() == 1
        page = text(analyst_client.get(href_of(ROUTE)))
    episodes = {one["since"]: one for one in BackTest.objects.get().result["episodes"]}
    assert episodes["2024-05-01"]["lasted"] is True and episodes["2025-05-01"]["lasted"] is False
    assert "May 2024" in page and "Fall" in page


def test_series_that_is_not_watched(analyst_client):
    page = analyst_client.get(href_of(SeriesKey("frontex", "route_detections", "", "", "year")))
    assert page.status_code == 404
