"""A month's statistics as somebody reads them: closed or so far, exact or for handing out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem, not_found
from egnatia.oversight.counting import count_month
from egnatia.oversight.figures import Statistics
from egnatia.oversight.models import ClosedMonth
from egnatia.oversight.months import Month, local_month, month_of, this_month
from egnatia.persons.models import DataSet

READ = "statistics.read"


@dataclass(frozen=True, slots=True)
class Shown:
    """One month in one form.

    vintage   0: not closed yet, counted just now
    as_of     when it was counted
    vintages  all there are of this month
    """

    month: Month
    statistics: Statistics
    vintage: int
    as_of: datetime
    is_released: bool
    vintages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of months; `closed` None: not closed yet."""

    month: Month
    closed: ClosedMonth | None
    vintages: int


def get_statistics(officer: Any, month: Month, *, released: bool = False, vintage: int | None = None) -> Shown:
    """The month as of a vintage, the last one where none is named; counted now where it isn't closed.

    Handed out is the first vintage alone: between two of them, one person would show.
    Raises Problem `accounts.not_allowed`, `oversight.statistics.future`, `.before_first`, `.not_closed`, `.not_found`.
    """
    policy.require(officer, READ)
    check_counted(month)
    closed = {row.vintage: row for row in ClosedMonth.objects.filter(month=month.first)}
    return _released(month, closed, vintage) if released else _exact(month, closed, vintage)


def _released(month: Month, closed: Mapping[int, ClosedMonth], vintage: int | None) -> Shown:
    first = closed.get(1)
    if first is None or first.released is None:
        raise _not_closed(month)
    if vintage not in (None, 1):
        raise not_found("oversight.statistics")
    return Shown(month, Statistics.from_json(first.released), 1, first.closed_at, True, tuple(sorted(closed)))


def _exact(month: Month, closed: Mapping[int, ClosedMonth], vintage: int | None) -> Shown:
    if not closed and vintage is None:
        return Shown(month, count_month(month), 0, clock.now(), False, ())
    row = closed.get(vintage or max(closed, default=0))
    if row is None:
        raise not_found("oversight.statistics")
    return Shown(month, Statistics.from_json(row.content), row.vintage, row.closed_at, False, tuple(sorted(closed)))


def list_months(officer: Any) -> list[Listed]:
    """From this month back to the first in which somebody was registered. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, READ)
    rows: dict[Month, list[ClosedMonth]] = {}
    for row in ClosedMonth.objects.defer("content", "released"):
        rows.setdefault(month_of(row.month), []).append(row)
    first = min([first_month(), *rows])
    return [_listed(month, rows.get(month, [])) for month in _back_to(first)]


def find_last_vintage(month: Month) -> ClosedMonth | None:
    return ClosedMonth.objects.filter(month=month.first).order_by("-vintage").first()


def first_month() -> Month:
    """The month of the first registration; this one where there is none."""
    first = DataSet.objects.order_by("signed_at").values_list("signed_at", flat=True).first()
    return local_month(first) if first else this_month()


def _back_to(first: Month) -> Iterator[Month]:
    month = this_month()
    while month >= first:
        yield month
        month = month.previous()


def _listed(month: Month, rows: list[ClosedMonth]) -> Listed:
    return Listed(month, max(rows, key=lambda row: row.vintage, default=None), len(rows))


def check_counted(month: Month) -> None:
    """That there is something to count: a month before the first registration isn't one of nought.

    Raises Problem `oversight.statistics.future`, `oversight.statistics.before_first`.
    """
    if month > this_month():
        raise Problem(
            "oversight.statistics.future",
            gettext("This month hasn't begun."),
            gettext("Choose this month or an earlier one."),
            field="month",
            status=404,
        )
    if month < first_month():
        raise Problem(
            "oversight.statistics.before_first",
            gettext("This node had registered nobody yet."),
            gettext("Choose the month of its first registration or a later one."),
            field="month",
            status=404,
        )


def _not_closed(month: Month) -> Problem:
    return Problem(
        "oversight.statistics.not_closed",
        gettext("Only a month that is closed is handed out."),
        gettext("It is closed by itself on %(day)s.") % {"day": month.closes_on().isoformat()},
        status=409,
        field="month",
    )
