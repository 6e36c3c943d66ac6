"""What is done each night, and after figures came from outside; `jobs` says when."""

from django.db.models import Q

from egnatia.base import node
from egnatia.picture.alarms.rules import SeriesKey, rules
from egnatia.picture.models import Count, Look


def look_over_all_series() -> int:
    """Raise what rings in any watched series."""
    from egnatia.picture.actions.raise_alarms import raise_alarms

    look = raise_alarms()
    return look.raised + look.grown + look.closed


def measure_what_was_done() -> int:
    """See what the figures did after measures were taken."""
    from egnatia.picture.actions.measure_outcomes import measure_outcomes

    return measure_outcomes()


def keep_back_tests() -> int:
    """Keep the back-tests in step with the figures."""
    from egnatia.picture.actions.back_test_series import back_test_all

    return back_test_all()


def look_over_what_came_in() -> int:
    """Raise what rings in series that were imported or shared since the last look, and test these on their past.

    The node's own counts wait for the night, when their day is over.
    """
    from egnatia.picture.actions.back_test_series import back_test_all
    from egnatia.picture.actions.raise_alarms import raise_alarms

    latest = Look.objects.first()
    seen = latest.newest_count if latest is not None else 0
    from_outside = ~Q(source=node.current().partner) | Q(batch__isnull=False)
    rows = Count.objects.filter(from_outside, pk__gt=seen).order_by()
    cells = set(rows.values_list("source", "indicator", "cut", "key").distinct())
    if not cells:
        return 0
    keys = {SeriesKey(*cell, rule.every) for cell in cells for rule in rules().values()}
    raise_alarms(only={key for key in keys if any(rule.covers(key) for rule in rules().values())})
    back_test_all()
    return 0
