"""The six demo nodes: where they lie, how each is made and introduced to the others, and the list that joins them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egnatia.base.errors import Problem

#: Partner and port, in the order in which they start: the story begins in MK.
PORTS = {"MK": 8471, "RS": 8472, "AL": 8473, "BA": 8474, "XK": 8475, "ME": 8476}
PASSWORD = "demo-Egnatia-2026"  # noqa: S105  (of synthetic accounts on loopback, shown under a banner)
_READY = "ready"
#: How often the police of one partner may ask those of another.
_POLICE_A_DAY = 50


@dataclass(frozen=True, slots=True)
class DemoNode:
    """One of the six."""

    partner: str
    port: int
    directory: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def is_ready(self) -> bool:
        return (self.directory / "run" / _READY).is_file()

    def mark_ready(self) -> None:
        """Everything is set up: a later demo resumes from here instead of making the node again."""
        (self.directory / "run").mkdir(parents=True, exist_ok=True)
        (self.directory / "run" / _READY).touch()

    def run(self, *arguments: str, accept: Sequence[int] = (0,)) -> str:
        """Run an `egnatia` command on this node and give back what it printed.

        Raises Problem `demo.command_failed` for an exit code that isn't in `accept`.
        """
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False)  # noqa: S603
        words = done.stderr or done.stdout
        if done.returncode not in accept:
            raise Problem(
                "demo.command_failed",
                f"{self.partner}: {' '.join(arguments[:3])} ended with {done.returncode}: {words[-800:]}",
                "Start over with: make demo RESET=1",
                status=500,
            )
        return done.stdout

    def run_json(self, *arguments: str, accept: Sequence[int] = (0,)) -> Any:
        """Like `run`, for a command that answers in JSON."""
        return json.loads(self.run(*arguments, "--json", accept=accept).strip().splitlines()[-1])

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "egnatia", "--node", str(self.directory), *arguments]


def region(directory: Path, ports: dict[str, int] | None = None) -> dict[str, DemoNode]:
    """The six nodes below `directory`, by partner."""
    return {
        partner: DemoNode(partner, port, directory.absolute() / partner.lower()) for partner, port in (ports or PORTS).items()
    }


def make_region(nodes: dict[str, DemoNode], *, persons: int, tell: Callable[[str], object]) -> None:
    """Make six nodes, each with its accounts and people, and known to every other. Where one isn't there all are made: the list
    that they signed names the keys of each.

    persons   synthetic persons a node starts with
    tell      called with a line of progress now and then
    """
    if all(each.is_ready for each in nodes.values()):
        return

    def make(each: DemoNode) -> None:
        shutil.rmtree(each.directory, ignore_errors=True)
        _create(each)
        each.run("demo-fill", "--persons", str(persons))
        tell(f"  {each.partner}: {persons} synthetic persons")

    tell(f"Making {len(nodes)} nodes …")
    first, *others = nodes.values()
    make(first)  # alone: it compiles what all of them then load
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(make, others))
    _introduce(nodes)
    _found_federation(list(nodes.values()))
    for each in nodes.values():
        each.mark_ready()


def _create(each: DemoNode) -> None:
    from egnatia.site.setup import create_node, set_up_in_new_process

    settings = {
        "demo": True,
        "session_minutes": 240,
        "extraction_workers": 1,
        "exchange_figures_seconds": 5,
        "exchange_longest_pause": 3,
    }
    made = create_node(
        each.directory,
        partner=each.partner,
        name="",
        port=each.port,
        host="127.0.0.1",
        url=each.url,
        database_url="",
        settings=settings,
    )
    set_up_in_new_process(made, administrator="admin", password=PASSWORD)


def _introduce(nodes: dict[str, DemoNode]) -> None:
    """Exchange member files and confirm them, as two operators would over the telephone."""
    files = {}
    for each in nodes.values():
        files[each.partner] = each.directory / "run" / f"{each.partner}.member"
        files[each.partner].parent.mkdir(parents=True, exist_ok=True)
        each.run("partners", "export", str(files[each.partner]))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(
            pool.map(
                lambda each: each.run("demo-introduce", *(str(files[code]) for code in nodes if code != each.partner)),
                nodes.values(),
            )
        )


def _found_federation(nodes: Sequence[DemoNode]) -> None:
    """The first list of the federation: proposed by one, signed and applied by all, as each of them enters.

    Everybody asks everybody about asylum seekers and irregular migrants; police ask where the law lets them agree.
    """
    from egnatia.site.demo.introductions import police_may_ask

    proposer = nodes[0]
    file = proposer.directory / "run" / "federation-1.list"
    pairs = [(one.partner, other.partner) for one in nodes for other in nodes if one is not other]
    agreements = [f"{asker}:{asked}:LEA={_POLICE_A_DAY}" for asker, asked in pairs if police_may_ask(asker, asked)]
    proposer.run("partners", "propose", str(file), *(word for one in agreements for word in ("--agreement", one)))
    for each in nodes:
        each.run("partners", "sign", str(file), "--yes")
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(lambda each: each.run("partners", "apply", str(file)), nodes))
