"""Nodes, a seed, and everything that can go wrong: then all that was said must have arrived, once, in order, and provably.

kill        SIGKILL of a server or a worker with all its processes, at any moment; it is started again
skew        a process is started anew with a clock one to ten minutes off, and right again a little later
disk_full   a node's processes can't write beyond the first page of any file for a while (RLIMIT_FSIZE)
the line's  see `line.FAULTS`
"""

import random
import resource
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.exchange.faults.line import Line
from tests.exchange.nodes import LiveNode, region, wait_until

PARTNERS = ("AL", "BA", "XK", "ME", "MK", "RS")
#: Of all faults, by kind; the rest is the line's.
SHARES = {"kill": 0.055, "skew": 0.004, "disk_full": 0.006}
#: How often the line does something to a request.
_PROBABILITY = 0.5
_QUIET_SECONDS = 240.0


@dataclass
class Found:
    """What a round came to.

    faults      by kind
    messages    that were sent
    lost        not answered for in the end, not kept by their receiver, or with another answer there than here
    doubled     acted on more than once, or never sent
    reordered   entered in the receiver's log before an earlier one of their correspondence
    unproven    nodes whose log, checked from files alone with the heads that partners kept, isn't whole
    """

    faults: Counter[str]
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.reordered or self.unproven)


@contextmanager
def campaign(directory: Path, seed: int, partners: tuple[str, ...] = PARTNERS) -> Iterator["Campaign"]:
    """Nodes that know each other by their lines, running."""
    lines = {code: Line(0, f"{seed}-{code}") for code in partners}
    for line in lines.values():
        line.open()
    try:
        urls = {code: f"http://localhost:{line.port}" for code, line in lines.items()}
        with region(directory, *partners, urls=urls, settings={"exchange_head_minutes": 1}) as nodes:
            for code, node in nodes.items():
                lines[code].target = node.port
            yield Campaign(nodes, lines, seed)
    finally:
        for line in lines.values():
            line.close()


