"""How a series is watched by month and by day: what it is compared with, and how far back.

Every constant of the alarms stands here. None was chosen by looking at which shocks of the route it finds: the look-back of
the level rule is the shortest that Farrington and others use (three years), the scale comes from two years, and the day's
values are the month's idea at the pace of a chain of borders that people cross within a week.
"""

from dataclasses import dataclass
from typing import Literal

from egnatia.engines.errors import EngineError

Every = Literal["month", "day"]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Constants for one kind of series, all in its own periods.

    per_year: periods in a year; season: periods after which the seasonal pattern repeats, with `harmonics` waves in it;
    look_back: the level rule's past; skipped: its newest part left out, so that a rise doesn't become its own norm;
    fewest: what it needs at least; base: periods before, whose mean is what a change is measured from; span: periods whose
    mean is the changed value; scale_window: past changes that give the usual size of a change; fewest_changes: needed at
    least; gap: flagged periods at most so far apart are one episode.
    """

    per_year: int
    season: int
    harmonics: int
    look_back: int
    skipped: int
    fewest: int
    base: int
    span: int
    scale_window: int
    fewest_changes: int
    gap: int


_RHYTHMS: dict[str, Rhythm] = {
    "month": Rhythm(
        per_year=12, season=12, harmonics=1, look_back=36, skipped=3, fewest=12,
        base=1, span=1, scale_window=24, fewest_changes=12, gap=2,
    ),
    "day": Rhythm(
        per_year=365, season=7, harmonics=3, look_back=84, skipped=7, fewest=28,
        base=7, span=2, scale_window=56, fewest_changes=28, gap=3,
    ),
}  # fmt: skip

RULES = 3  # level, change, drift: each gets a third of the budget
FEWEST_PERSONS = 3  # a rise to one or two persons rings nobody out of bed


def get_rhythm(every: Every) -> Rhythm:
    """Constants for a series by month or by day. Raises EngineError flows.every."""
    try:
        return _RHYTHMS[every]
    except KeyError:
        raise EngineError("flows.every", f"Alarms aren't raised by {every}.", "Give a series by month or by day.") from None


def get_chance(rhythm: Rhythm, budget: float) -> float:
    """How probable a false alarm of one rule in one period may be, when `budget` false alarms a year are accepted.

    Raises EngineError flows.budget when the budget isn't above nought or asks for an alarm in every period.
    """
    if not 0 < budget < rhythm.per_year / 2:
        raise EngineError(
            "flows.budget",
            f"A budget of {budget} false alarms a year can't be kept.",
            f"Give more than 0 and fewer than {rhythm.per_year // 2}.",
        )
    return budget / rhythm.per_year / RULES
