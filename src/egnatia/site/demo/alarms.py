"""The demo's alarms: what rings in the synthetic days, and what the invented analyst does about the largest of it."""

from datetime import timedelta

from egnatia import law
from egnatia.accounts.queries import get_officer
from egnatia.base import clock, node
from egnatia.picture.actions.back_test_series import back_test_all
from egnatia.picture.actions.decide_alarm import decide_alarm
from egnatia.picture.actions.edit_recommendation import Owner, assign_recommendation
from egnatia.picture.actions.raise_alarms import raise_alarms
from egnatia.picture.actions.recommend_measure import recommend_measure
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.models import Alarm, Recommendation
from egnatia.site.demo.accounts import username

#: One measure at each level: the local one is assigned to the node's unit, the central one still waits.
LOCAL, CENTRAL = "registration_staff", "redeployment"
DUE_IN = timedelta(days=3)


def answer_alarms() -> int:
    """Raise what rings; the first time, confirm the largest and recommend something. How many alarms there are."""
    raise_alarms()
    back_test_all()  # with it the outlook
    partner = node.current().partner
    largest = Alarm.objects.filter(source=partner, cut="section", state=Alarm.State.OPEN).order_by("-observed").first()
    if largest is not None and not Recommendation.objects.exists():
        _answer(largest, partner)
    return Alarm.objects.count()


def _answer(alarm: Alarm, partner: str) -> None:
    analyst = get_officer(username("analyst", partner))
    decide_alarm(analyst, alarm, Alarm.State.CONFIRMED, "real")
    local = recommend_measure(analyst, alarm, LOCAL)
    assign_recommendation(
        analyst,
        local,
        owner=Owner(unit=analyst.unit),
        due=law.local_day(clock.now(), partner) + DUE_IN,
        rights={question.code: True for question in get_measure(LOCAL).rights},
    )
    recommend_measure(analyst, alarm, CENTRAL)