class Campaign:
    """Rounds of faults over one region; after each everything is looked at."""

    def __init__(self, nodes: dict[str, LiveNode], lines: dict[str, Line], seed: int) -> None:
        self.nodes, self.lines = nodes, lines
        self._random = random.Random(f"campaign-{seed}")
        self._own: Counter[str] = Counter()
        self._guards = {code: threading.Lock() for code in nodes}
        self._seed = seed

    def run(self, faults: int) -> Found:
        """That many faults while messages flow; then quiet, and what is found."""
        before = self._tally()
        self._set_lines(_PROBABILITY)
        wanted = {kind: round(faults * share) for kind, share in SHARES.items()}
        codes, turn = list(self.nodes), 0
        while (done := self._tally() - before).total() < faults or any(done[kind] < wanted[kind] for kind in wanted):
            turn += 1
            self._talk(codes[turn % len(codes)])
            self._strike(done, wanted, faults)
            self._start_dead()
            time.sleep(0.02)
        self._set_lines(0.0)
        self._calm_down()
        found = Found(self._tally() - before)
        self._look(found)
        return found

    def _tally(self) -> Counter[str]:
        total = Counter(self._own)
        for line in self.lines.values():
            total.update({kind: count for kind, count in line.happened.items() if kind != "none"})
        return total

    def _set_lines(self, probability: float) -> None:
        for line in self.lines.values():
            line.probability = probability

    def _talk(self, code: str) -> None:
        """Somebody at the node has something to say to partners whose queue is short, and now and then registers a person."""
        if self._guards[code].acquire(blocking=False):  # not while its disk is full: an officer would try again
            try:
                self.nodes[code].step("talk", up_to=6)
                if self._random.random() < 0.02:
                    self.nodes[code].step("register", seed=self._random.randrange(10**6))
            finally:
                self._guards[code].release()

    def _strike(self, done: Counter[str], wanted: dict[str, int], faults: int) -> None:
        """As many of the nodes' own faults as are due by now, one at a time."""
        part = min(1.0, (done.total() + 1) / faults)
        for kind, count in wanted.items():
            if done[kind] < part * count:
                code = self._random.choice(list(self.nodes))
                if getattr(self, f"_{kind}")(code):
                    self._own[kind] += 1

    def _kill(self, code: str) -> bool:
        name = self._random.choice(("serve", "work"))
        if name not in self.nodes[code].processes or self.nodes[code].processes[name].poll() is not None:
            return False
        if not self._guards[code].acquire(blocking=False):
            return False
        extra = self.nodes[code].extras[name]
        self.nodes[code].kill(name)
        self._later(code, lambda: self.nodes[code].start(name, **extra))
        return True

    def _skew(self, code: str) -> bool:
        name, seconds = self._random.choice(("serve", "work")), self._random.choice((-1, 1)) * self._random.randint(61, 600)
        if not self._guards[code].acquire(blocking=False):
            return False

        def be_wrong_for_a_while() -> None:
            node = self.nodes[code]
            for shift in ({"EGNATIA_CLOCK_SHIFT": str(seconds)}, {}):
                node.stop(name)
                node.start(name, **shift)
                time.sleep(3)

        self._later(code, be_wrong_for_a_while)
        return True

    def _disk_full(self, code: str) -> bool:
        if not self._guards[code].acquire(blocking=False):
            return False

        def be_full_for_a_while() -> None:
            pids = [process.pid for process in self.nodes[code].processes.values()]
            _limit_files(pids, 4096)
            time.sleep(2)
            _limit_files(pids, resource.RLIM_INFINITY)

        self._later(code, be_full_for_a_while)
        return True

    def _later(self, code: str, act: Any) -> None:
        """In a thread of its own; the node's guard is given back at its end."""

        def run() -> None:
            try:
                act()
            finally:
                self._guards[code].release()

        threading.Thread(target=run, daemon=True).start()

    def _start_dead(self) -> None:
        for code, node in self.nodes.items():
            if self._guards[code].acquire(blocking=False):
                try:
                    node.restart_dead()
                finally:
                    self._guards[code].release()

    def _calm_down(self) -> None:
        for guard in self._guards.values():  # whatever is under way ends
            guard.acquire()
            guard.release()
        self._wait_for_quiet()

    def _wait_for_quiet(self) -> None:
        quiet = lambda: all(node.step("unanswered") == 0 for node in self.nodes.values())  # noqa: E731
        wait_until(quiet, self.nodes, patience=_QUIET_SECONDS)

    def _look(self, found: Found) -> None:
        """What the nodes' ledgers say. They are read one after the other while workers go on showing their heads, so they are
        read twice: what was sent by the first reading must have arrived by the second, what had arrived was sent by it.
        """
        earlier = {code: node.step("ledger") for code, node in self.nodes.items()}
        self._wait_for_quiet()
        told = {code: node.step("ledger") for code, node in self.nodes.items()}
        for code, ledger in told.items():
            due = {row[1] for row in earlier[code]["sent"]}
            found.messages += len(due)
            for receiver, message_id, digest, state, answer in ledger["sent"]:
                kept = told[receiver]["received"].get(message_id)
                is_whole = state == "answered" and kept and kept["digest"] == digest and kept["answer"] == answer
                if message_id in due and not is_whole:
                    found.lost.append(f"{code} to {receiver}: {message_id} ({state})")
        sent = {(code, row[1]) for code, ledger in told.items() for row in ledger["sent"]}
        for code, ledger in earlier.items():
            self._look_at_receiver(code, ledger, sent, found)
        found.unproven += self._prove()

    def _look_at_receiver(self, code: str, ledger: Any, sent: set[tuple[str, str]], found: Found) -> None:
        orders: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for message_id, row in ledger["received"].items():
            if (row["partner"], message_id) not in sent or row["entries"] != 1 or row["searches"] > 1:
                found.doubled.append(f"{code} from {row['partner']}: {message_id}")
            orders[row["partner"], row["correspondence"]].append((row["number"], row["first_entry"]))
        for (partner, correspondence), rows in orders.items():
            entries = [entry for _, entry in sorted(rows)]
            if entries != sorted(entries) or sorted(number for number, _ in rows) != list(range(1, len(rows) + 1)):
                found.reordered.append(f"{code} from {partner}: {correspondence}")

    def _prove(self) -> list[str]:
        """Each log, exported to files and checked against the heads that the partners kept.

        The logs are exported once more after the kept heads: they go on growing, and their heads are shown meanwhile.
        """
        first = next(iter(self.nodes.values()))
        folder = first.directory.parent / f"proof-{time.monotonic_ns()}"
        for part in ("heads", "logs"):
            (folder / part).mkdir(parents=True)
            for code, node in self.nodes.items():
                node.run("log", "export", str(folder / part / code))
        first.run("log", "keys", str(folder / "keys.txt"))
        broken = []
        for code in self.nodes:
            files = (folder / "heads" / other / "kept" / f"{code}.txt" for other in self.nodes if other != code)
            kept = [item for file in files for item in ("--kept", str(file))]
            log, keys = str(folder / "logs" / code), str(folder / "keys.txt")
            said = first.run("log", "verify", log, "--keys", keys, *kept, accept=(0, 1))
            if "Nothing wrong was found." not in said:
                broken.append(f"{code}: {said}")
        return broken


def _limit_files(pids: list[int], size: int) -> None:
    """The processes and their children can't make a file larger than `size` bytes."""
    for pid in [*pids, *(child for one in pids for child in _children(one))]:
        try:
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
        except ProcessLookupError:
            continue


def _children(pid: int) -> list[int]:
    try:
        found = [int(one) for path in Path(f"/proc/{pid}/task").glob("*/children") for one in path.read_text().split()]
    except OSError:
        return []
    return found + [deeper for one in found for deeper in _children(one)]
