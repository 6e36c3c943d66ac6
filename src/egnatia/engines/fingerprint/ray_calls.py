"""Calls to Ray that come back in time, whatever becomes of the cluster: it is in another process, `ray_process`."""

import itertools
import logging
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TooLate
from importlib.util import find_spec
from multiprocessing.connection import Connection
from threading import Event, Lock, Thread
from typing import Any

from egnatia.engines.errors import EngineError

#: Seconds in which that process has to be ready, in which one answer more is waited for, and until it is started again.
STARTING, MARGIN, PAUSE = 30.0, 3.0, 2.0
#: Seconds after which it is replaced where nothing in the cluster answers.
RENEWAL = 15.0
_READY = -1
_log = logging.getLogger(__name__)
_MODULE = "egnatia.engines.fingerprint.ray_process"


class RayCalls:
    """Calls to one Ray cluster; the process that makes them is started with the first, and again when it has ended."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._guard = Lock()
        self._running: _RayProcess | None = None
        self._tried = -PAUSE

    def call(self, what: str, namespace: str, by_name: dict[str, Any], seconds: float) -> dict[str, Any]:
        """What came of it within so many seconds, by name. Raises EngineError `gallery.cluster_down`."""
        running = self._get_running()
        try:
            return running.call(what, namespace, by_name, seconds)
        except (TooLate, CancelledError, OSError) as error:
            self.end()
            raise self._is_down() from error

    def renew(self) -> None:
        """Nothing answers: unless the process is new, begin with another. It can't follow a cluster that was started anew."""
        if self._running is not None and time.monotonic() - self._running.started > RENEWAL:
            self.end()

    def end(self) -> None:
        """End the process; parts of the gallery go on in the cluster."""
        with self._guard:
            if self._running is not None:
                self._running.end()
            self._running = None

    def _get_running(self) -> "_RayProcess":
        with self._guard:
            if self._running is not None and not self._running.is_running:
                self._running.end()
                self._running = None
            if self._running is None:
                self._require_cluster()
                self._running = _RayProcess(self._address)
            return self._running

    def _require_cluster(self) -> None:
        """Ray itself would try for a minute."""
        if time.monotonic() - self._tried < PAUSE:
            raise self._is_down()
        self._tried = time.monotonic()
        host, _, port = self._address.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=PAUSE).close()
        except (OSError, ValueError) as error:
            raise self._is_down() from error

    def _is_down(self) -> EngineError:
        return EngineError(
            "gallery.cluster_down",
            f"No Ray cluster answers at {self._address}.",
            "Start Ray there, or set gallery_cluster_address: docs/guides/operators.md",
        )


class _RayProcess:
    def __init__(self, address: str) -> None:
        ours, theirs = socket.socketpair()
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(place for place in sys.path if place)}
        self.started = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  (our own)
            [sys.executable, "-m", _MODULE, str(theirs.fileno()), address],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C is for us, who then close the pipe
        )
        theirs.close()
        self._connection = Connection(ours.detach())
        self._numbers = itertools.count()
        self._waiting: dict[int, Future[dict[str, Any]]] = {}
        self._guard = Lock()
        self._ready = Event()
        Thread(target=self._read, daemon=True).start()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None and not self._connection.closed

    def call(self, what: str, namespace: str, by_name: dict[str, Any], seconds: float) -> dict[str, Any]:
        if not self._ready.wait(STARTING):
            raise TooLate
        if not self.is_running:
            raise ConnectionError
        number, answer = next(self._numbers), Future[dict[str, Any]]()
        self._waiting[number] = answer
        with self._guard:
            self._connection.send((number, what, namespace, by_name, seconds))
        return answer.result(seconds + MARGIN)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        try:
            while True:
                number, results = self._connection.recv()
                if number == _READY:
                    if "problem" in results:
                        _log.warning("Ray refuses: %s", results["problem"])
                        continue
                    self._ready.set()
                else:
                    self._waiting.pop(number).set_result(results)
        except (EOFError, OSError):  # it has ended
            self._connection.close()
            self._ready.set()
            while self._waiting:
                self._waiting.popitem()[1].cancel()


_calls: dict[str, RayCalls] = {}


def get_calls(address: str) -> RayCalls:
    """The calls of this process to that cluster. Raises EngineError `gallery.cluster_not_installed`."""
    if find_spec("ray") is None:
        raise EngineError(
            "gallery.cluster_not_installed",
            "The gallery is to be in parts on a cluster, and Ray isn't installed.",
            'Install egnatia[cluster], or set gallery = "embedded".',
        )
    return _calls.setdefault(address, RayCalls(address))
