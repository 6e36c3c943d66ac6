"""Alarms as pages and commands read them."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Abs

from egnatia.base.errors import not_found
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.models import Alarm

#: How far the figure lies from what was expected, in persons, applications …
_EXCESS = Abs(F("observed") - F("expected"))
_OPEN = (Alarm.State.OPEN, Alarm.State.CONFIRMED)
#: Alarms of other series whose latest period lies so many days from one's own ring at the same time.
_SAME_TIME_DAYS = 45


def series_key(alarm: Alarm) -> SeriesKey:
    """The series an alarm is about."""
    return SeriesKey(alarm.source, alarm.indicator, alarm.cut, alarm.key, alarm.every)


def alarms(**filters: str) -> QuerySet[Alarm]:
    """Open ones first, then confirmed ones; within, the latest and those furthest from what was expected.

    filters   values of Alarm's columns; an empty one narrows nothing; state `undecided` is open or confirmed
    """
    wanted = {name: value for name, value in filters.items() if value}
    found = Alarm.objects.all()
    if wanted.get("state") == "undecided":
        del wanted["state"]
        found = found.filter(state__in=_OPEN)
    rank = Case(When(state="open", then=0), When(state="confirmed", then=1), default=Value(2), output_field=IntegerField())
    return (
        found.filter(**wanted)
        .annotate(
            rank=rank,
            excess=_EXCESS,
            measures=Count("recommendations", filter=~Q(recommendations__state="dropped")),
        )
        .order_by("rank", "-period", "-excess", "pk")
    )


def open_alarms(limit: int = 5) -> list[Alarm]:
    """What waits for a decision and what is confirmed and not closed, with its recommendations; the latest, largest first."""
    undecided = alarms(state="undecided").order_by("-period", _EXCESS.desc(), "pk")
    return list(undecided.prefetch_related("recommendations")[:limit])


def count_open() -> int:
    """Alarms that wait for an analyst."""
    return Alarm.objects.filter(state=Alarm.State.OPEN).count()


def get_alarm(alarm_id: UUID) -> Alarm:
    """Raises Problem `picture.alarm.not_found`."""
    alarm = Alarm.objects.select_related("decided_by").filter(pk=alarm_id).first()
    if alarm is None:
        raise not_found("picture.alarm")
    return alarm


def also_ringing(alarm: Alarm, *, limit: int = 6) -> list[Alarm]:
    """Alarms of other series at the same time that share its place, its nationality or its indicator."""
    reach = timedelta(days=_SAME_TIME_DAYS)
    near = Alarm.objects.filter(period__gte=alarm.since - reach, since__lte=alarm.period + reach).exclude(pk=alarm.pk)
    related = Q(indicator=alarm.indicator) | (Q(cut=alarm.cut, key=alarm.key) if alarm.cut else Q(pk=None))
    return list(near.filter(related).annotate(excess=_EXCESS).order_by("-excess")[:limit])


def verdicts_on(rule: str, watch: str) -> dict[str, int]:
    """How this node's officers decided on alarms of one watch and one of the engine's rules: decided and dismissed ones."""
    decided = Alarm.objects.filter(watch=watch, rule=rule, decided_by__isnull=False)
    return {"decided": decided.count(), "dismissed": decided.filter(state=Alarm.State.DISMISSED).count()}
