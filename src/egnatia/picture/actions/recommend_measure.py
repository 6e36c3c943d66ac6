"""Put a measure of the catalogue forward as an answer to an alarm."""

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.models import Alarm, Recommendation


@transaction.atomic
def recommend_measure(officer: Officer, alarm: Alarm, measure_code: str) -> Recommendation:
    """A recommendation with the catalogue's text, for the analyst to edit.

    Raises Problem `accounts.not_allowed`, `picture.measure.unknown`, `picture.alarm.decided_already`,
    `picture.recommendation.twice`.
    """
    policy.require(officer, "alarms.write")
    measure = get_measure(measure_code)
    if Alarm.objects.filter(pk=alarm.pk, state__in=(Alarm.State.DISMISSED, Alarm.State.CLOSED)).exists():
        raise Problem(
            "picture.alarm.decided_already",
            gettext("The alarm is dismissed or closed."),
            gettext("Confirm it first, if there is something to do about it."),
            status=409,
        )
    open_ones = alarm.recommendations.filter(measure=measure.code, state__in=("proposed", "assigned"))
    if open_ones.exists():
        raise Problem(
            "picture.recommendation.twice",
            gettext("This measure is recommended already."),
            gettext("Edit the recommendation that is there."),
            status=409,
        )
    recommendation = Recommendation.objects.create(
        alarm=alarm,
        measure=measure.code,
        level=measure.level,
        text=measure.text,
        proposed_at=clock.now(),
        proposed_by=officer,
    )
    audit.record(
        "picture.recommendation.proposed", subject=recommendation, officer=officer, alarm=alarm.pk, measure=measure.code
    )
    return recommendation
