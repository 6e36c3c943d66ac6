"""Say of an alarm that it is real, that it isn't, or that it is over."""

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.picture.alarms.measures import refuse_persons
from egnatia.picture.alarms.rules import reasons_for
from egnatia.picture.models import Alarm, Recommendation

#: From each state to those an officer may bring it to; a decision can be taken back by another one, never erased.
DECISIONS = {
    Alarm.State.OPEN: (Alarm.State.CONFIRMED, Alarm.State.DISMISSED),
    Alarm.State.CONFIRMED: (Alarm.State.CLOSED, Alarm.State.DISMISSED),
    Alarm.State.DISMISSED: (Alarm.State.CONFIRMED,),
    Alarm.State.CLOSED: (Alarm.State.CONFIRMED,),
}


@transaction.atomic
def decide_alarm(officer: Officer, alarm: Alarm, decision: str, reason: str, *, note: str = "") -> Alarm:
    """Bring an alarm to a state, with a reason of the list (`alarm_rules.reasons_for`).

    Raises Problem `accounts.not_allowed`, `picture.alarm.decided_already`, `picture.alarm.reason`,
    `picture.alarm.measures_open` (closing or dismissing while somebody still works on it), `picture.measure.about_a_person`.
    """
    policy.require(officer, "alarms.write")
    alarm.refresh_from_db()
    if decision not in DECISIONS[Alarm.State(alarm.state)]:
        raise Problem(
            "picture.alarm.decided_already",
            gettext("The alarm is in another state by now."),
            gettext("Look at it again: somebody may have decided meanwhile."),
            status=409,
        )
    if reason not in {one.code for one in reasons_for(decision)}:
        raise Problem(
            "picture.alarm.reason", gettext("Say why."), gettext("Choose one of the reasons in the list."), field="reason"
        )
    refuse_persons(note, field="note")
    if decision != Alarm.State.CONFIRMED:
        _refuse_while_measures_run(alarm)
    before = alarm.state
    alarm.state, alarm.reason, alarm.note = decision, reason, note.strip()
    alarm.decided_at, alarm.decided_by = clock.now(), officer
    alarm.save(update_fields=["state", "reason", "note", "decided_at", "decided_by"])
    audit.record("picture.alarm.decided", subject=alarm, officer=officer, why=reason, before=before, after=decision, note=note)
    return alarm


def _refuse_while_measures_run(alarm: Alarm) -> None:
    if alarm.recommendations.filter(state__in=(Recommendation.State.PROPOSED, Recommendation.State.ASSIGNED)).exists():
        raise Problem(
            "picture.alarm.measures_open",
            gettext("Measures against this alarm are still open."),
            gettext("Drop them, or record what came of them, then close the alarm."),
            status=409,
        )
