"""Each night: months that are over are closed, and closed ones counted again for late corrections."""

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.base.jobs import nightly
from egnatia.oversight.models import ClosedMonth
from egnatia.oversight.months import month_of, today
from egnatia.oversight.queries.statistics import find_last_vintage, first_month


@nightly
def close_months() -> int:
    """The oldest month that waits to be closed; how many were. Called again until none waits."""
    from egnatia.oversight.actions.close_month import close_month  # brings the solver in, which a worker needs once a night

    month = first_month()
    while month.closes_on() <= today():
        if find_last_vintage(month) is None:
            close_month(None, month)
            return 1
        month = month.next()
    return 0


@nightly
def count_closed_months_again() -> int:
    """The last closed months; how many have a new vintage. One of which data were erased stays as it was."""
    last = ClosedMonth.objects.filter(vintage=1).order_by("-month")[: law.statistics_rules().counted_again]
    return sum(_count_again(row) for row in last)


def _count_again(row: ClosedMonth) -> int:
    from egnatia.oversight.actions.close_month import close_month

    month = month_of(row.month)
    before = find_last_vintage(month)
    try:
        return int(close_month(None, month) != before)
    except Problem as problem:
        if problem.code != "oversight.statistics.erased_since":
            raise
        return 0
