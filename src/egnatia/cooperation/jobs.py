"""Each night: new standing commitments get their row, and what falls due is reminded of."""

from egnatia.base.jobs import nightly
from egnatia.cooperation.actions.remind import remind
from egnatia.cooperation.actions.seed_commitments import seed_commitments


@nightly
def seed_standing_commitments() -> int:
    """Commitments that the rules have and the table hasn't yet."""
    return seed_commitments()


@nightly
def make_reminders() -> int:
    """The report to the ministers, commitments and items of the work programme."""
    return remind()
