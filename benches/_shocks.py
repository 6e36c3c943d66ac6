"""The nine known shocks of the route, and what counts as having seen one."""

from collections.abc import Sequence
from dataclasses import dataclass

from egnatia.engines.flows.alarms import Alarm

SHOCKS = {
    "2013-03": "rise", "2014-09": "rise", "2015-07": "rise", "2016-03": "fall", "2019-11": "rise",
    "2020-04": "fall", "2021-08": "rise", "2022-05": "rise", "2023-11": "fall",
}  # fmt: skip
EARLY, LATE = 2, 3  # months around the onset in which an alarm belongs to the shock
FIRST = "2012-04"  # alarms before aren't judged: the series is too short


@dataclass(frozen=True, slots=True)
class Score:
    """hits of the nine; delays: months after the onset of each, None for a miss; false_per_year: alarms a year that belong
    to no shock of their direction."""

    hits: int
    delays: list[int | None]
    false_per_year: float


def score(found: Sequence[tuple[int, str]], months: Sequence[str]) -> Score:
    """Judge alarms, (month index, direction) each."""
    windows = {(month, way) for onset, way in SHOCKS.items() for month in around(months.index(onset))}
    delays: list[int | None] = []
    for onset, way in SHOCKS.items():
        at = months.index(onset)
        delays.append(min((month - at for month, direction in found if direction == way and month in around(at)), default=None))
    first = months.index(FIRST)
    false = [alarm for alarm in found if alarm[0] >= first and alarm not in windows]
    return Score(sum(delay is not None for delay in delays), delays, 12 * len(false) / (len(months) - first))


def around(onset: int) -> range:
    return range(onset - EARLY, onset + LATE + 1)


def beginnings(alarms: Sequence[Alarm]) -> list[tuple[int, str]]:
    """Alarms as an officer gets them: one for each episode."""
    return [(alarm.period, alarm.direction) for alarm in alarms if alarm.is_new]


def join(months: Sequence[tuple[int, str]], gap: int) -> list[tuple[int, str]]:
    """The same for a peer that only flags months."""
    last: dict[str, int] = {}
    begun = []
    for month, direction in sorted(months):
        if direction not in last or month - last[direction] > gap:
            begun.append((month, direction))
        last[direction] = month
    return begun
