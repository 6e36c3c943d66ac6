"""Data quality: who has not reported, who reports late, and which figures were changed afterwards."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.indicators import EVERY, Indicator, indicators
from egnatia.picture.lateness import Figure, build_triangle, usual_shares
from egnatia.picture.models import Count
from egnatia.picture.periods import next_period
from egnatia.picture.queries.late_reports import zone
from egnatia.picture.queries.spans import latest_periods

#: Days looked at, and days after which a partner's figures of yesterday are late.
DAYS, LATE_DAYS = 30, 2
#: A day is counted anew with each event; only what changes later than this after its period is a revision.
GRACE = timedelta(days=1)
#: Days after its end by which so much of a day is known, and days that it takes to say what is usual.
SHARES_AFTER, _FEWEST_DAYS = (0, 1, 3, 7), 7
_CLOSED_DAYS = 5 * 365
_MOST_REVISIONS = 40


_Rows = defaultdict[tuple[str, str, str], list[tuple[date, Figure]]]


@dataclass(frozen=True, slots=True)
class Reporting:
    """How one source reports one indicator.

    state     good | late | silent | closed (a published series that has ended) | never (could count it and hasn't yet)
    last      first day of the last period it reported; `missing` periods of the last `DAYS` days without a report
    delay     median days from a period's end to its first report; `revised` cells of the last `DAYS` days changed afterwards
    shares    of all that was counted, how much was known after each of `SHARES_AFTER` days; None where too few days say so
    """

    source: str
    indicator: Indicator
    state: str
    last: date | None
    missing: int
    delay: float | None
    revised: int
    shares: list[float] | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that was changed after it was known."""

    source: str
    indicator: Indicator
    every: str
    period: date
    cut: str
    key: str
    was: int
    became: int | None
    at: datetime


def reporting() -> list[Reporting]:
    """A row for each partner and indicator that some source reports, and each published series."""
    rows: _Rows = defaultdict(list)
    latest = {series: last for series, last in latest_periods().items() if series[1] in indicators()}
    for source, indicator, every, period, value, known_from, known_until in _recent():
        rows[source, indicator, every].append((period, Figure(value, known_from, known_until)))
    used = {indicator for _source, indicator in latest}
    pairs = {(source, code) for source, code in latest} | {
        (partner, code) for partner in law.partners() for code in used if indicators()[code].is_counted_here
    }
    found = [_reporting(source, indicators()[code], latest.get((source, code)), rows) for source, code in pairs]
    order = {code: place for place, code in enumerate([*indicators(), *law.partners()])}
    return sorted(found, key=lambda one: (order[one.indicator.code], order.get(one.source, -1), one.source))


def revisions(*, since: datetime | None = None) -> list[Revision]:
    """Totals that were changed in the last `DAYS` days, the largest change first; cells are left to Explore."""
    since = since or clock.now() - timedelta(days=DAYS)
    closed = list(
        Count.objects.filter(known_until__gte=since, known_until__lte=clock.now(), cut="").order_by("-known_until")[:1000]
    )
    closed = [row for row in closed if row.known_until and _is_late(row.period, row.every, row.known_until)]
    later = _successors(closed)
    found = [_revision(row, later) for row in closed if row.indicator in indicators()]
    found.sort(key=lambda one: -abs((one.became or 0) - one.was))
    return [one for one in found if one.became != one.was][:_MOST_REVISIONS]


def _revision(row: Count, later: dict[tuple[object, ...], int]) -> Revision:
    became = later.get((*_place(row), row.known_until))
    assert row.known_until is not None  # noqa: S101
    return Revision(
        row.source, indicators()[row.indicator], row.every, row.period, row.cut, row.key, row.value, became, row.known_until
    )


def _place(row: Count) -> tuple[object, ...]:
    return row.source, row.indicator, row.every, row.period, row.cut, row.key


def _successors(closed: Iterable[Count]) -> dict[tuple[object, ...], int]:
    """What replaced these rows: the value by cell and moment."""
    moments = {row.known_until for row in closed if row.known_until is not None}
    return {(*_place(row), row.known_from): row.value for row in Count.objects.filter(cut="", known_from__in=moments)}


def _recent() -> Iterable[tuple[str, str, str, date, int, datetime, datetime | None]]:
    first = _today() - timedelta(days=DAYS)
    rows = Count.objects.filter(indicator__in=list(indicators()), every__in=EVERY, cut="", period__gte=first).order_by()
    names = ("source", "indicator", "every", "period", "value", "known_from", "known_until")
    return rows.values_list(*names).iterator(chunk_size=5000)


def _reporting(
    source: str,
    indicator: Indicator,
    last: date | None,
    rows: _Rows,
) -> Reporting:
    recent = rows.get((source, indicator.code, indicator.every), [])
    first_known: dict[date, datetime] = {}
    for period, figure in recent:
        first_known[period] = min(figure.known_from, first_known.get(period, figure.known_from))
    delays = [_days_after(period, indicator.every, at) for period, at in first_known.items()]
    return Reporting(
        source=source,
        indicator=indicator,
        state=_state(indicator, last),
        last=last,
        missing=_missing(indicator, set(first_known), last),
        delay=median(delays) if delays else None,
        revised=sum(
            one.known_until is not None and _is_late(period, indicator.every, one.known_until) for period, one in recent
        ),
        shares=_shares(recent) if indicator.every == "day" else None,
    )


def _shares(recent: Iterable[tuple[date, Figure]]) -> list[float] | None:
    """By the calendar, of the days that are longer ago than the last of `SHARES_AFTER`."""
    figures: defaultdict[date, list[Figure]] = defaultdict(list)
    for period, figure in recent:
        figures[period].append(figure)
    longest = max(SHARES_AFTER)
    found = build_triangle(figures, every="day", now=clock.now(), zone=zone(), since=time.min, longest=longest)
    return usual_shares(found, SHARES_AFTER) if found.is_whole.sum() >= _FEWEST_DAYS else None


def _state(indicator: Indicator, last: date | None) -> str:
    if last is None:
        return "never"
    waited = (_today() - next_period(last, indicator.every)).days
    if waited > _CLOSED_DAYS and not indicator.is_counted_here:
        return "closed"
    patience = {"day": LATE_DAYS, "month": 62, "year": 400}[indicator.every]
    if waited <= patience:
        return "good"
    return "late" if waited <= max(patience * 4, DAYS) else "silent"


def _missing(indicator: Indicator, reported: set[date], last: date | None) -> int:
    """Days of the last month without a report, from the first that this source ever could have reported; yesterday at most."""
    if indicator.every != "day" or last is None:
        return 0
    days = {_today() - timedelta(days=number) for number in range(1, DAYS + 1)}
    return len(days - reported)


def _days_after(period: date, every: str, known_from: datetime) -> float:
    """From the end of a period to the moment at which it became known; nought for a day that is still going on."""
    return max(0.0, (known_from - _end_of(period, every)).total_seconds() / 86_400)


def _is_late(period: date, every: str, at: datetime) -> bool:
    return at > _end_of(period, every) + GRACE


def _end_of(period: date, every: str) -> datetime:
    return datetime.combine(next_period(period, every), time(), tzinfo=law.partner(node.current().partner).zone)


def _today() -> date:
    return law.local_day(clock.now(), node.current().partner)
