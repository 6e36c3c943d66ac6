"""Series and cells of the picture, as they are known now or were known at any earlier moment."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from egnatia.base import clock
from egnatia.picture.indicators import EVERY, Indicator, get_indicator
from egnatia.picture.models import Count, Summary
from egnatia.picture.periods import STEPS as STEPS
from egnatia.picture.periods import next_period as next_period
from egnatia.picture.periods import period_of as period_of
from egnatia.picture.periods import periods_between as periods_between
from egnatia.picture.queries.stored import MADE_FROM, Wanted, by_period, by_period_of_key, newest_by, of_sources
from egnatia.picture.queries.stored import known_as_of as known_as_of


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
    rows = _whole_periods(indicator, (cut, ""), every, sources, (start, end), as_of)
    cell, whole = rows.filter(cut=cut, key=key), rows.filter(cut="", key="")
    totals = by_period(whole, every) if cut else {}
    known = newest_by("source", cell) or newest_by("source", whole)
    return _assemble(found, cut, key, every, by_period(cell, every), totals, known, (start, end), as_of)


def get_series_of_cut(
    indicator: str, cut: str, *, source: str, every: str, end: date | None = None, as_of: datetime | None = None
) -> dict[str, Series]:
    """The series of every cell of a cut of one source, each as `get_series` gives it, at the price of a few of them."""
    found = get_indicator(indicator)
    rows = _whole_periods(indicator, (cut, ""), every, [source], (None, end), as_of)
    cells, totals = rows.filter(cut=cut), by_period(rows.filter(cut="", key=""), every)
    newest = newest_by("key", cells)
    return {
        key: _assemble(found, cut, key, every, sums, totals, {source: newest[key]}, (None, end), as_of)
        for key, sums in by_period_of_key(cells, every).items()
    }


def _whole_periods(
    indicator: str,
    cuts: tuple[str, ...],
    every: str,
    sources: Collection[str] | None,
    span: tuple[date | None, date | None],
    as_of: datetime | None,
) -> QuerySet[Any]:
    """The figures that series by `every` are made of, over the whole of each period that the span touches."""
    start, end = span
    first = period_of(start, every) if start else None
    last = next_period(period_of(end, every), every) - timedelta(days=1) if end else None
    wanted = Wanted(indicator, cuts, MADE_FROM[every], sources, first, last, as_of)
    return wanted.whole_months() if every in ("month", "year") else wanted.counts()


def _assemble(
    indicator: Indicator,
    cut: str,
    key: str,
    every: str,
    sums: Mapping[date, int],
    totals: Mapping[date, int],
    known: Mapping[str, datetime],
    span: tuple[date | None, date | None],
    as_of: datetime | None,
) -> Series:
    """`sums` of the cell, with nought where only the total was reported, over the span or over all that is known.

    known  by source, when the newest of these figures became known
    """
    values = dict.fromkeys(totals, 0) | dict(sums)
    periods = list(periods_between(span[0] or min(values, default=None), span[1] or max(values, default=None), every))
    return Series(
        indicator=indicator,
        source="+".join(sorted(known)),
        cut=cut,
        key=key,
        every=every,
        periods=periods,
        values=[values.get(period) for period in periods],
        vintage=max(known.values(), default=as_of or clock.now()),
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
    made_from = ("year",) if get_indicator(indicator).every == "year" else MADE_FROM["month"]
    cells: defaultdict[str, int] = defaultdict(int)
    for rows in Wanted(indicator, (cut,), made_from, sources, start, end, as_of).parts():
        for key, total in rows.filter(cut=cut).values_list("key").annotate(total=Sum("value")):
            cells[key] += total
    return dict(sorted(cells.items(), key=lambda cell: (-cell[1], cell[0])))


def keys_of(indicator: str, cut: str, *, sources: Collection[str] | None = None) -> list[str]:
    """The cells that there are of a cut."""
    rows = of_sources(Summary.objects.filter(indicator=indicator, every__in=EVERY, cut=cut), sources).order_by()
    return sorted(rows.values_list("key", flat=True).distinct())


def vintages(indicator: str, source: str) -> list[datetime]:
    """The moments at which something of it became known, the first in front."""
    rows = Count.objects.filter(indicator=indicator, source=source).order_by("known_from")
    return list(rows.values_list("known_from", flat=True).distinct())
