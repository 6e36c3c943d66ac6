"""How far back the figures of an indicator go."""

from collections.abc import Collection
from datetime import date

from django.db.models import Min

from egnatia.picture.models import Count


def earliest_period(indicator: str, sources: Collection[str]) -> date | None:
    """The first day of the first period that any of the sources reported, or None where none did."""
    rows = Count.objects.filter(indicator=indicator, source__in=list(sources), known_until=None)
    earliest: date | None = rows.aggregate(earliest=Min("period"))["earliest"]
    return earliest
