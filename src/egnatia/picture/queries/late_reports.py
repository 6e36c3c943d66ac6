"""How late the reports of a series come, and what its newest periods will have counted once they are in."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.lateness import Figure, Nowcast, Triangle, add_up, build_triangle, find_nowcasts, late_rules
from egnatia.picture.models import Count, Coverage
from egnatia.picture.periods import next_period, period_of
from egnatia.picture.queries.series import Series

_MINUTES = 10

Figures = Mapping[date, list[Figure]]


def find_triangle(
    indicator: str, source: str, *, cut: str = "", key: str = "", every: str = "day", as_of: datetime | None = None
) -> Triangle | None:
    """One source's reports by delay, by day or month, as they were known then.

    None where too few periods were watched from their end on: a past that was loaded at once has no delays to learn from.
    """
    return find_triangles(indicator, [source], cut=cut, key=key, every=every, as_of=as_of).get(source)


def find_triangles(
    indicator: str,
    sources: Collection[str],
    *,
    cut: str = "",
    key: str = "",
    every: str = "day",
    as_of: datetime | None = None,
) -> dict[str, Triangle]:
    """The same by source, for those that have one."""
    now = as_of or clock.now()
    told = read_figures(indicator, sources, cut=cut, key=key, every=every, now=now, known_before=_known_long_enough(every, now))
    then = _round_moment(told, now)
    found = {one: build_triangle(figures, every=every, now=then, zone=zone()) for one, figures in told.items()}
    return {one: triangle for one, triangle in found.items() if triangle.is_whole.sum() >= late_rules()[every].fewest}


def nowcasts(
    indicator: str, source: str, *, cut: str = "", key: str = "", every: str = "day", as_of: datetime | None = None
) -> dict[date, Nowcast]:
    """By period, for those of one source of which late reports can still come; empty where their delays aren't known."""
    triangle = find_triangle(indicator, source, cut=cut, key=key, every=every, as_of=as_of) if every in late_rules() else None
    return find_nowcasts(triangle, late_rules()[every].fewest) if triangle is not None else {}


def nowcasts_of(series: Series, *, as_of: datetime | None = None) -> dict[date, Nowcast]:
    """The same for a series that may be the sum of several sources."""
    totals = {period: value for period, value in zip(series.periods, series.values, strict=True) if value is not None}
    if not can_be_late(series, as_of=as_of):
        return {}
    sources = [one for one in series.source.split("+") if one]
    return nowcasts_together(
        series.indicator.code, sources, totals, cut=series.cut, key=series.key, every=series.every, as_of=as_of
    )


def nowcasts_together(
    indicator: str,
    sources: Collection[str],
    totals: Mapping[date, int],
    *,
    cut: str = "",
    key: str = "",
    every: str = "day",
    as_of: datetime | None = None,
) -> dict[date, Nowcast]:
    """Of the sum of several sources, of which `totals` are reported so far."""
    triangles = find_triangles(indicator, sources, cut=cut, key=key, every=every, as_of=as_of)
    return add_up([find_nowcasts(one, late_rules()[every].fewest) for one in triangles.values()], totals)


def can_be_late(series: Series, *, as_of: datetime | None = None) -> bool:
    """Whether the newest period that was reported is so young that reports of it may still come."""
    rule = late_rules().get(series.every)
    newest = max((one for one, value in zip(series.periods, series.values, strict=True) if value is not None), default=None)
    if rule is None or newest is None:
        return False
    today = law.local_day(as_of or clock.now(), node.current().partner)
    return next_period(newest, series.every) + timedelta(days=rule.longest) >= today


def read_figures(
    indicator: str,
    sources: Collection[str],
    *,
    cut: str,
    key: str,
    every: str,
    now: datetime,
    since: date | None = None,
    known_before: datetime | None = None,
) -> dict[str, Figures]:
    """By source, all that was known at any time of its newest periods, by period.

    since   all periods that mattered on this day; None: on that of `now`
    known_before   nothing of those of which this node knew nothing before then
    A cell has a nought from when the total was reported. A month is made of its days where it wasn't given as such.
    """
    rule = late_rules()[every]
    start = period_of(rule.first_period(since or law.local_day(now, node.current().partner), every), every)
    rows = Count.objects.filter(indicator=indicator, every__in={every, "day"}, period__gte=start, known_from__lte=now)
    rows = rows.filter(source__in=sources).order_by()
    if known_before is not None:
        covered = Coverage.objects.filter(indicator=indicator, known_since__lt=known_before)
        rows = rows.filter(source__in=covered.values("source"))
    stored: defaultdict[tuple[str, str], defaultdict[date, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for cell in {("", ""), (cut, key)}:  # one after the other, for either is a stretch of the index
        told = rows.filter(cut=cell[0], key=cell[1])
        names = ("source", "every", "period", "value", "known_from", "known_until")
        for source, one, period, value, *span in told.values_list(*names).iterator(chunk_size=5000):
            stored[source, one][period_of(period, every)].append(Figure(value if cell == (cut, key) else 0, *span))
    return {source: {**stored[source, "day"], **stored[source, every]} for source in sources}


def _known_long_enough(every: str, now: datetime) -> datetime:
    """Figures that this node has known since before then may have enough periods that were watched from their end on.

    Of others there is nothing to learn, and years of them needn't be read to find that out.
    """
    rule = late_rules()[every]
    period = period_of(now.astimezone(zone()).date(), every)
    for _step in range(rule.fewest - 1):
        period = period_of(period - timedelta(days=1), every)
    return datetime.combine(period + timedelta(days=rule.longest), time.min, tzinfo=zone())


def _round_moment(told: Mapping[str, Figures], now: datetime) -> datetime:
    """A little earlier where nothing became known since: a page opened again is drawn from the same figures."""
    earlier = now.replace(minute=now.minute - now.minute % _MINUTES, second=0, microsecond=0)
    of_all = (figure for figures in told.values() for rows in figures.values() for figure in rows)
    moments = (at for _value, *span in of_all for at in span if at is not None and at <= now)
    return earlier if max(moments, default=earlier) <= earlier else now


def zone() -> ZoneInfo:
    """Where this node stands."""
    return law.partner(node.current().partner).zone
