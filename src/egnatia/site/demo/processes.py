"""The demo's processes: started together, ended together, whatever ends the demo."""

import ctypes
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from egnatia.base.errors import Problem
from egnatia.site.demo.region import DemoNode

_PR_SET_PDEATHSIG = 1
_WAIT_SECONDS = 60


class Processes:
    """Web server and worker of each node, by partner. Use as a context manager: leaving it ends them all."""

    def __init__(self) -> None:
        self._running: dict[str, list[subprocess.Popen[bytes]]] = {}

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_: object) -> None:
        for partner in list(self._running):
            self.stop(partner)

    def start(self, node: DemoNode) -> None:
        """Start the node's server and worker; their words go to run/serve.log and run/work.log in its directory."""
        if _is_taken(node.port):
            raise Problem("demo.port_taken", f"Port {node.port} is in use.", "End the program that uses it, then try again.")
        self._running[node.partner] = [_start(node, "serve"), _start(node, "work")]

    def wait_until_answering(self, node: DemoNode) -> None:
        """Raises Problem `demo.not_answering` when the first page doesn't come within a minute."""
        ends = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < ends:
            try:
                with urllib.request.urlopen(node.url + "/", timeout=5) as answer:  # noqa: S310  (our own loopback address)
                    answer.read()
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        log = node.directory / "run" / "serve.log"
        raise Problem("demo.not_answering", f"The node of {node.partner} doesn't answer.", f"Look into {log}.", status=500)

    def of(self, partner: str) -> list[int]:
        """Numbers of the node's two processes."""
        return [process.pid for process in self._running.get(partner, [])]

    def stop(self, partner: str) -> None:
        """End the node's processes and wait until they are gone."""
        processes = self._running.pop(partner, [])
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _start(node: DemoNode, what: str) -> subprocess.Popen[bytes]:
    log = Path(node.directory, "run", f"{what}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as words:
        return subprocess.Popen(  # noqa: S603
            node.command(what), stdin=subprocess.DEVNULL, stdout=words, stderr=words, preexec_fn=_alone_but_not_outliving_us
        )


def _alone_but_not_outliving_us() -> None:
    """A process group of its own, so that Ctrl-C reaches the demo only; and an end with the demo, even if that is killed."""
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
