"""Series and cells of the picture, as they are known now or were known at any earlier moment."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import DateField, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Trunc

from egnatia.base import clock
from egnatia.picture.indicators import Indicator, get_indicator
from egnatia.picture.models import Count
from egnatia.picture.periods import STEPS as STEPS
from egnatia.picture.periods import next_period as next_period
from egnatia.picture.periods import period_of as period_of
from egnatia.picture.periods import periods_between as periods_between

#: Stored periods from which each can be made, the one that is taken first in front.
_MADE_FROM = {"day": ("day",), "week": ("day",), "month": ("month", "day"), "year": ("year", "month", "day")}


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator through time, without gaps in its periods.

    source    partner code or published series; several are joined by "+"
    periods   first day of each; values: None where nothing was reported
    vintage   when the newest of these figures became known
    """

    indicator: Indicator
    source: str
    cut: str
    key: str
    every: str
    periods: list[date]
    values: list[int | None]
    vintage: datetime

    @property
    def total(self) -> int:
        return sum(value or 0 for value in self.values)


def get_series(
    indicator: str,
    *,
    sources: Collection[str] | None = None,
    cut: str = "",
    key: str = "",
    every: str = "day",
    start: date | None = None,
    end: date | None = None,
    as_of: datetime | None = None,
) -> Series:
    """One indicator by `every` (day, week, month, year), summed over `sources` (all of them where not given).

    A cell that has no row in a period whose total was reported is 0; where nothing was reported it is None. Months and years
    are the sums of days unless a source gave them as such. The periods run from that of `start` to that of `end`, each as a
    whole, or over all that is known.
    Raises Problem `picture.indicator.unknown`.
    """
    found = get_indicator(indicator)
    first = period_of(start, every) if start else None
    last = next_period(period_of(end, every), every) - timedelta(days=1) if end else None
    rows = _rows(found, (cut, ""), _MADE_FROM[every], sources, first, last, as_of)
    wanted = _once(rows, _MADE_FROM[every])
    sums = _by_period(wanted.filter(cut=cut, key=key), every)
    totals = _by_period(wanted.filter(cut=""), every) if cut else []
    return _assemble(found, cut, key, every, sums, totals, (start, end), as_of)


def get_series_of_cut(
    indicator: str, cut: str, *, source: str, every: str, end: date | None = None, as_of: datetime | None = None
) -> dict[str, Series]:
    """The series of every cell of a cut of one source, each as `get_series` gives it, at the price of a few of them."""
    found = get_indicator(indicator)
    last = next_period(period_of(end, every), every) - timedelta(days=1) if end else None
    wanted = _once(_rows(found, (cut, ""), _MADE_FROM[every], [source], None, last, as_of), _MADE_FROM[every])
    totals = _by_period(wanted.filter(cut=""), every)
    cells: defaultdict[str, list[_Sum]] = defaultdict(list)
    for key, *told in _summed(wanted.filter(cut=cut), every, "key"):
        cells[key].append(_Sum(*told))
    return {key: _assemble(found, cut, key, every, sums, totals, (None, end), as_of) for key, sums in cells.items()}


def _assemble(
    indicator: Indicator,
    cut: str,
    key: str,
    every: str,
    sums: "list[_Sum]",
    totals: "list[_Sum]",
    span: tuple[date | None, date | None],
    as_of: datetime | None,
) -> Series:
    """`sums` of the cell, with nought where only the total was reported, over the span or over all that is known."""
    values = {one.period: 0 for one in totals}
    for one in sums:
        values[one.period] = values.get(one.period, 0) + one.value
    periods = list(periods_between(span[0] or min(values, default=None), span[1] or max(values, default=None), every))
    return Series(
        indicator=indicator,
        source="+".join(sorted({one.source for one in sums or totals})),
        cut=cut,
        key=key,
        every=every,
        periods=periods,
        values=[values.get(period) for period in periods],
        vintage=max((one.known_from for one in sums or totals), default=as_of or clock.now()),
    )


