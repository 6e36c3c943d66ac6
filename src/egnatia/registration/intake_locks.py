"""One call at a time for one registration: a second one waits for the first and then finds its result.

The lock is on a file of the node's directory, so it goes with the process that held it, however that ended. Without it the
database would still refuse doubles, only with worse words.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from egnatia.base import node
from egnatia.registration.problems import busy

_WAIT_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.05


@contextmanager
def one_call_at_a_time(key: str) -> Iterator[None]:
    """Hold the lock of this key (hexadecimal). Raises Problem `registration.busy` after a minute."""
    # 256 files serve all keys: two calls that share one by chance merely wait for each other.
    with node.current().path("run", f"intake-{key[:2]}.lock").open("w") as file:
        ends = time.monotonic() + _WAIT_SECONDS
        while not _taken(file.fileno()):
            if time.monotonic() > ends:
                raise busy()
            time.sleep(_LOOK_AGAIN_SECONDS)
        yield  # closing the file gives the lock back


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
