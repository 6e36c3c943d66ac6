"""How a series is watched by month and by day: what it is compared with, and how far back.

Every constant of the alarms stands here. The level rule looks back three years, the shortest that is common with Farrington's
method, and skips the last three months, so that an episode isn't taken for what is usual (with six, one of the nine known
shocks of the route is missed); a change's usual size comes from two years. The day's values
are the same idea at the pace of a chain of borders that people cross within a week: two days against the week before for the
sudden, week against week for the slow. What happens when each constant is another one, the bench `flows_shocks` counts.
"""

from dataclasses import dataclass
from typing import Literal

from egnatia.engines.errors import EngineError

Every = Literal["month", "day"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change: the mean of the newest `span` periods against the mean of the `base` periods before.

    window: past periods whose changes give its usual size, one in `step` of them; fewest: changes needed at least.
    """

    span: int
    base: int
    window: int
    fewest: int
    step: int = 1


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
    sudden: Comparison
    slow: Comparison
    gap: int


_RHYTHMS: dict[str, Rhythm] = {
    "month": Rhythm(
        per_year=12, season=12, harmonics=1, look_back=36, skipped=3, fewest=12,
        sudden=Comparison(span=1, base=1, window=24, fewest=12),
        slow=Comparison(span=1, base=1, window=24, fewest=12),
        gap=2,
    ),
    "day": Rhythm(
        per_year=365, season=7, harmonics=3, look_back=84, skipped=7, fewest=28,
        sudden=Comparison(span=2, base=7, window=56, fewest=28),
        slow=Comparison(span=7, base=7, window=182, fewest=8, step=7),
        gap=7,
    ),
}  # fmt: skip

RULES = 3  # level, change, drift: each gets a third of the budget
FEWEST_PERSONS = 3  # one or two persons are no rise, however rare


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
