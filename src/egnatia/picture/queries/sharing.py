"""What partners don't tell us, so that a missing figure isn't taken for nought."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from egnatia.base.errors import not_found
from egnatia.picture.models import HeardDay, Release


def hidden_cells(
    indicator: str, cut: str, *, start: date, end: date, sources: Collection[str] | None = None
) -> dict[str, dict[str, list[date]]]:
    """By partner and key ("" for the total) the days, both ends included, on which it hides the cell from us.

    A sum over such days is at least what is shown, and may be more.
    """
    rows = HeardDay.objects.filter(hides=True, indicator=indicator, day__gte=start, day__lte=end).order_by("day")
    if sources is not None:
        rows = rows.filter(partner__in=list(sources))
    found: dict[str, dict[str, list[date]]] = {}
    for row in rows:
        for key in row.hidden.get(cut, ()):
            found.setdefault(row.partner, {}).setdefault(key, []).append(row.day)
    return found


def hiding_days(
    indicator: str,
    cut: str,
    *,
    start: date | None = None,
    end: date | None = None,
    sources: Collection[str] | None = None,
) -> dict[str, int]:
    """By partner the number of periods in which it hides the total or some cell of the cut from us."""
    rows = HeardDay.objects.filter(hides=True, indicator=indicator)
    if start is not None:
        rows = rows.filter(day__gte=start)
    if end is not None:
        rows = rows.filter(day__lte=end)
    if sources is not None:
        rows = rows.filter(partner__in=list(sources))
    hiding = Counter(partner for partner, hidden in rows.values_list("partner", "hidden") if "" in hidden or cut in hidden)
    return dict(sorted(hiding.items()))


def get_release(number: int) -> Release:
    """Raises Problem `picture.release.not_found`."""
    release = Release.objects.filter(number=number).first()
    if release is None:
        raise not_found("picture.release")
    return release


def releases_of(indicator: str, start: date, end: date) -> list[Release]:
    """Releases with a month in this span, the first in front."""
    return list(Release.objects.filter(indicator=indicator, start__lte=end, end__gte=start))
