"""Note for which months the analysts' files are behind."""

from collections.abc import Collection
from datetime import date

from django.db.models import F

from egnatia.picture.models import RawMonth


def touch_months(days: Collection[date]) -> None:
    """The events of these days changed."""
    months = {day.replace(day=1) for day in days}
    RawMonth.objects.bulk_create([RawMonth(month=month) for month in sorted(months)], ignore_conflicts=True)
    RawMonth.objects.filter(month__in=months).update(touched=F("touched") + 1)
