"""Series and cells of the picture, as they are known now or were known at any earlier moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

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


class _Figure(NamedTuple):
    source: str
    every: str
    period: date
    key: str
    value: int
    known_from: datetime


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
    figures = list(_figures(found, cut, key, _MADE_FROM[every], sources, first, last, as_of))
    values = _sum_by_period(figures, cut, key, every)
    periods = list(periods_between(start or min(values, default=None), end or max(values, default=None), every))
    return Series(
        indicator=found,
        source="+".join(sorted({figure.source for figure in figures})),
        cut=cut,
        key=key,
        every=every,
        periods=periods,
        values=[values.get(period) for period in periods],
        vintage=max((figure.known_from for figure in figures), default=as_of or clock.now()),
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
    totals: defaultdict[str, int] = defaultdict(int)
    stored = _MADE_FROM["year" if found.every == "year" else "month"]
    for figure in _coarsest(_figures(found, cut, None, stored, sources, start, end, as_of), "month"):
        totals[figure.key] += figure.value
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))


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


def _figures(
    indicator: Indicator,
    cut: str,
    key: str | None,
    stored: tuple[str, ...],
    sources: Collection[str] | None,
    start: date | None,
    end: date | None,
    as_of: datetime | None,
) -> Iterator[_Figure]:
    """The rows of the cells asked for (where `key` is None, all of the cut), with the totals that say what was reported."""
    cells = Q(cut=cut) if key is None else Q(cut=cut, key=key)
    if key and cut:
        cells |= Q(cut="")
    rows = _of(known_as_of(Count.objects.filter(cells, indicator=indicator.code, every__in=stored), as_of), sources)
    if start is not None:
        rows = rows.filter(period__gte=start)
    if end is not None:
        rows = rows.filter(period__lte=end)
    for row in rows.order_by().values_list("source", "every", "period", "key", "value", "known_from").iterator(chunk_size=5000):
        yield _Figure(*row)


def _sum_by_period(figures: list[_Figure], cut: str, key: str, every: str) -> dict[date, int]:
    """Values by period; a period of which only the total was reported has 0 of the cell."""
    values: dict[date, int] = {}
    for figure in _coarsest(figures, every):
        period = period_of(figure.period, every)
        values[period] = values.get(period, 0) + (figure.value if figure.key == key or not cut else 0)
    return values


def _coarsest(figures: Iterable[_Figure], every: str) -> list[_Figure]:
    """Each source's figures of a period from one store only: days don't count again where the month was given as such."""
    figures = list(figures)
    best: dict[tuple[str, date], str] = {}
    order = ("year", "month", "day")
    for figure in figures:
        place = figure.source, period_of(figure.period, every)
        if order.index(figure.every) < order.index(best.get(place, "day")):
            best[place] = figure.every
    return [figure for figure in figures if best.get((figure.source, period_of(figure.period, every)), "day") == figure.every]
