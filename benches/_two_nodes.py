"""Two nodes that know each other, each with a server and a worker, on this machine: what benches of the exchange run on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from egnatia.site.demo.region import DemoNode

FOLDER = Path("var/bench")
PORTS = {"MK": 8581, "RS": 8582}


def make_pair(name: str, database: str) -> tuple[DemoNode, DemoNode]:
    """MK and RS, confirmed to each other, not running.

    database   "" for SQLite, or a server with two databases, `bench_a` and `bench_b`, that may be emptied
    """
    sender, receiver = (_make_node(name, code, database) for code in PORTS)
    _introduce(sender, receiver)
    return sender, receiver


def python(node: DemoNode, code: str, *arguments: str) -> str:
    """What the code prints, run for one node."""
    return _run([sys.executable, "-c", code, *arguments], node)


def command(node: DemoNode, *arguments: str) -> str:
    """What `egnatia …` prints."""
    return _run([sys.executable, "-m", "egnatia", "--node", str(node.directory), *arguments], node)


def _make_node(name: str, code: str, database: str) -> DemoNode:
    from egnatia.site.setup import create_node, set_up_in_new_process

    directory = (FOLDER / f"{name}-{code.lower()}").resolve()
    shutil.rmtree(directory, ignore_errors=True)
    url = database and f"{database}/bench_{'a' if code == 'MK' else 'b'}"
    made = create_node(
        directory, partner=code, name=f"Bench {code}", port=PORTS[code], host="127.0.0.1", url="", database_url=url
    )
    set_up_in_new_process(made, administrator="ada", password="bench-Egnatia-2026")  # noqa: S106  (a throw-away node's)
    return DemoNode(code, PORTS[code], directory)


def _introduce(*nodes: DemoNode) -> None:
    files = {node.partner: FOLDER / f"{node.partner}.member" for node in nodes}
    for node in nodes:
        command(node, "partners", "export", str(files[node.partner]))
    for node in nodes:
        for code, file in files.items():
            if code != node.partner:
                added = json.loads(command(node, "partners", "add", str(file), "--json"))
                command(node, "partners", "confirm", code, added["fingerprint"])


def _run(arguments: list[str], node: DemoNode) -> str:
    environment = os.environ | {"EGNATIA_NODE": str(node.directory), "DJANGO_SETTINGS_MODULE": "egnatia.site.settings"}
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout
