"""Bring the counts up to the events: only days on which something was recorded, changed or withdrawn since."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.actions.keep_summaries import wait_for_other_writers
from egnatia.picture.actions.record_events import REGISTRATION
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.actions.touch_months import touch_months
from egnatia.picture.counting import count_days
from egnatia.picture.indicators import counted_here
from egnatia.picture.models import Count, Event, Incident

_DAYS_AT_ONCE = 200


def recount_touched_days() -> int:
    """Count the days that changed anew; how many days that were, a part of them where there are very many."""
    days = _touched_days()
    if days:
        recount_days(days)
    return len(days)


def recount_all() -> int:
    """Count until nothing is left to count; how many days were counted."""
    counted = 0
    while days := recount_touched_days():
        counted += days
    return counted


@transaction.atomic
def recount_days(days: Collection[date]) -> int:
    """Write what the events of these days come to; how many cells changed.

    They are marked as counted first: an event that is withdrawn while this runs waits for its end, is marked anew, and is
    found by the next count. And what is counted must be newer than what another writer of these counts wrote: so it is
    counted, and the moment is taken, once that one is done.
    """
    partner = node.current().partner
    wait_for_other_writers(partner, [indicator.code for indicator in counted_here()])
    now = clock.now()
    for model in (Event, Incident):
        model.objects.filter(on__in=days, is_counted=False).update(is_counted=True)
    touch_months(days)
    counted = count_days(days, partner, since=_began(partner))
    changed = 0
    for indicator in counted_here():
        cells = [(day, cut, key, value) for (day, cut, key), value in counted[indicator.code].items()]
        changed += take_counts(partner, indicator.code, "day", cells, known_at=now, periods=days, cuts=("", *indicator.cuts))
    return changed


@transaction.atomic
def close_days() -> int:
    """Nought for each past day without an event, since the node began to record; how many days were closed.

    Only for what the node makes itself: of refusals, say, nobody knows whether a silent day had none.
    """
    partner = node.current().partner
    began = _began(partner)
    if began is None:
        return 0
    days = {began + timedelta(days=n) for n in range((law.local_day(clock.now(), partner) - began).days)}
    silent = [indicator.code for indicator in counted_here() if indicator.silence == "zero"]
    wait_for_other_writers(partner, silent)
    rows = Count.objects.filter(source=partner, indicator=silent[0], every="day", cut="", known_until=None)
    missing = sorted(days - set(rows.values_list("period", flat=True)))
    for code in silent if missing else ():
        take_counts(partner, code, "day", [(day, "", "", 0) for day in missing], known_at=clock.now(), whole_periods=False)
    return len(missing)


def _began(partner: str) -> date | None:
    """The day on which the node recorded its first event itself."""
    first = Event.objects.filter(origin=REGISTRATION).order_by("recorded_at").first()
    return law.local_day(first.recorded_at, partner) if first else None


def _touched_days() -> list[date]:
    days: set[date] = set()
    for model in (Event, Incident):
        days.update(model.objects.filter(is_counted=False).order_by().values_list("on", flat=True).distinct()[:_DAYS_AT_ONCE])
    return sorted(days)[:_DAYS_AT_ONCE]
