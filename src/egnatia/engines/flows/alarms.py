"""Alarms on a series of counts: rises and falls, sudden and slow, under one stated budget of false alarms.

    alarms = find_alarms(persons_by_month, every="month", budget=0.4)
    new = [alarm for alarm in alarms if alarm.is_new]

Three rules look at each period and only at what was known before it: `level` (higher than season and trend explain),
`change` (more than this series usually changes from one period to the next) and `drift` (many small changes one way). No one
of them sees all shocks: the level rule can't see falls, the change rule no slow rise. Each gets a third of the budget.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from egnatia.engines.flows.changes import FREEDOM, measure_changes
from egnatia.engines.flows.counts import read_counts
from egnatia.engines.flows.drift import find_drifts
from egnatia.engines.flows.level import Expectation, find_level
from egnatia.engines.flows.rhythm import FEWEST_PERSONS, Every, Rhythm, get_chance, get_rhythm

Direction = Literal["rise", "fall"]
Pace = Literal["sudden", "slow"]
Rule = Literal["level", "change", "drift"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One period that isn't as it should be.

    period: index into the series; expected, low, high: what the rule expected and the interval that the budget allows;
    observed: what came; p: how probable this or more is by the rule; since: first period of the same episode.
    """

    period: int
    direction: Direction
    pace: Pace
    expected: float
    low: float
    high: float
    observed: float
    p: float
    rule: Rule
    since: int

    @property
    def is_new(self) -> bool:
        """Whether the episode begins here: such alarms are what the budget counts."""
        return self.since == self.period


@dataclass(frozen=True, slots=True)
class Episode:
    """Alarms of one direction that follow one another. peak: the highest count of a rise, the lowest of a fall."""

    start: int
    end: int
    direction: Direction
    peak: float


def find_alarms(values: ArrayLike, *, every: Every, budget: float) -> list[Alarm]:
    """Alarms of all periods, latest last; at most one for a period.

    values: float[n], counts without gaps, NaN where nothing was reported; budget: false alarms accepted a year in this
    series, all rules together. A series too short for a rule has no alarms of it.
    Raises EngineError flows.every, flows.budget, flows.shape, flows.negative.
    """
    watch = _Watch(values, every, budget)
    return _join([alarm for period in range(watch.length) if (alarm := watch.judge(period))], watch.rhythm)


def is_alarm_now(values: ArrayLike, *, every: Every, budget: float) -> Alarm | None:
    """The alarm of the last period, with the period since which it rings; None when all is as usual.

    As `find_alarms(…)[-1]` where that is the last period, without judging the whole past.
    """
    watch = _Watch(values, every, budget)
    now = watch.judge(watch.length - 1) if watch.length else None
    if now is None:
        return None
    alarms, quiet, period = [now], 0, now.period - 1
    while period >= 0 and quiet < watch.rhythm.gap:
        alarm = watch.judge(period)
        quiet = 0 if alarm and alarm.direction == now.direction else quiet + 1
        alarms += [alarm] if alarm else []
        period -= 1
    return _join(alarms[::-1], watch.rhythm)[-1]


def is_alarm_between(low: ArrayLike, high: ArrayLike, *, every: Every, budget: float) -> Alarm | None:
    """As `is_alarm_now` for counts of which only the ends are known between which they will lie, once late reports are in.

    low, high: float[n], the same where all is in. A rise rings when it is one at the low ends, a fall when it is one at the
    high ends; what could still be nothing rings nothing. `observed` is that end.
    Raises as `is_alarm_now`.
    """
    below, above = read_counts(low), read_counts(high)
    found = is_alarm_now(below, every=every, budget=budget)
    if np.array_equal(below, above, equal_nan=True) or (found is not None and found.direction == "rise"):
        return found
    found = is_alarm_now(above, every=every, budget=budget)
    return found if found is not None and found.direction == "fall" else None


def find_episodes(alarms: Sequence[Alarm]) -> list[Episode]:
    """Episodes that these alarms make up, by their start: what happened before, for the one who looks at an alarm now."""
    members: dict[tuple[int, Direction], list[Alarm]] = {}
    for alarm in alarms:
        members.setdefault((alarm.since, alarm.direction), []).append(alarm)
    return [
        Episode(
            start=since,
            end=of_one[-1].period,
            direction=direction,
            peak=(max if direction == "rise" else min)(alarm.observed for alarm in of_one),
        )
        for (since, direction), of_one in sorted(members.items())
    ]


