"""Whether a new file changes much of what was known: a figure that halves or doubles is more often a slip than news."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count as Number
from django.db.models import Sum
from django.utils.translation import gettext

from egnatia.picture.imports.checking import Figure
from egnatia.picture.imports.layouts import Layout
from egnatia.picture.imports.told import Told
from egnatia.picture.models import Count, Event, Incident
from egnatia.picture.queries.series import known_as_of

_SMALLEST = 20  # changes of fewer than so many are everyday
_HALF = 0.5


def tell_revisions(figures: Iterable[Figure], layout: Layout, known_at: datetime) -> list[Told]:
    """The periods whose sum would halve, or more than double, against what was known of them."""
    new: defaultdict[date, int] = defaultdict(int)
    for figure in figures:
        new[figure.period] += figure.value
    if not new:
        return []
    old = _known_events(layout, new) if layout.makes_events else _known_counts(layout, new, known_at)
    return [
        Told(
            0, period.isoformat(), "revision",
            gettext("Was %(old)s, would become %(new)s.") % {"old": old[period], "new": new[period]},
            gettext("Check it with the source; if it is right, import again and accept the revision."),
        )
        for period in sorted(new.keys() & old.keys())
        if abs(new[period] - old[period]) >= _SMALLEST and not _HALF < new[period] / max(old[period], 1) <= 1 / _HALF
    ]  # fmt: skip


def _known_counts(layout: Layout, new: dict[date, int], known_at: datetime) -> dict[date, int]:
    rows = Count.objects.filter(source=layout.source, indicator=layout.indicator.code, every=layout.every)
    rows = known_as_of(rows, known_at).filter(cut="" if layout.whole else layout.wide)
    sums = rows.filter(period__gte=min(new), period__lte=max(new)).order_by().values_list("period").annotate(Sum("value"))
    return dict(sums)


def _known_events(layout: Layout, new: dict[date, int]) -> dict[date, int]:
    if layout.makes_incidents:
        found = Incident.objects.filter(batch__layout=layout.code, withdrawn_at=None, on__gte=min(new), on__lte=max(new))
        return dict(found.order_by().values_list("on").annotate(Number("id")))
    events = Event.objects.filter(batch__layout=layout.code, kind__in=layout.indicator.kinds, withdrawn_at=None)
    sums = events.filter(on__gte=min(new), on__lte=max(new)).order_by().values_list("on").annotate(Sum("persons"))
    return dict(sums)
