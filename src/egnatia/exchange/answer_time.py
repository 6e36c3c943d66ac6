"""When an answer to a search leaves: at the end of a step of time, so that how long it took doesn't say what it is.

A match is a little more work than no match. A step (`exchange_answer_step_ms` of node.toml) is many times that difference: both
leave at its end, and whoever measures sees the step. A search that takes longer leaves at the end of a later one. The answer is
sealed and signed before, so that nothing is left to be done then.
"""

import time

from egnatia.base.node_settings import value_of


def wait_for_step(began: float) -> None:
    """Sleep until a whole number of steps has gone by since `began` (time.monotonic). Outside any transaction."""
    step = value_of("exchange_answer_step_ms") / 1000
    time.sleep(step - (time.monotonic() - began) % step)
