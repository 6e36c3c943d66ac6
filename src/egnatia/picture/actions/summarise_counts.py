"""Make the summaries anew from the counts: a check, and the cure where something else wrote into the database."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, QuerySet

from egnatia.picture.actions.keep_summaries import Figures, keep_coverage, keep_period, span, wait_for_other_writers
from egnatia.picture.indicators import EVERY
from egnatia.picture.models import Count, Coverage, Summary
from egnatia.picture.periods import periods_between

logger = logging.getLogger(__name__)


def summarise_counts() -> int:
    """How many summaries were not what the counts come to; now they are. One series at a time, so that others can write."""
    series = {*_series(Count.objects.all()), *_series(Summary.objects.all())}
    differing = sum(_summarise(source, indicator) for source, indicator in sorted(series))
    if differing:
        logger.warning("%d summaries were not what the counts come to", differing)
    return differing


def _series(rows: QuerySet[Any]) -> Iterable[tuple[str, str]]:
    return rows.order_by().values_list("source", "indicator").distinct()


@transaction.atomic
def _summarise(source: str, indicator: str) -> int:
    wait_for_other_writers(source, [indicator])
    differing = sum(_summarise_every(Figures(source, indicator, every)) for every in EVERY)
    Coverage.objects.filter(source=source, indicator=indicator).update(known_since=None)
    keep_coverage(source, indicator, _first_known(source, indicator))
    return differing


def _first_known(source: str, indicator: str) -> datetime | None:
    rows = Count.objects.filter(source=source, indicator=indicator)
    first: datetime | None = rows.aggregate(first=Min("known_from"))["first"]
    return first


def _summarise_every(figures: Figures) -> int:
    """All months or years from the first to the last that there is of either."""
    days = [*span(figures.counts), *span(figures.summaries)]
    periods = periods_between(min(days, default=None), max(days, default=None), figures.kept_by)
    return sum(keep_period(figures, period) for period in periods)
