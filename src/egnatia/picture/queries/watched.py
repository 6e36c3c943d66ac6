"""The series that are watched for alarms, as the engine takes them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.alarms.rules import AlarmRule, SeriesKey, rules
from egnatia.picture.indicators import EVERY, Indicator, get_indicator
from egnatia.picture.lateness import Nowcast
from egnatia.picture.models import Count, Summary
from egnatia.picture.periods import next_period
from egnatia.picture.queries.late_reports import can_be_late, nowcasts
from egnatia.picture.queries.series import Series, get_series, get_series_of_cut, known_as_of

#: From so many cells of one source on, all of its cells are read at once.
_MANY = 5


@dataclass(frozen=True, slots=True)
class Ends:
    """What is judged of a series: its counts, or the ends between which they will lie where late reports can still come.

    low, high  float64[n], the same where all is in; NaN as in `Watched`
    nowcasts   of the periods whose reports can still come
    """

    periods: list[date]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    nowcasts: Mapping[date, Nowcast] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """How many of the newest periods it takes to reach all that aren't whole."""
        apart = np.flatnonzero(self.low < self.high)
        return len(self.periods) - int(apart[0]) if len(apart) else 0

    def is_open(self, period: date) -> bool:
        return period in self.nowcasts and self.nowcasts[period].is_open

    def before(self, day: date) -> "Ends":
        length = sum(period <= day for period in self.periods)
        return Ends(self.periods[:length], self.low[:length], self.high[:length], self.nowcasts)


@dataclass(frozen=True, slots=True)
class Watched:
    """A series and the rule that watches it, up to the last period that has settled.

    values     float64[n], NaN where nothing was reported or where too much lies in the cell of the unknown
    has_ended  no figures have come for so long that nobody needs an alarm on them
    late       where it is known how late reports come: what is judged in place of the values, up to the last whole day
    """

    key: SeriesKey
    rule: AlarmRule
    indicator: Indicator
    periods: list[date]
    values: NDArray[np.float64]
    vintage: datetime
    has_ended: bool = False
    late: Ends | None = None

    @property
    def reported(self) -> list[float | None]:
        """The counts as they were reported so far, of the periods that are judged; None as NaN elsewhere."""
        told = self.ends.nowcasts
        return [
            float(told[period].reported) if period in told and not np.isnan(low) else None if np.isnan(low) else float(low)
            for period, low in zip(self.ends.periods, self.ends.low, strict=True)
        ]

    @property
    def ends(self) -> Ends:
        """What is judged."""
        return self.late or Ends(self.periods, self.values, self.values)

    @property
    def is_judged(self) -> bool:
        """Whether there is enough of it, and enough in it, to expect anything."""
        if self.has_ended or len(self.values) < self.rule.shortest:
            return False
        return bool(np.nanmax(self.values[-self.rule.shortest :], initial=0) >= self.rule.smallest)

    def before(self, day: date) -> "Watched":
        """The same series as if it ended with the period that begins on this day."""
        length = sum(period <= day for period in self.periods)
        late = self.late.before(day) if self.late else None
        return replace(self, periods=self.periods[:length], values=self.values[:length], has_ended=False, late=late)


def watched_series(
    *, only: Collection[SeriesKey] | None = None, upto: date | None = None, as_of: datetime | None = None
) -> Iterator[Watched]:
    """Every watched series that there are counts of.

    only    these series, where they are watched
    upto    as if the figures ended with this day
    as_of   as they were known then
    """
    for rule in rules().values():
        wanted = {key for key in only if rule.covers(key)} if only is not None else None
        if wanted is not None and not wanted:
            continue
        yield from _of_rule(rule, wanted if wanted is not None else series_of(rule), upto, as_of)


def _of_rule(rule: AlarmRule, keys: Collection[SeriesKey], upto: date | None, as_of: datetime | None) -> Iterator[Watched]:
    """In order of source and cell; many cells of one source are read at once."""
    end, blind = _last_whole_day(upto), _BlindPeriods(rule, as_of)
    for source, group in groupby(sorted(keys, key=lambda one: (one.source, one.key)), key=lambda one: one.source):
        of_source = list(group)
        known = (
            get_series_of_cut(rule.indicator, rule.cut, source=source, every=rule.every, end=end, as_of=as_of)
            if len(of_source) >= _MANY
            else {}
        )
        for key in of_source:
            series = known.get(key.key) or _series(key, end, as_of)
            found = _judgeable(series, key, rule, end, blind.of(source))
            if found is not None:
                yield _with_late_reports(found, series, end, blind.of(source), as_of)


def series_of(rule: AlarmRule) -> set[SeriesKey]:
    """The series of one rule that there are counts of."""
    rows = Summary.objects.filter(indicator=rule.indicator, every__in=EVERY, cut=rule.cut, source__in=rule.sources).order_by()
    pairs = rows.values_list("source", "key").distinct()
    keys = (SeriesKey(source, rule.indicator, rule.cut, key, rule.every) for source, key in pairs)
    return {key for key in keys if rule.covers(key)}


