"""The worker: runs every package's jobs, each in a thread of its own, and wakes them when something was committed."""

import fcntl
import logging
import signal
import threading
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection

from egnatia.audit.context import SYSTEM, acting
from egnatia.base import clock, jobs
from egnatia.base.errors import Problem
from egnatia.base.loading import loading
from egnatia.base.node import Node
from egnatia.base.wake import Waker
from egnatia.site.packages import modules

logger = logging.getLogger(__name__)
NIGHT_HOUR = 2  # local time at which nightly jobs start
PAUSE_AFTER_FAILURE = 5.0
HUNG_AFTER = 30.0  # seconds without a look round, which a worker takes each second


class Worker:
    """One worker per node; a second one is refused by its lock."""

    def __init__(self, served: Node) -> None:
        self._node = served
        self._stopping = threading.Event()
        self._wakers: list[threading.Event] = []
        self._sleepers: list[threading.Event] = []
        self._lock = _take_lock(served.folder("run") / "work.lock")

    def run(self) -> None:
        """Work until `stop`."""
        with loading():
            list(modules("jobs"))
        waker = Waker()
        threads = [self._start(job) for job in jobs.registered() if job.seconds is not None]
        threads.append(threading.Thread(target=self._run_nights, name="nightly"))
        threads[-1].start()
        alive = self._node.folder("run") / "work.alive"
        try:
            while not self._stopping.is_set():
                alive.touch()
                if waker.wait(1.0):
                    for event in self._wakers:
                        event.set()
        finally:
            self.stop()
            for thread in threads:
                thread.join(timeout=30)
            waker.close()
            self._lock.close()

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self._stopping.set()
        for event in (*self._wakers, *self._sleepers):
            event.set()

    def _start(self, job: jobs.Job) -> threading.Thread:
        event = threading.Event()
        (self._wakers if job.woken else self._sleepers).append(event)
        thread = threading.Thread(target=self._repeat, args=(job, event), name=job.name)
        thread.start()
        return thread

    def _repeat(self, job: jobs.Job, event: threading.Event) -> None:
        if not job.woken:
            event.wait(job.seconds)
        while not self._stopping.is_set():
            event.clear()
            if not run_job(job):
                event.wait(job.seconds)
        connection.close()

    def _run_nights(self) -> None:
        marker = self._node.folder("run") / "last_night"
        while not self._stopping.wait(20):
            local = clock.now().astimezone(ZoneInfo(settings.TIME_ZONE))
            if local.hour >= NIGHT_HOUR and not _was_done(marker, local):
                run_night()
                marker.write_text(local.date().isoformat())
        connection.close()


def pass_over_tonight(served: Node) -> None:
    """What the night does is done already: a new demo node begins with it."""
    marker = served.folder("run") / "last_night"
    marker.write_text(clock.local_today().isoformat())


def run_job(job: jobs.Job) -> int | None:
    """One look of one job: how many items it dealt with, or None where it failed.

    A failure is logged and the job tried again later, so that one bad item can't stop the rest.
    """
    try:
        with acting(SYSTEM, where=f"worker {job.name}"):
            done = job.run()
        close_old_connections()
    except (Problem, DatabaseError, OperationalError, InterfaceError, OSError) as error:
        logger.warning("%s: %s", job.name, error)
        connection.close()
        threading.Event().wait(PAUSE_AFTER_FAILURE)
        return None
    return done


def run_night() -> dict[str, int | None]:
    """All nightly jobs once; how many items each dealt with, None for one that failed."""
    return {job.name: run_job(job) for job in jobs.registered() if job.seconds is None}


def work(served: Node) -> None:
    """Run a worker until SIGINT or SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each delivery would bury the rest
    worker = Worker(served)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()


def is_working(node: Node) -> bool:
    """Whether a worker of this node is alive: it holds its lock and has looked round lately, so neither killed nor hung."""
    if not has_looked_round(node):
        return False
    try:
        _take_lock(node.folder("run") / "work.lock").close()
    except Problem:
        return True
    return False


def has_looked_round(node: Node) -> bool:
    """Whether a worker looked round lately; one that was killed a moment ago counts. Leaves its lock alone."""
    alive = node.directory / "run" / "work.alive"
    return alive.is_file() and time.time() - alive.stat().st_mtime <= HUNG_AFTER


def _was_done(marker: Path, local: datetime) -> bool:
    return marker.is_file() and marker.read_text().strip() == local.date().isoformat()


def _take_lock(path: Path):  # type: ignore[no-untyped-def]
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise Problem("site.worker_running", "A worker runs for this node already.", "Stop it first.", status=409) from None
    return file
