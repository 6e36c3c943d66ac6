"""Make the summaries anew from the counts: a check, and the cure where something else wrote into the database."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, QuerySet

from egnatia.picture.actions.keep_summaries import (
    Figures,
    is_period_right,
    keep_coverage,
    keep_period,
    span,
    wait_for_other_writers,
)
from egnatia.picture.indicators import EVERY
from egnatia.picture.models import Count, Coverage, Summary
from egnatia.picture.periods import periods_between

logger = logging.getLogger(__name__)


def summarise_counts() -> int:
    """How many summaries were not what the counts come to; now they are. Others can write meanwhile."""
    series = {*_series(Count.objects.all()), *_series(Summary.objects.all())}
    differing = sum(_summarise(source, indicator) for source, indicator in sorted(series))
    if differing:
        logger.warning("%d summaries were not what the counts come to", differing)
    return differing


def _series(rows: QuerySet[Any]) -> Iterable[tuple[str, str]]:
    return rows.order_by().values_list("source", "indicator").distinct()


def _summarise(source: str, indicator: str) -> int:
    """Looked over without keeping anybody from writing; what seems wrong is looked at again once nobody else writes."""
    wrong = [place for every in EVERY for place in _seeming_wrong(Figures(source, indicator, every))]
    of_series = Coverage.objects.filter(source=source, indicator=indicator)
    is_since_right = of_series.filter(known_since=_first_known(source, indicator)).exists()
    with transaction.atomic():
        wait_for_other_writers(source, [indicator])
        differing = sum(keep_period(figures, period) for figures, period in wrong)
        if not is_since_right:
            of_series.update(known_since=_first_known(source, indicator))
        keep_coverage(source, indicator, None)
    return differing


def _first_known(source: str, indicator: str) -> datetime | None:
    rows = Count.objects.filter(source=source, indicator=indicator)
    first: datetime | None = rows.aggregate(first=Min("known_from"))["first"]
    return first


def _seeming_wrong(figures: Figures) -> Iterator[tuple[Figures, date]]:
    """Of all months or years from the first to the last that there is of either."""
    days = [*span(figures.counts), *span(figures.summaries)]
    periods = periods_between(min(days, default=None), max(days, default=None), figures.kept_by)
    return ((figures, period) for period in periods if not is_period_right(figures, period))
