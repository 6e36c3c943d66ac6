"""Keep what the counts come to by month in step with them; called by `take_series`, in its transaction."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Max, QuerySet, Sum

from egnatia.base import clock
from egnatia.picture.indicators import EVERY
from egnatia.picture.models import Count, Coverage, Summary
from egnatia.picture.periods import next_period, period_of

_Cell = tuple[str, str]  # cut and key
_Sums = dict[_Cell, tuple[int, datetime]]  # value, and when the newest figure in it became known
_KEYS_NAMED = 50  # up to so many keys are asked for by name; with more of them all are read
_UNIQUE = ("source", "indicator", "every", "period", "cut", "key")


@dataclass(frozen=True, slots=True)
class Figures:
    """Which figures are meant: one source's of one indicator, given by day, by month or by year."""

    source: str
    indicator: str
    every: str

    @property
    def kept_by(self) -> str:
        """What their summaries are of: days are added up by month."""
        return "year" if self.every == "year" else "month"

    @property
    def counts(self) -> QuerySet[Count]:
        """Those that hold now."""
        rows = Count.objects.filter(source=self.source, indicator=self.indicator, every=self.every, known_until=None)
        return rows.order_by()

    @property
    def summaries(self) -> QuerySet[Summary]:
        """What is kept of them."""
        return Summary.objects.filter(source=self.source, indicator=self.indicator, every=self.every).order_by()


def wait_for_other_writers(source: str, indicators: Iterable[str]) -> None:
    """From here to the end of the transaction nobody else writes counts of these; what others wrote is there to be read.

    Otherwise, on PostgreSQL, two writers of different days of a month would each add it up without the other's.
    """
    rows = [Coverage(source=source, indicator=indicator, written_at=clock.now()) for indicator in indicators]
    Coverage.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("indicator", "source"), update_fields=("written_at",)
    )


def keep_summaries(figures: Figures, changed: Iterable[tuple[date, str, str]], known_at: datetime) -> None:
    """Add up anew the months in which cells (period, cut, key) changed, and note how far the figures reach now."""
    places = sorted({(period_of(period, figures.kept_by), cut, key) for period, cut, key in changed})
    for period, of_period in groupby(places, key=lambda place: place[0]):
        keep_period(figures, period, {(cut, key) for _, cut, key in of_period})
    if places:
        keep_coverage(figures.source, figures.indicator, known_at)


def keep_period(figures: Figures, period: date, cells: Collection[_Cell] | None = None) -> int:
    """Add up these cells (all there are where not given) of a month or year; how many were not what they should be.

    Made anew from the counts rather than by adding what changed: so it is right whatever came in which order.
    """
    wrong, gone = _differences(figures, period, cells)
    _write(figures, period, wrong)
    for cut, key in gone:
        figures.summaries.filter(period=period, cut=cut, key=key).delete()
    return len(wrong) + len(gone)


def is_period_right(figures: Figures, period: date) -> bool:
    """Whether all that is kept of a month or year is what the counts come to."""
    return not any(_differences(figures, period, None))


def keep_coverage(source: str, indicator: str, known_at: datetime | None) -> None:
    """Note the first and last period of all that is known now, and `known_at` where nothing was known before."""
    spans = [span(Figures(source, indicator, every).counts) for every in EVERY]  # one by one: an index knows each
    days = [day for one in spans for day in one]
    coverage = Coverage.objects.get(source=source, indicator=indicator)
    coverage.first, coverage.last = min(days, default=None), max(days, default=None)
    coverage.known_since = min((at for at in (coverage.known_since, known_at) if at), default=None)
    coverage.save()


def span(rows: QuerySet[Any]) -> tuple[date, ...]:
    """First and last period of these rows; empty where there is none."""
    first, last = (rows.order_by(order).values_list("period", flat=True).first() for order in ("period", "-period"))
    return () if first is None or last is None else (first, last)


def _differences(figures: Figures, period: date, cells: Collection[_Cell] | None) -> tuple[_Sums, Collection[_Cell]]:
    """Cells with what they should come to where that isn't what is kept, and cells that are kept of nothing."""
    after = next_period(period, figures.kept_by)
    right = _sums(figures.counts.filter(period__gte=period, period__lt=after), cells)
    kept = _sums(figures.summaries.filter(period=period), cells)
    return {cell: told for cell, told in right.items() if kept.get(cell) != told}, kept.keys() - right.keys()


def _sums(rows: QuerySet[Any], cells: Collection[_Cell] | None) -> _Sums:
    if cells is not None:
        cuts, keys = {cut for cut, _ in cells}, {key for _, key in cells}
        rows = rows.filter(cut__in=cuts)
        if len(keys) <= _KEYS_NAMED:
            rows = rows.filter(key__in=keys)
    found = rows.values_list("cut", "key").annotate(Sum("value"), Max("known_from"))
    return {(cut, key): (value, at) for cut, key, value, at in found if cells is None or (cut, key) in cells}


def _write(figures: Figures, period: date, sums: _Sums) -> None:
    rows = [
        Summary(
            source=figures.source,
            indicator=figures.indicator,
            every=figures.every,
            period=period,
            cut=cut,
            key=key,
            value=value,
            known_from=at,
        )
        for (cut, key), (value, at) in sums.items()
    ]
    Summary.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=_UNIQUE, update_fields=("value", "known_from")
    )
