"""Record what was done about an alarm."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem, not_allowed
from egnatia.picture.actions.tell_measure import withdraw_measure
from egnatia.picture.alarms.measures import refuse_persons
from egnatia.picture.models import Outcome, Recommendation


@transaction.atomic
def record_outcome(officer: Officer, recommendation: Recommendation, *, text: str, done_on: date) -> Outcome:
    """The measure is done: what it was in the end, and from which day it worked. Analysts do so, and whoever owns it.

    A partner that had it need not do it any more, and is told so; what it answers itself is taken in by `take_measure_answer`.
    Raises Problem `accounts.not_allowed`, `picture.recommendation.not_assigned`, `picture.outcome.text`,
    `picture.outcome.date`, `picture.measure.about_a_person`.
    """
    if not may_record(officer, recommendation):
        raise not_allowed("alarms.write")
    recommendation.refresh_from_db(from_queryset=Recommendation.objects.select_for_update())  # a partner may be answering
    if recommendation.state != Recommendation.State.ASSIGNED:
        raise Problem(
            "picture.recommendation.not_assigned",
            gettext("Only what was assigned can be done."),
            gettext("Assign it first; what is done or dropped already stays so."),
            status=409,
        )
    _check(recommendation, text, done_on)
    recommendation.state = Recommendation.State.DONE
    recommendation.save(update_fields=["state"])
    outcome = Outcome.objects.create(
        recommendation=recommendation, text=text.strip(), done_on=done_on, recorded_at=clock.now(), recorded_by=officer
    )
    audit.record("picture.outcome.recorded", subject=recommendation, officer=officer, done_on=done_on, text=text)
    withdraw_measure(officer, recommendation)
    return outcome


def may_record(officer: Officer, recommendation: Recommendation) -> bool:
    """Whoever may write alarms, the officer who owns the measure, and everybody in the unit that does."""
    owns = recommendation.owner_officer_id == officer.pk or recommendation.owner_unit_id == officer.unit_id
    return policy.may(officer, "alarms.write") or (officer.is_active and owns)


def _check(recommendation: Recommendation, text: str, done_on: date) -> None:
    if not text.strip():
        raise Problem("picture.outcome.text", gettext("There is no text."), gettext("Say what was done."), field="text")
    refuse_persons(text, field="text")
    today = law.local_day(clock.now(), node.current().partner)
    if not recommendation.alarm.since <= done_on <= today:
        raise Problem(
            "picture.outcome.date",
            gettext("The day lies in the future, or before the alarm began."),
            gettext("Give the day from which the measure worked."),
            field="done_on",
        )
