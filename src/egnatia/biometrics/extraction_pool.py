"""Worker processes that read images: pure engine, no database, one image at a time each.

A process of its own keeps the network's memory out of the node's worker, gives it back after a while, and lets a crash of the
decoder cost one image's attempt instead of the whole worker. Started afresh (`spawn`), so that no thread, lock or database
connection of the parent is copied into it.
"""

import atexit
import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor

from egnatia.base.node_settings import value_of
from egnatia.biometrics.reading import Reading
from egnatia.biometrics.slaps import read_print

#: A worker process is replaced after so many images: whatever a library leaks is bounded.
IMAGES_PER_PROCESS = 200

_pool: ProcessPoolExecutor | None = None


def workers() -> int:
    """How many images are read at a time: setting `extraction_workers`, else all cores but one."""
    return max(1, int(value_of("extraction_workers")) or (os.cpu_count() or 2) - 1)


def submit(image: bytes, position: int, dpi: int) -> Future[Reading]:
    """Read an image in a worker process. Raises BrokenProcessPool when one died; call `stop` then."""
    global _pool
    if _pool is None:
        _pool = ProcessPoolExecutor(
            workers(),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_die_with_parent,
            max_tasks_per_child=IMAGES_PER_PROCESS,
        )
    return _pool.submit(read_print, image, position, dpi)


def stop() -> None:
    """End the worker processes, a hanging one too; the next image starts new ones."""
    global _pool
    if _pool is not None:
        processes = list((_pool._processes or {}).values())  # `kill_workers` comes only with Python 3.14
        _pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        _pool = None


def _die_with_parent() -> None:
    """A worker process doesn't outlive a node that was killed, and leaves the pages their share of the machine."""
    atexit.register(gc.freeze)  # it has modules to let go of, but no time to look for garbage among them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all; the parent ends us in its own time
    os.nice(5)
    threading.Thread(target=_wait_for_parents_end, daemon=True).start()


def _wait_for_parents_end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
