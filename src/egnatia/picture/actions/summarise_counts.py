"""Make the summaries anew from the counts: a check, and the cure where something else wrote into the database."""

from django.db import transaction

from egnatia.picture.actions.keep_summaries import Figures, keep_coverage, keep_period, span, wait_for_other_writers
from egnatia.picture.indicators import EVERY
from egnatia.picture.models import Count, Summary
from egnatia.picture.periods import periods_between


def summarise_counts() -> int:
    """How many summaries were not what the counts come to; now they are. One series at a time, so that others can write."""
    series = {pair for model in (Count, Summary) for pair in model.objects.order_by().values_list("source", "indicator").distinct()}
    return sum(_summarise(source, indicator) for source, indicator in sorted(series))


@transaction.atomic
def _summarise(source: str, indicator: str) -> int:
    wait_for_other_writers(source, [indicator])
    differing = sum(_summarise_every(Figures(source, indicator, every)) for every in EVERY)
    keep_coverage(source, indicator)
    return differing


def _summarise_every(figures: Figures) -> int:
    """All months or years from the first to the last that there is of either."""
    days = [*span(figures.of(Count)), *span(figures.of(Summary))]
    periods = periods_between(min(days, default=None), max(days, default=None), figures.kept_by)
    return sum(keep_period(figures, period) for period in periods)