def find_watched(
    key: SeriesKey,
    rule: AlarmRule,
    *,
    upto: date | None = None,
    as_of: datetime | None = None,
) -> Watched | None:
    """One watched series; None where nothing was reported."""
    end = _last_whole_day(upto)
    series, blind = _series(key, end, as_of), _BlindPeriods(rule, as_of).of(key.source)
    found = _judgeable(series, key, rule, end, blind)
    return _with_late_reports(found, series, end, blind, as_of) if found is not None else None


def _series(key: SeriesKey, end: date, as_of: datetime | None) -> Series:
    return get_series(key.indicator, sources=[key.source], cut=key.cut, key=key.key, every=key.every, end=end, as_of=as_of)


def _judgeable(series: Series, key: SeriesKey, rule: AlarmRule, end: date, blind: Collection[date]) -> Watched | None:
    """Up to the last period that was reported, is over and has settled; `blind` periods as if they weren't reported."""
    settled = end - timedelta(days=rule.settle)
    reported = [
        index
        for index, (period, value) in enumerate(zip(series.periods, series.values, strict=True))
        if value is not None and next_period(period, key.every) <= settled + timedelta(days=1)
    ]
    if not reported:
        return None
    length = reported[-1] + 1
    values = np.array([np.nan if value is None else float(value) for value in series.values[:length]])
    values[[index for index, period in enumerate(series.periods[:length]) if period in blind]] = np.nan
    has_ended = next_period(series.periods[length - 1], key.every) + timedelta(days=rule.ended) < end
    return Watched(key, rule, get_indicator(key.indicator), series.periods[:length], values, series.vintage, has_ended)


def _with_late_reports(watched: Watched, series: Series, end: date, blind: Collection[date], as_of: datetime | None) -> Watched:
    """The same with the ends of what its newest periods will have counted, where their reports are known to come late.

    Periods that haven't settled are added to it; what was reported of one of them and isn't foreseen isn't judged.
    """
    key = watched.key
    if not watched.is_judged or not can_be_late(series, as_of=as_of):
        return watched
    told = nowcasts(key.indicator, key.source, cut=key.cut, key=key.key, every=key.every, as_of=as_of)
    told = {period: one for period, one in told.items() if next_period(period, key.every) <= end + timedelta(days=1)}
    if not told:
        return watched
    settled = len(watched.periods)
    length = max(settled, sum(period <= max(told) for period in series.periods))
    low, high = (np.concatenate([watched.values, np.full(length - settled, np.nan)]) for _end in range(2))
    for index, period in enumerate(series.periods[:length]):
        if period in told and period not in blind and series.values[index] is not None:
            low[index], high[index] = told[period].low, told[period].high
    return replace(watched, late=Ends(series.periods[:length], low, high, told))


def _last_whole_day(upto: date | None) -> date:
    """Yesterday where the node stands, or the day asked for: what isn't over yet looks like a fall."""
    today = law.local_day(clock.now(), node.current().partner)
    yesterday = today - timedelta(days=1)
    return min(upto, yesterday) if upto else yesterday


class _BlindPeriods:
    """Periods in which so much lies in the cell of the unknown that the other cells say little; looked up once a source."""

    def __init__(self, rule: AlarmRule, as_of: datetime | None) -> None:
        self._rule, self._as_of = rule, as_of
        self._found: dict[str, frozenset[date]] = {}

    def of(self, source: str) -> frozenset[date]:
        if not self._rule.cut:
            return frozenset()
        if source not in self._found:
            self._found[source] = self._look_up(source)
        return self._found[source]

    def _look_up(self, source: str) -> frozenset[date]:
        rule = self._rule
        counts = Count.objects.filter(indicator=rule.indicator, every__in=EVERY, cut=rule.cut, source=source)
        rows = known_as_of(counts, self._as_of)
        unknown_keys = set(rows.filter(key__in=rule.unknown).order_by().values_list("key", flat=True).distinct())
        if not unknown_keys:
            return frozenset()
        whole = self._values(source, "", "")
        hidden: dict[date, int] = {}
        for key in unknown_keys:
            for period, value in self._values(source, rule.cut, key).items():
                hidden[period] = hidden.get(period, 0) + value
        return frozenset(one for one in hidden if one in whole and hidden[one] > rule.unknown_share * whole[one])

    def _values(self, source: str, cut: str, key: str) -> dict[date, int]:
        series = get_series(self._rule.indicator, sources=[source], cut=cut, key=key, every=self._rule.every, as_of=self._as_of)
        return {period: value for period, value in zip(series.periods, series.values, strict=True) if value is not None}
