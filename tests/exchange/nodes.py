"""Live nodes: real processes, real HTTP on loopback, each with its own directory and database."""

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from egnatia.base.node import Node, create
from tests import prepared

REPOSITORY = Path(__file__).resolve().parents[2]
_draw = random.SystemRandom()  # the seed of the tests is the same in each of their processes
TRIPWIRES = Path(__file__).resolve().parent / "tripwires"
#: Seconds; no test waits so long unless the machine is many times slower than ours, or something is wrong.
PATIENCE = 240.0


@dataclass
class LiveNode:
    """One node. `serve` and `work` are processes that can be stopped, killed and started again."""

    directory: Path
    partner: str
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    extras: dict[str, dict[str, str]] = field(default_factory=dict)
    officer: subprocess.Popen[str] | None = None

    def run(self, *arguments: str, accept: tuple[int, ...] = (0,), timeout: float = PATIENCE) -> str:
        """One command of the node."""
        command = [sys.executable, "-m", "egnatia", "--node", str(self.directory), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=_environment(), cwd=REPOSITORY, timeout=timeout)
        assert done.returncode in accept, done.stdout + done.stderr
        return done.stdout

    def step(self, name: str, **arguments: Any) -> Any:
        """What an officer does at the node, in a process that stays (`in_node.py`)."""
        if self.officer is None:
            with (self.directory / "officer.log").open("ab") as log:
                self.officer = subprocess.Popen(
                    [sys.executable, "-m", "tests.exchange.in_node"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    env=_environment() | {"EGNATIA_NODE": str(self.directory)},
                    cwd=REPOSITORY,
                )
        assert self.officer.stdin is not None and self.officer.stdout is not None
        self.officer.stdin.write(json.dumps([name, arguments]) + "\n")
        self.officer.stdin.flush()
        answer = self.officer.stdout.readline()
        assert answer, self.log()
        return json.loads(answer)

    def start(self, *names: str, tripwires: tuple[str, ...] = (), sprung: Path | None = None, **environment: str) -> None:
        """Start `serve`, `work` or both; `tripwires` kill the process at these steps, one each time it is started."""
        extra = dict(environment)
        if tripwires:
            extra |= {
                "EGNATIA_TRIPWIRES": " ".join(tripwires),
                "EGNATIA_TRIPWIRES_SPRUNG": str(sprung),
                "PYTHONPATH": f"{TRIPWIRES}{os.pathsep}{REPOSITORY / 'src'}",
            }
        for name in names or ("serve", "work"):
            self.extras[name] = extra
        for name in names or ("serve", "work"):
            log = (self.directory / f"{name}.log").open("ab")
            command = [sys.executable, "-m", "egnatia", "--node", str(self.directory), name]
            self.processes[name] = subprocess.Popen(
                command, stdout=log, stderr=log, env=_environment() | extra, cwd=REPOSITORY, start_new_session=True
            )
            log.close()
        if "serve" in (names or ("serve",)):
            self._await_server()

    def stop(self, *names: str) -> None:
        for name in names or tuple(self.processes):
            process = self.processes.pop(name, None)
            if process is None:
                continue
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _end_group(process)

    def kill(self, name: str) -> None:
        """kill -9, the whole process group."""
        process = self.processes.pop(name)
        _end_group(process)
        process.wait(60)

    def restart_dead(self) -> None:
        """Start again whatever died, as a service manager would."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                _end_group(process)
                self.processes.pop(name)
                self.start(name, **self.extras[name])

    def dismiss(self) -> None:
        """Send the officer home."""
        if self.officer is not None and self.officer.stdin is not None and self.officer.stdout is not None:
            self.officer.stdin.close()
            self.officer.wait(60)
            self.officer.stdout.close()

    def log(self) -> str:
        return "".join(
            f"== {self.partner} {name}\n" + path.read_text(errors="replace")[-3000:]
            for name in ("serve", "work", "officer")
            if (path := self.directory / f"{name}.log").is_file()
        )

    def _await_server(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://localhost:{self.port}/exchange/v1/messages", timeout=5)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log())


@contextmanager
def region(
    directory: Path, *partners: str, urls: Mapping[str, str] | None = None, settings: Mapping[str, object] | None = None
) -> Iterator[dict[str, LiveNode]]:
    """Nodes that know each other, running; all their processes are gone afterwards.

    urls       by partner: at which address the others find it, where that isn't its own
    settings   of node.toml, beside a short `exchange_longest_pause`, so that a test needs no patience
    """
    nodes = {code: LiveNode(directory / code.lower(), code, free_port()) for code in partners}
    try:
        for code, node in nodes.items():
            _create(node, (urls or {}).get(code), settings or {})
        set_up(list(nodes.values()))
        introduce(nodes)
        start_all(list(nodes.values()))
        yield nodes
    finally:
        for node in nodes.values():
            node.stop()
            node.dismiss()


def wait_until(ready: Callable[[], Any], nodes: Mapping[str, LiveNode], *, patience: float = PATIENCE) -> Any:
    """What `ready` gives as soon as it is true; processes that died meanwhile are started again."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if found := ready():
            return found
        for node in nodes.values():
            node.restart_dead()
        time.sleep(0.2)
    raise AssertionError("".join(node.log() for node in nodes.values()))


def free_port() -> int:
    """Below those from which connections go out (32768 to 60999 on Linux), so that none takes it before the node does."""
    while True:
        port = _draw.randrange(12_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def set_up(nodes: Sequence[LiveNode]) -> None:
    """Database, first accounts and keys of nodes that were created."""
    for node in nodes:
        prepared.copy_tables(node.directory / "db.sqlite3")
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda node: node.step("set_up", password="Long-enough-1234"), nodes))


def start_all(nodes: Sequence[LiveNode]) -> None:
    """Servers before workers: no first letter meets a partner that isn't there yet."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda node: node.start("serve"), nodes))
    for node in nodes:
        node.start("work")


def introduce(nodes: Mapping[str, LiveNode]) -> None:
    files = {code: str(node.directory / "member.json") for code, node in nodes.items()}
    for code, node in nodes.items():
        node.step("export", file=files[code])
    for code, node in nodes.items():
        node.step("introduce", files=[file for other, file in files.items() if other != code])


def _create(node: LiveNode, url: str | None, settings: Mapping[str, object]) -> None:
    made = create(
        node.directory,
        partner=node.partner,
        name=f"Node {node.partner}",
        port=node.port,
        url=url or f"http://localhost:{node.port}",
        settings={"exchange_longest_pause": 1} | dict(settings),
    )
    pass_over_tonight(made)


def pass_over_tonight(made: Node) -> None:
    """The night's work is no part of these tests, and would load half of the program in each node's first minute."""
    (made.folder("run") / "last_night").write_text(datetime.now(ZoneInfo("Europe/Skopje")).date().isoformat())


def _environment() -> dict[str, str]:
    """Without what the test's own node put into it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("EGNATIA_", "DJANGO_"))} | {
        "EGNATIA_LOG": "info"
    }


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """What the process started goes with it."""
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        return
