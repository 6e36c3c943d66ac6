"""Once enough time has passed, measure what an alarm's indicator did after something was done about it."""

from django.db import transaction

from egnatia import audit
from egnatia.base import clock
from egnatia.picture.alarms.effects import SPAN, compare
from egnatia.picture.alarms.rules import rules
from egnatia.picture.models import Outcome
from egnatia.picture.periods import period_of
from egnatia.picture.queries.alarms import series_key
from egnatia.picture.queries.watched import find_watched


def measure_outcomes() -> int:
    """Outcomes that could be measured now; those without enough figures yet wait for another night."""
    waiting = Outcome.objects.filter(measured_at=None).select_related("recommendation__alarm")
    return sum(_measure(outcome) for outcome in waiting)


@transaction.atomic
def _measure(outcome: Outcome) -> bool:
    alarm = outcome.recommendation.alarm
    rule = rules().get(alarm.watch)  # none where a partner doesn't watch such series any more
    watched = find_watched(series_key(alarm), rule) if rule is not None else None
    if watched is None or period_of(outcome.done_on, alarm.every) not in watched.periods:
        return False
    # The month in which a measure began is half before and half after: the comparison begins with the next one.
    begin = watched.periods.index(period_of(outcome.done_on, alarm.every)) + (
        alarm.every == "month" and outcome.done_on.day > 1
    )
    effect = compare(watched.values, begin, span=SPAN[alarm.every])
    if effect is None:
        return False
    outcome.measured_at, outcome.periods, outcome.cases = clock.now(), effect.periods, effect.cases
    outcome.before, outcome.after, outcome.low, outcome.high = effect.before, effect.after, effect.low, effect.high
    outcome.save()
    audit.record("picture.outcome.measured", subject=outcome.recommendation, before=effect.before, after=effect.after)
    return True
