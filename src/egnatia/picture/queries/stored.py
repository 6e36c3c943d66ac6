"""Where the figures of a series are read: the counts themselves, or what the present ones come to by month."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum

from egnatia.picture.models import Count, Summary
from egnatia.picture.periods import next_period, period_of

#: Stored periods from which each can be made, the one that is taken first in front.
MADE_FROM = {"day": ("day",), "week": ("day",), "month": ("month", "day"), "year": ("year", "month", "day")}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures are wanted; whoever asks then names the cut, one of `cuts`.

    cuts        a month that was given of one of them counts as given of all
    made_from   the stored periods, the one that is taken first in front
    sources     None: all
    start, end  first days of the first and last period, both included; None: as far as figures go
    as_of       as they were known then; None: now
    """

    indicator: str
    cuts: tuple[str, ...]
    made_from: tuple[str, ...]
    sources: Collection[str] | None
    start: date | None
    end: date | None
    as_of: datetime | None

    def counts(self) -> QuerySet[Any]:
        """From the counts themselves."""
        return self._once(known_as_of(Count.objects.all(), self.as_of))

    def summaries(self) -> QuerySet[Any]:
        """The same of whole months and years as they are known now, a twentieth of the rows."""
        return self._once(Summary.objects.all())

    def whole_months(self) -> QuerySet[Any]:
        """Where the span is of whole months: as quickly as it can be had."""
        return self.summaries() if self.as_of is None else self.counts()

    def parts(self) -> Iterator[QuerySet[Any]]:
        """Any span: its whole months, and the days before and after them; no figure is in two parts.

        A month that was given as such lies where its first day does.
        """
        if self.as_of is not None:
            yield self.counts()
            return
        first = _first_whole_month(self.start) if self.start else None
        after = period_of(self.end + _DAY, "month") if self.end else None
        if first and after and first >= after:
            yield self.counts()
            return
        yield replace(self, start=first, end=after - _DAY if after else None).summaries()
        if self.start and first and self.start < first:
            yield replace(self, end=first - _DAY).counts()
        if self.end and after and after <= self.end:
            yield replace(self, start=after).counts()

    def _once(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each source's figures from one store only: days don't count again where their month or year was given as such.

        Each statement names a column once: of two terms for one column, SQLite takes the wider one to search by.
        """
        rows = self._of_span(rows)
        given = rows.filter(cut__in=set(self.cuts))
        for place, every in enumerate(self.made_from[:-1]):
            for source, first, after in _spans(given.filter(every=every), every):
                inside = Q(source=source, period__gte=first, period__lt=after, every__in=self.made_from[place + 1 :])
                rows, given = rows.exclude(inside), given.exclude(inside)
        return rows.filter(every__in=self.made_from)

    def _of_span(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = of_sources(rows.filter(indicator=self.indicator), self.sources).order_by()
        if self.start is not None:
            rows = rows.filter(period__gte=self.start)
        return rows if self.end is None else rows.filter(period__lte=self.end)


def by_period(rows: QuerySet[Any], every: str) -> dict[date, int]:
    """The sum of each period that has any."""
    sums: defaultdict[date, int] = defaultdict(int)
    for period, value in rows.values_list("period").annotate(Sum("value")):
        sums[period_of(period, every)] += value
    return sums


def by_period_of_key(rows: QuerySet[Any], every: str) -> dict[str, dict[date, int]]:
    """The same for each key."""
    sums: defaultdict[str, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for key, period, value in rows.values_list("key", "period").annotate(Sum("value")):
        sums[key][period_of(period, every)] += value
    return dict(sums)


def newest_by(column: str, rows: QuerySet[Any]) -> dict[str, datetime]:
    """By source or key: when the newest of its figures became known."""
    return dict(rows.values_list(column).annotate(Max("known_from")))


def known_as_of(rows: QuerySet[Count], as_of: datetime | None) -> QuerySet[Count]:
    """What was known at a moment; None: now."""
    if as_of is None:
        return rows.filter(known_until=None)
    return rows.filter(Q(known_until=None) | Q(known_until__gt=as_of), known_from__lte=as_of)


def of_sources(rows: QuerySet[Any], sources: Collection[str] | None) -> QuerySet[Any]:
    """None: of all of them."""
    return rows if sources is None else rows.filter(source__in=list(sources))


def _spans(rows: QuerySet[Any], every: str) -> list[tuple[str, date, date]]:
    """(source, first day, day after the last) of the spans that these rows cover; neighbours are one span."""
    spans: list[tuple[str, date, date]] = []
    for source, period in sorted(rows.values_list("source", "period").distinct()):
        after = next_period(period, every)
        if spans and spans[-1][0] == source and spans[-1][2] == period:
            spans[-1] = (source, spans[-1][1], after)
        else:
            spans.append((source, period, after))
    return spans


def _first_whole_month(start: date) -> date:
    return start if start.day == 1 else next_period(period_of(start, "month"), "month")
