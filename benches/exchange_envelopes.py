"""Envelopes between two nodes: signed, sealed, posted, verified, logged, answered and durable at both.

    python -m benches.exchange_envelopes [--messages 5000] [--database postgresql://…]
    python -m benches.exchange_envelopes --backlog [--messages 100000] [--database postgresql://…]

Two nodes with a server and a worker each, on this machine's two cores, over HTTP on loopback. The sender's outbox is filled
first; then it drains by the node's own delivery. Counted is between the first and the last answer, as the sender's database has
them. With --backlog the sender's worker runs while its outbox fills, and meets a partner that isn't there; ten messages make a
correspondence, and what arrived is held against what was sent: all, once, and in order.
--database names a server with two databases, `bench_a` and `bench_b`, that may be emptied.
"""

import argparse
import json
import time

from benches._record import record
from benches._two_nodes import make_pair, python
from egnatia.site.demo.processes import Processes
from egnatia.site.demo.region import DemoNode

FILL = """
import sys, django; django.setup()
from django.db import transaction
from egnatia.base.ids import new_id
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import Partner
partner, (messages, together) = Partner.objects.get(code="RS"), map(int, sys.argv[1:])
for start in range(0, messages, 100):
    with transaction.atomic():
        for _ in range(0, 100, together):
            correspondence = new_id()
            for _ in range(together):
                send_message(partner, Ping(), correspondence=correspondence)
"""
LOOK = """
import json, django; django.setup()
from django.db.models import Count, Max, Min
from egnatia.exchange.models import OutboxMessage
pings = OutboxMessage.objects.filter(kind="ping")
told = pings.filter(state="answered").aggregate(first=Min("answered_at"), last=Max("answered_at"), count=Count("pk"))
print(json.dumps([told["count"], (told["last"] - told["first"]).total_seconds() if told["count"] else 0]))
"""
ANSWERED = """
import json, django; django.setup()
from egnatia.exchange.models import OutboxMessage
rows = OutboxMessage.objects.filter(kind="ping").order_by("answered_at", "number").values_list("correspondence", "number")
print(json.dumps([[str(correspondence), number] for correspondence, number in rows]))
"""
ARRIVED = """
import json, django; django.setup()
from egnatia.exchange.models import InboxMessage
rows = InboxMessage.objects.filter(kind="ping").order_by("received_at", "number").values_list("correspondence", "number")
print(json.dumps([[str(correspondence), number] for correspondence, number in rows]))
"""


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int)
    options.add_argument("--backlog", action="store_true")
    options.add_argument("--database", default="")
    given = options.parse_args()
    kind = "postgresql" if given.database else "sqlite"
    messages = given.messages or (100_000 if given.backlog else 5000)
    sender, receiver = make_pair("envelopes", given.database)
    seconds = _drain_backlog(sender, receiver, messages) if given.backlog else _drain(sender, receiver, messages)
    if given.backlog:
        row = {"metric": "exchange.backlog_per_s" + _suffix(kind), "target": "at least 150"}
        _hold_against(sender, receiver, messages)
    else:
        row = {
            "metric": "exchange.envelopes_per_s" + _suffix(kind),
            "target": "at least 150" if kind == "sqlite" else "at least 200",
        }
    name = "exchange_backlog" if given.backlog else "exchange_envelopes"
    record(f"{name}_{kind}", [row | {"value": round(messages / seconds), "unit": "messages/s"}])


def _suffix(kind: str) -> str:
    return "_sqlite" if kind == "sqlite" else ""


def _drain(sender: DemoNode, receiver: DemoNode, messages: int) -> float:
    python(sender, FILL, str(messages), "1")
    with Processes() as processes:
        processes.start(receiver)
        processes.wait_until_answering(receiver)
        processes.start(sender)
        return _wait(sender, messages)


def _drain_backlog(sender: DemoNode, receiver: DemoNode, messages: int) -> float:
    with Processes() as processes:
        processes.start(sender)
        processes.wait_until_answering(sender)
        python(sender, FILL, str(messages), "10")
        processes.start(receiver)
        return _wait(sender, messages)


def _wait(sender: DemoNode, messages: int) -> float:
    """Seconds between the first and the last answer."""
    while True:
        count, seconds = json.loads(python(sender, LOOK))
        if count == messages:
            return float(seconds)
        time.sleep(5)


def _hold_against(sender: DemoNode, receiver: DemoNode, messages: int) -> None:
    """Ends the bench where a message is lost, doubled or out of order at either node."""
    for node, code in ((sender, ANSWERED), (receiver, ARRIVED)):
        rows = json.loads(python(node, code))
        numbers: dict[str, list[int]] = {}
        for correspondence, number in rows:
            numbers.setdefault(correspondence, []).append(number)
        broken = [name for name, found in numbers.items() if found != list(range(1, 11))]
        if len(rows) != messages or broken:
            raise SystemExit(f"{node.partner}: {len(rows)} of {messages}; not whole or not in order: {broken[:3]}")


if __name__ == "__main__":
    main()
