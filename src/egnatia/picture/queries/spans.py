"""Whose figures there are of an indicator, and how far they reach."""

from collections.abc import Collection
from datetime import date

from django.db.models import Max, Min, QuerySet

from egnatia.picture.models import Coverage


def sources_of(indicator: str) -> list[str]:
    """Whose figures there are of it."""
    return sorted(_covered().filter(indicator=indicator).values_list("source", flat=True))


def earliest_period(indicator: str, sources: Collection[str]) -> date | None:
    """The first day of the first period that any of the sources reported, or None where none did."""
    rows = _covered().filter(indicator=indicator, source__in=list(sources))
    earliest: date | None = rows.aggregate(earliest=Min("first"))["earliest"]
    return earliest


def latest_period(indicator: str, sources: Collection[str]) -> date | None:
    """The first day of the last period that any of the sources reported, or None where none did."""
    rows = _covered().filter(indicator=indicator, source__in=list(sources))
    latest: date | None = rows.aggregate(latest=Max("last"))["latest"]
    return latest


def latest_periods() -> dict[tuple[str, str], date]:
    """The same of everything that there is, by source and indicator."""
    return {(source, code): last for source, code, last in _covered().values_list("source", "indicator", "last") if last}


def _covered() -> QuerySet[Coverage]:
    return Coverage.objects.exclude(last=None).order_by()
