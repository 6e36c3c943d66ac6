"""Envelopes between two nodes: signed, sealed, posted, verified, logged, answered and durable at both, one after the other.

    python -m benches.exchange_envelopes [--messages 3000] [--database postgresql://…]

Two nodes with a server and a worker each, on this machine's two cores, over HTTP on loopback. The sender's outbox is filled
while nothing runs; then it drains by the node's own delivery. Counted is between the first and the last answer, as the
sender's database has them. --database names a server with two databases, `bench_a` and `bench_b`, that may be emptied.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benches._record import record
from egnatia.site.demo.processes import Processes
from egnatia.site.demo.region import DemoNode

FOLDER = Path("var/bench")
PORTS = {"MK": 8581, "RS": 8582}

FILL = """
import sys, django; django.setup()
from django.db import transaction
from egnatia.base.ids import new_id
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import Partner
partner = Partner.objects.get(code="RS")
for start in range(0, int(sys.argv[1]), 100):
    with transaction.atomic():
        for _ in range(100):
            send_message(partner, Ping(), correspondence=new_id())
"""
LOOK = """
import json, django; django.setup()
from django.db.models import Count, Max, Min
from egnatia.exchange.models import OutboxMessage
pings = OutboxMessage.objects.filter(kind="ping")
told = pings.filter(state="answered").aggregate(first=Min("answered_at"), last=Max("answered_at"), count=Count("pk"))
print(json.dumps([told["count"], (told["last"] - told["first"]).total_seconds() if told["count"] else 0]))
"""


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=3000)
    options.add_argument("--database", default="")
    given = options.parse_args()
    kind = "postgresql" if given.database else "sqlite"
    sender, receiver = (_make_node(code, given.database) for code in PORTS)
    _introduce(sender, receiver)
    _python(sender, FILL, str(given.messages))
    with Processes() as processes:
        processes.start(receiver)
        processes.wait_until_answering(receiver)
        processes.start(sender)
        seconds = _drain(sender, given.messages)
    name = "exchange.envelopes_per_s" + ("_sqlite" if kind == "sqlite" else "")
    target = "at least 150" if kind == "sqlite" else "at least 200"
    row = {"metric": name, "value": round(given.messages / seconds), "unit": "messages/s", "target": target}
    record(f"exchange_envelopes_{kind}", [row])


def _make_node(code: str, database: str) -> DemoNode:
    from egnatia.site.setup import create_node, set_up_in_new_process

    directory = (FOLDER / f"envelopes-{code.lower()}").resolve()
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
        _command(node, "partners", "export", str(files[node.partner]))
    for node in nodes:
        for code, file in files.items():
            if code != node.partner:
                added = json.loads(_command(node, "partners", "add", str(file), "--json"))
                _command(node, "partners", "confirm", code, added["fingerprint"])


def _drain(sender: DemoNode, messages: int) -> float:
    """Seconds between the first and the last answer."""
    while True:
        count, seconds = json.loads(_python(sender, LOOK))
        if count == messages:
            return float(seconds)
        time.sleep(3)


def _command(node: DemoNode, *arguments: str) -> str:
    return _run([sys.executable, "-m", "egnatia", "--node", str(node.directory), *arguments], node)


def _python(node: DemoNode, code: str, *arguments: str) -> str:
    return _run([sys.executable, "-c", code, *arguments], node)


def _run(command: list[str], node: DemoNode) -> str:
    environment = os.environ | {"EGNATIA_NODE": str(node.directory), "DJANGO_SETTINGS_MODULE": "egnatia.site.settings"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