class _Watch:
    """A series with what its rules need, computed once."""

    def __init__(self, values: ArrayLike, every: Every, budget: float) -> None:
        self.values = read_counts(values)
        self.length = len(self.values)
        self.rhythm = get_rhythm(every)
        self.chance = get_chance(self.rhythm, budget)
        self._changes = measure_changes(self.values, self.rhythm.sudden)
        same = self.rhythm.slow == self.rhythm.sudden
        self._slow_changes = self._changes if same else measure_changes(self.values, self.rhythm.slow)
        drifts = find_drifts(self._slow_changes.scaled, step=self.rhythm.slow.span, chance=self.chance)
        self._drifts = {drift.period: drift for drift in drifts}
        self._student = _student()
        self._reach = float(self._student.isf(self.chance / 2, FREEDOM))

    def judge(self, period: int) -> Alarm | None:
        """The newest thing first: a change now, then a drift, then a level that may have lasted for a while."""
        if np.isnan(self.values[period]):
            return None
        return self._judge_change(period) or self._judge_drift(period) or self._judge_level(period)

    def _judge_change(self, period: int) -> Alarm | None:
        changes = self._changes
        scaled, observed = changes.scaled[period], float(changes.now[period])
        if np.isnan(scaled) or abs(scaled) <= self._reach or (scaled > 0 and observed < FEWEST_PERSONS):
            return None
        p = float(2 * self._student.sf(abs(scaled), FREEDOM))
        expectation = _expect_around(float(changes.before[period]), self._reach * changes.scale[period], p)
        return _raise_alarm(period, scaled > 0, "sudden", expectation, observed, "change")

    def _judge_drift(self, period: int) -> Alarm | None:
        drift, changes = self._drifts.get(period), self._slow_changes
        if drift is None or (drift.direction > 0 and changes.now[period] < FEWEST_PERSONS):
            return None
        # Of a random walk that began with the drift, after so many steps.
        steps = (period - drift.since) / self.rhythm.slow.span + 1
        reach = self._reach * changes.scale[period] * steps**0.5
        expectation = _expect_around(float(changes.before[drift.since]), reach, drift.p)
        return _raise_alarm(period, drift.direction > 0, "slow", expectation, float(changes.now[period]), "drift")

    def _judge_level(self, period: int) -> Alarm | None:
        observed = float(self.values[period])
        if observed < FEWEST_PERSONS:
            return None
        expectation = find_level(self.values, period, self.rhythm, chance=self.chance)
        if expectation is None or expectation.p >= self.chance:
            return None
        pace = _find_pace(expectation.expected, float(self._changes.before[period]), observed)
        return _raise_alarm(period, True, pace, expectation, observed, "level")


def _expect_around(middle: float, reach: float, p: float) -> Expectation:
    """Interval of `reach` to both sides on the scale of log1p."""
    low, high = np.expm1(np.log1p(middle) - reach), np.expm1(np.log1p(middle) + reach)
    return Expectation(middle, max(0.0, float(low)), float(high), p)


def _find_pace(expected: float, before: float, observed: float) -> Pace:
    """Sudden when at least half of the way from the expected to the observed count was made in this period."""
    if np.isnan(before):
        return "sudden"
    way = np.log1p(observed) - np.log1p(expected)
    return "sudden" if np.log1p(observed) - np.log1p(before) >= way / 2 else "slow"


def _raise_alarm(period: int, rises: bool, pace: Pace, expectation: Expectation, observed: float, rule: Rule) -> Alarm:
    return Alarm(
        period=period,
        direction="rise" if rises else "fall",
        pace=pace,
        expected=expectation.expected,
        low=expectation.low,
        high=expectation.high,
        observed=observed,
        p=expectation.p,
        rule=rule,
        since=period,
    )


def _join(alarms: Sequence[Alarm], rhythm: Rhythm) -> list[Alarm]:
    """The same alarms, each with the first period of its episode: those of one direction at most `rhythm.gap` apart."""
    joined: list[Alarm] = []
    last: dict[Direction, Alarm] = {}
    for alarm in alarms:
        before = last.get(alarm.direction)
        if before and alarm.period - before.period <= rhythm.gap:
            alarm = replace(alarm, since=before.since)
        last[alarm.direction] = alarm
        joined.append(alarm)
    return joined


def _student() -> Any:
    from scipy.stats import t  # here, for it takes a moment that most processes needn't wait

    return t
