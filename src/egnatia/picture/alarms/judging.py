"""What the engine says of a watched series, in the words of the picture: days instead of indexes."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from egnatia.engines.errors import EngineError
from egnatia.engines.flows import alarms as engine
from egnatia.picture.queries.watched import Ends, Watched

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ringing:
    """What rings in one period of a series; `since` is the first period of the same episode.

    observed  where late reports can still come, the least that there will have been of a rise, the most of a fall
    """

    direction: str
    pace: str
    rule: str
    since: date
    period: date
    expected: float
    low: float
    high: float
    observed: float
    p: float


@dataclass(frozen=True, slots=True)
class PastEpisode:
    """An episode that the rules would have rung for. `alarm` is what rang first; `last` the last period that rang.

    lasted   whether the figures stayed more than half-way from what was expected to what was seen, on the average of the
             `AFTER` periods that followed; None where these aren't over yet
    """

    alarm: Ringing
    last: date
    peak: float
    lasted: bool | None


#: Periods after an alarm in which a movement that was more than chance still shows.
AFTER = {"month": 3, "day": 7}


def find_ringing(watched: Watched) -> Ringing | None:
    """What rings in the latest periods that the rule looks back on, the newest first; None where all is as usual.

    A period whose reports can still come rings by what it will have counted at least (a rise) or at most (a fall), and is
    looked at until they are in.
    """
    if not watched.is_judged:
        return None
    ends = watched.ends
    for back in range(min(watched.rule.look_back + ends.open, len(ends.periods))):
        found = _ask(watched, ends, len(ends.periods) - back)
        if found is not None and _is_large_enough(found, watched):
            return _in_days(found, ends.periods)
    return None


def past_episodes(watched: Watched) -> list[PastEpisode]:
    """Every episode that the rules would have rung for since the series began, the first in front."""
    if len(watched.values) < watched.rule.shortest:
        return []
    try:
        found = engine.find_alarms(watched.values, every=_every(watched), budget=watched.rule.budget)
    except EngineError as error:
        _log.warning("%s isn't judged: %s", watched.key, error)
        return []
    large = [alarm for alarm in found if _is_large_enough(alarm, watched)]
    return list(_episodes(large, watched))


def _ask(watched: Watched, ends: Ends, length: int) -> engine.Alarm | None:
    try:
        return engine.is_alarm_between(ends.low[:length], ends.high[:length], every=_every(watched), budget=watched.rule.budget)
    except EngineError as error:  # one series that can't be judged doesn't keep the others from being looked at
        _log.warning("%s isn't judged: %s", watched.key, error)
        return None


def _every(watched: Watched) -> Literal["month", "day"]:
    return cast(Literal["month", "day"], watched.key.every)


def _is_large_enough(alarm: engine.Alarm, watched: Watched) -> bool:
    if alarm.direction == "rise":
        return alarm.observed >= watched.rule.smallest
    return alarm.expected >= watched.rule.smallest_fall


def _in_days(alarm: engine.Alarm, periods: list[date]) -> Ringing:
    return Ringing(
        direction=alarm.direction,
        pace=alarm.pace,
        rule=alarm.rule,
        since=periods[alarm.since],
        period=periods[alarm.period],
        expected=float(alarm.expected),
        low=float(alarm.low),
        high=float(alarm.high),
        observed=float(alarm.observed),
        p=float(alarm.p),
    )


def _episodes(alarms: list[engine.Alarm], watched: Watched) -> Iterator[PastEpisode]:
    for episode in engine.find_episodes(alarms):
        members = [one for one in alarms if (one.since, one.direction) == (episode.start, episode.direction)]
        first = members[0]
        yield PastEpisode(
            alarm=_in_days(first, watched.periods),
            last=watched.periods[episode.end],
            peak=float(episode.peak),
            lasted=_lasted(first, watched),
        )


def _lasted(alarm: engine.Alarm, watched: Watched) -> bool | None:
    after = watched.values[alarm.period + 1 :][: AFTER[watched.key.every]]
    known = [float(value) for value in after if value == value]  # NaN is not equal to itself
    if len(known) < AFTER[watched.key.every]:
        return None
    half_way = (alarm.expected + alarm.observed) / 2
    mean = sum(known) / len(known)
    return bool(mean > half_way if alarm.direction == "rise" else mean < half_way)  # of numpy's, JSON knows nothing
