"""Look over the watched series and raise what rings, once for each episode."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from egnatia import audit
from egnatia.base import clock
from egnatia.picture.alarms.judging import Ringing, find_ringing
from egnatia.picture.alarms.rules import AlarmRule, SeriesKey
from egnatia.picture.models import Alarm, Count, Look
from egnatia.picture.periods import next_period
from egnatia.picture.queries.watched import Watched, watched_series

_SERIES = ("source", "indicator", "cut", "key", "every")
_FIGURES = ("period", "expected", "low", "high", "observed", "p")


def raise_alarms(*, only: Collection[SeriesKey] | None = None, upto: date | None = None, as_of: datetime | None = None) -> Look:
    """Judge the watched series, raise new alarms, let those that go on grow, close those that are over before anybody decided.

    The same look twice raises nothing twice. `only`: these series; `upto`: as if the figures ended with that day; `as_of`: as
    they were known then. What it found, in figures.
    """
    newest = Count.objects.aggregate(newest=Max("pk"))["newest"] or 0
    look = Look(at=clock.now(), newest_count=newest, series=0, raised=0, grown=0, closed=0)
    for watched in watched_series(only=only, upto=upto, as_of=as_of):
        ringing = find_ringing(watched)
        look.series += 1
        with transaction.atomic():
            if ringing is not None:
                _ring(watched, ringing, look)
            _close_what_is_over(watched, ringing, look)
    look.save()
    return look


def _ring(watched: Watched, ringing: Ringing, look: Look) -> None:
    before = _find_same_episode(watched, ringing)
    if before is None:
        _raise(watched, ringing)
        look.raised += 1
    elif not before.is_decided:
        look.grown += _grow(before, watched, ringing)
    elif ringing.period > before.period and _went_further(before, ringing, watched.rule):
        _raise(watched, ringing, since=next_period(before.period, watched.key.every))
        look.raised += 1


def _find_same_episode(watched: Watched, ringing: Ringing) -> Alarm | None:
    """The newest alarm of the series and direction that isn't so far back that this must be another episode."""
    newest = _alarms_of(watched).filter(direction=ringing.direction).order_by("-period", "-raised_at").first()
    if newest is None:
        return None
    return newest if _periods_since(watched, newest.period, ringing.since) < watched.rule.quiet else None


def _raise(watched: Watched, ringing: Ringing, *, since: date | None = None) -> None:
    alarm = Alarm.objects.create(
        **asdict(watched.key),
        **{**asdict(ringing), "since": since or ringing.since},
        watch=watched.rule.code,
        vintage=watched.vintage,
        raised_at=clock.now(),
    )
    audit.record("picture.alarm.raised", subject=alarm, **_told(alarm))


def _grow(alarm: Alarm, watched: Watched, ringing: Ringing) -> bool:
    """Whether the figures are other than the alarm has them."""
    figures = {name: getattr(ringing, name) for name in _FIGURES}
    if ringing.period < alarm.period or all(getattr(alarm, name) == value for name, value in figures.items()):
        return False
    for name, value in figures.items():
        setattr(alarm, name, value)
    alarm.vintage = watched.vintage
    alarm.save(update_fields=[*_FIGURES, "vintage"])
    audit.record("picture.alarm.grown", subject=alarm, **_told(alarm))
    return True


def _went_further(alarm: Alarm, ringing: Ringing, rule: AlarmRule) -> bool:
    """What was decided on was smaller: somebody has to look again."""
    if ringing.direction == Alarm.Direction.RISE:
        return ringing.observed >= rule.again * max(alarm.observed, 1)
    return ringing.observed * rule.again <= alarm.observed


def _close_what_is_over(watched: Watched, ringing: Ringing | None, look: Look) -> None:
    """Alarms nobody decided on: over when long enough back in the range, revised when the same period rings no more."""
    for alarm in _alarms_of(watched).filter(state=Alarm.State.OPEN):
        if ringing is not None and ringing.direction == alarm.direction and ringing.since <= alarm.period:
            continue
        if watched.has_ended or _periods_since(watched, alarm.period, watched.ends.periods[-1]) >= watched.rule.quiet:
            _close(alarm, "passed")
        elif watched.ends.is_open(alarm.period):  # what will be counted is told anew each night: it may ring again tomorrow
            continue
        elif watched.vintage > alarm.vintage and find_ringing(watched.before(alarm.period)) is None:
            _close(alarm, "revised")
        else:
            continue
        look.closed += 1


def _close(alarm: Alarm, reason: str) -> None:
    alarm.state, alarm.reason, alarm.decided_at = Alarm.State.CLOSED, reason, clock.now()
    alarm.save(update_fields=["state", "reason", "decided_at"])
    audit.record("picture.alarm.closed_by_itself", subject=alarm, why=reason)


def _alarms_of(watched: Watched) -> QuerySet[Alarm]:
    return Alarm.objects.filter(**{name: getattr(watched.key, name) for name in _SERIES})


def _periods_since(watched: Watched, earlier: date, later: date) -> int:
    """Reported periods between two, the later one counted."""
    return sum(earlier < period <= later for period in watched.ends.periods)


def _told(alarm: Alarm) -> dict[str, Any]:
    return {"series": [getattr(alarm, name) for name in _SERIES], "period": alarm.period, "observed": alarm.observed}
