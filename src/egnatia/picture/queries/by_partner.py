"""What the partners reported over a span of days, in one query each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from egnatia import law
from egnatia.picture.indicators import indicators
from egnatia.picture.models import Count


@dataclass(frozen=True, slots=True)
class Total:
    """What a partner reported of a span; `known_from` of the newest of its figures."""

    value: int
    known_from: datetime


def totals_by_partner(indicator: str, first: date, last: date) -> Mapping[str, Total]:
    """By partner code, in the order of the partners; one that reported nothing is not there.

    Days are added up, but for months within the span that were given as such.
    """
    figures: defaultdict[str, dict[str, list[tuple[date, int, datetime]]]] = defaultdict(lambda: defaultdict(list))
    rows = Count.objects.filter(
        indicator=indicator, every__in=("day", "month"), cut="", key="", known_until=None,
        period__gte=first, period__lte=last, source__in=list(law.partners()),
    ).order_by()  # fmt: skip
    for source, every, period, value, known_from in rows.values_list("source", "every", "period", "value", "known_from"):
        figures[source][every].append((period, value, known_from))
    return {code: _total(figures[code]) for code in law.partners() if code in figures}


def _total(figures: Mapping[str, list[tuple[date, int, datetime]]]) -> Total:
    months = {(period.year, period.month) for period, _value, _at in figures.get("month", ())}
    days = [one for one in figures.get("day", ()) if (one[0].year, one[0].month) not in months]
    used = [*figures.get("month", ()), *days]
    return Total(sum(value for _period, value, _at in used), max(at for _period, _value, at in used))


@dataclass(frozen=True, slots=True)
class Days:
    """One indicator's days, summed over the partners that reported: None where none did.

    reported   by partner, its last day of the span with a report
    vintage    when the newest of these figures became known
    """

    values: Mapping[date, int]
    reported: Mapping[str, date]
    vintage: datetime

    def of(self, days: Iterable[date]) -> list[int | None]:
        """The values of these days, in their order."""
        return [self.values.get(day) for day in days]


def days_by_indicator(first: date, last: date) -> Mapping[str, Days]:
    """By indicator code, for those of which some partner reported some day of the span."""
    rows = Count.objects.filter(
        indicator__in=list(indicators()), every=Count.Every.DAY, cut="", key="", known_until=None,
        period__gte=first, period__lte=last, source__in=list(law.partners()),
    ).order_by("period")  # fmt: skip
    found: defaultdict[str, list[tuple[str, date, int, datetime]]] = defaultdict(list)
    for indicator, source, period, value, at in rows.values_list("indicator", "source", "period", "value", "known_from"):
        found[indicator].append((source, period, value, at))
    return {code: _days(figures) for code, figures in found.items()}


def _days(figures: list[tuple[str, date, int, datetime]]) -> Days:
    values: defaultdict[date, int] = defaultdict(int)
    for _source, period, value, _at in figures:
        values[period] += value
    reported = {source: period for source, period, _value, _at in figures}  # in order of days: the last one stays
    return Days(dict(values), reported, max(at for *_rest, at in figures))