def get_cells(
    indicator: str,
    cut: str,
    *,
    start: date | None = None,
    end: date | None = None,
    sources: Collection[str] | None = None,
    as_of: datetime | None = None,
) -> dict[str, int]:
    """The cells of one cut over a span of time, both days included, largest first.

    A month that a source gave as such belongs to the span in which its first day lies.
    """
    found = get_indicator(indicator)
    stored = ("year",) if found.every == "year" else _MADE_FROM["month"]
    rows = _once(_rows(found, (cut,), stored, sources, start, end, as_of), stored)
    sums = rows.values_list("key").annotate(total=Sum("value"))
    return dict(sorted(sums, key=lambda cell: (-cell[1], cell[0])))


def sources_of(indicator: str) -> list[str]:
    """Whose figures there are of it."""
    rows = Count.objects.filter(indicator=indicator, known_until=None).order_by()
    return sorted(rows.values_list("source", flat=True).distinct())


def keys_of(indicator: str, cut: str, *, sources: Collection[str] | None = None) -> list[str]:
    """The cells that there are of a cut."""
    rows = Count.objects.filter(indicator=indicator, cut=cut, known_until=None).order_by()
    return sorted(_of(rows, sources).values_list("key", flat=True).distinct())


def latest_period(indicator: str, source: str) -> date | None:
    """The first day of the last period reported, or None where nothing was."""
    newest: date | None = Count.objects.filter(indicator=indicator, source=source, known_until=None).aggregate(
        newest=Max("period")
    )["newest"]
    return newest


def vintages(indicator: str, source: str) -> list[datetime]:
    """The moments at which something of it became known, the first in front."""
    rows = Count.objects.filter(indicator=indicator, source=source).order_by("known_from")
    return list(rows.values_list("known_from", flat=True).distinct())


def known_as_of(rows: QuerySet[Count], as_of: datetime | None) -> QuerySet[Count]:
    """What was known at a moment; None: now."""
    if as_of is None:
        return rows.filter(known_until=None)
    return rows.filter(Q(known_until=None) | Q(known_until__gt=as_of), known_from__lte=as_of)


def _of(rows: QuerySet[Count], sources: Collection[str] | None) -> QuerySet[Count]:
    return rows if sources is None else rows.filter(source__in=list(sources))


def _rows(
    indicator: Indicator,
    cuts: tuple[str, ...],
    stored: tuple[str, ...],
    sources: Collection[str] | None,
    start: date | None,
    end: date | None,
    as_of: datetime | None,
) -> QuerySet[Count]:
    """The rows of these cuts that were known at a moment."""
    rows = Count.objects.filter(indicator=indicator.code, every__in=stored, cut__in=set(cuts))
    rows = _of(known_as_of(rows, as_of), sources).order_by()
    if start is not None:
        rows = rows.filter(period__gte=start)
    return rows if end is None else rows.filter(period__lte=end)


def _once(rows: QuerySet[Count], stored: tuple[str, ...]) -> QuerySet[Count]:
    """Each source's figures from one store only: days don't count again where their month or year was given as such."""
    for place, every in enumerate(stored[:-1]):
        for source, first, after in _spans_given(rows, every):
            inside = Q(source=source, period__gte=first, period__lt=after, every__in=stored[place + 1 :])
            rows = rows.exclude(inside)
    return rows


def _spans_given(rows: QuerySet[Count], every: str) -> list[tuple[str, date, date]]:
    """(source, first day, day after the last) of the spans that a source gave by `every`; neighbours are one span."""
    spans: list[tuple[str, date, date]] = []
    for source, period in sorted(rows.filter(every=every).values_list("source", "period").distinct()):
        after = next_period(period, every)
        if spans and spans[-1][0] == source and spans[-1][2] == period:
            spans[-1] = (source, spans[-1][1], after)
        else:
            spans.append((source, period, after))
    return spans


class _Sum(NamedTuple):
    """What one source's rows of one period come to, and when the newest of them became known."""

    period: date
    source: str
    value: int
    known_from: datetime


def _by_period(rows: QuerySet[Count], every: str) -> list[_Sum]:
    """Each source's sum of each period that has any."""
    return [_Sum(*one) for one in _summed(rows, every)]


def _summed(rows: QuerySet[Count], every: str, *by: str) -> QuerySet[Count, tuple[Any, ...]]:
    """The columns of `by`, then those of `_Sum`."""
    bucket: Any = F("period") if every == "day" else Trunc("period", every, output_field=DateField())
    found = rows.annotate(bucket=bucket).values_list(*by, "bucket", "source")
    return found.annotate(Sum("value"), Max("known_from"))
