"""Count where persons registered here were seen next: months and partners with five persons or more, nothing else."""

from datetime import date, timedelta

from django.db import transaction

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.models import Count
from egnatia.picture.queries.transit import onward_by_month

INDICATOR = "onward_persons"
_DAYS_BACK = 730


@transaction.atomic
def count_onward() -> int:
    """The counts of the last two years, brought up to the links; how many changed. A cell below five is taken back."""
    partner = node.current().partner
    today = law.local_day(clock.now(), partner)
    start = (today - timedelta(days=_DAYS_BACK)).replace(day=1)
    cells: list[tuple[date, str, str, int | None]] = [
        (month, "section", seen_next, persons) for (month, seen_next), persons in onward_by_month(start, today).items()
    ]
    there = {(month, key) for month, _, key, _ in cells}
    known = Count.objects.filter(source=partner, indicator=INDICATOR, period__gte=start, batch=None, known_until=None)
    gone = [pair for pair in known.values_list("period", "key") if pair not in there]
    cells += [(month, "section", key, None) for month, key in gone]
    return take_counts(partner, INDICATOR, "month", cells, known_at=clock.now(), whole_periods=False)
