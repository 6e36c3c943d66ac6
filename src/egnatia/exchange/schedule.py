"""When to try again: after pauses that double up to a limit, with some chance so that partners don't march in step."""

import random
from datetime import timedelta

from egnatia.base import node

_FIRST_PAUSE = 1.0
_DEFAULT_LONGEST = 300.0


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row (1 and up); at most `exchange_longest_pause` seconds of node.toml."""
    longest = float(node.current().setting("exchange_longest_pause", _DEFAULT_LONGEST))
    seconds = min(longest, _FIRST_PAUSE * 2 ** min(failures - 1, 20))
    return timedelta(seconds=seconds * random.uniform(0.8, 1.0))  # noqa: S311  (no secret)
