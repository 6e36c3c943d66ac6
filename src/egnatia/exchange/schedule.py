"""When to try again: after pauses that double up to a limit, with some chance so that partners don't march in step."""

import random
from datetime import datetime, timedelta

from django.db.models import Q

from egnatia.base.node_settings import value_of

#: A partner puts a single message off by a day at most (its quota).
LONGEST_POSTPONEMENT = timedelta(days=1)
_FIRST_PAUSE = 1.0


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row (1 and up); at most `exchange_longest_pause` seconds of node.toml."""
    seconds = min(longest_pause().total_seconds(), _FIRST_PAUSE * 2 ** min(failures - 1, 20))
    return timedelta(seconds=seconds * random.uniform(0.8, 1.0))  # noqa: S311  (no secret)


def longest_pause() -> timedelta:
    """`exchange_longest_pause` of node.toml, in seconds."""
    return timedelta(seconds=value_of("exchange_longest_pause"))


def is_resting(field: str, now: datetime, longest: timedelta) -> Q:
    """That `field` says to wait. A moment further off than any pause was set by a clock that has been put right since."""
    return Q(**{f"{field}__gt": now, f"{field}__lte": now + longest})
