"""One indicator's totals by partner over a span of days, in one query."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from egnatia import law
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
        indicator=indicator, cut="", known_until=None, period__gte=first, period__lte=last, source__in=list(law.partners())
    ).order_by()
    for source, every, *figure in rows.values_list("source", "every", "period", "value", "known_from"):
        figures[source][every].append((figure[0], figure[1], figure[2]))
    return {code: _total(figures[code]) for code in law.partners() if code in figures}


def _total(figures: Mapping[str, list[tuple[date, int, datetime]]]) -> Total:
    months = {(period.year, period.month) for period, _value, _at in figures.get("month", ())}
    days = [one for one in figures.get("day", ()) if (one[0].year, one[0].month) not in months]
    used = [*figures.get("month", ()), *days]
    return Total(sum(value for _period, value, _at in used), max(at for _period, _value, at in used))
