"""What the exchange adds to a bare HTTPS round trip: signed, sealed, logged, answered, durable at both nodes.

    python -m benches.exchange_overhead [--messages 1000] [--database postgresql://…]

Two nodes behind real nginx with mutual TLS, on this machine. In the process of one of them, over one warm connection to the
other's nginx, alternately: a ping by the node's own delivery (the letter signed and committed to the outbox, sealed, the
request signed, posted, the answer verified and kept in one transaction), and a bare request of the same size that nginx itself
answers, after the same TLS and the same look at the certificate. The first hundred of each aren't counted. What is recorded is
how much longer the 95th in a hundred pings takes than the 95th in a hundred bare requests. --database names a server with two
databases, `bench_a` and `bench_b`, that may be emptied; without it both nodes are on SQLite.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benches._nginx import NGINX, Nginx
from benches._record import record
from benches._two_nodes import FOLDER, introduce, python
from egnatia.site.demo.region import DemoNode

PORTS = {"MK": 8591, "RS": 8592}
WARM_UP = 100
_PASSPHRASE = "a bench's throw-away authority"  # noqa: S105
_PATIENCE = 60.0

ASK = """
import json, sys, time, django; django.setup()
from pathlib import Path
from django.db import transaction
from cryptography.hazmat.primitives.serialization import Encoding
from egnatia.exchange.actions.install_certificate import install_certificates
from egnatia.exchange.actions.request_certificate import request_certificate
from egnatia.exchange.transport import authority as authorities
from egnatia.exchange.transport.requests import read_request
opened = authorities.open_authority(Path(sys.argv[1]), sys.argv[2])
request, partner, names = read_request(request_certificate(None, also=[]).public_bytes(Encoding.PEM))
made = authorities.issue(opened, request, partner=partner, names=names)
install_certificates(None, authorities.bundle(opened, made), fingerprint=authorities.fingerprint_of(opened))
"""
ALTERNATE = """
import json, sys, time, django; django.setup()
from django.db import transaction
from egnatia.audit.context import SYSTEM, acting
from egnatia.base.ids import new_id
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.delivery.lanes import deliver
from egnatia.exchange.delivery.posting import open_client
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.transport.client import PARTNER
partner, client, bare, pings = Partner.objects.get(code="RS"), open_client(), [], []
with acting(SYSTEM, where="bench"):
    for _ in range(int(sys.argv[1])):
        began = time.perf_counter()
        answer = client.post(partner.url + "/bare", content=b"x" * 6000, extensions={PARTNER: "RS"})
        answer.read()
        bare.append(time.perf_counter() - began)
        assert answer.status_code == 404, answer.status_code
        began = time.perf_counter()
        with transaction.atomic():
            message = send_message(partner, Ping(), correspondence=new_id())
        assert deliver(client, partner, [OutboxMessage.objects.get(pk=message.pk)])
        pings.append(time.perf_counter() - began)
print(json.dumps([bare, pings]))
"""


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=1000)
    options.add_argument("--database", default="")
    given = options.parse_args()
    if NGINX is None:
        raise SystemExit("nginx is not on this machine: apt install nginx-light")
    with _two_nodes(given.database) as (asking, answering, place), _serving(answering, place):
        bare, pings = json.loads(python(asking, ALTERNATE, str(given.messages + WARM_UP)).splitlines()[-1])
    bare, pings = bare[WARM_UP:], pings[WARM_UP:]
    added = (_percentile(pings) - _percentile(bare)) * 1000
    notes = {
        "bare HTTPS, p95 ms": round(_percentile(bare) * 1000, 1),
        "ping, p95 ms": round(_percentile(pings) * 1000, 1),
        "bare HTTPS, median ms": round(statistics.median(bare) * 1000, 1),
        "ping, median ms": round(statistics.median(pings) * 1000, 1),
    }
    row = {"metric": "exchange.overhead_p95_ms", "value": round(added, 1), "unit": "ms", "target": "at most 25", "peers": notes}
    record("exchange_overhead" + ("_postgresql" if given.database else ""), [row])


def _percentile(seconds: list[float], percent: int = 95) -> float:
    return statistics.quantiles(seconds, n=100)[percent - 1]


@contextmanager
def _two_nodes(database: str) -> Iterator[tuple[DemoNode, DemoNode, Path]]:
    """Made anew, each with a certificate, known to each other, both nginx running; and where the second is to listen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    import django

    django.setup()
    from egnatia.exchange.transport.authority import create_authority

    short = Path(tempfile.mkdtemp(prefix="eg-"))
    made = [_make_node(code, port, short, database) for code, port in PORTS.items()]
    nodes, proxies = [node for node, _ in made], [proxy for _, proxy in made]
    try:
        create_authority(short / "ca", _PASSPHRASE, name="Bench", domains=["localhost"])
        for node in nodes:
            python(node, ASK, str(short / "ca"), _PASSPHRASE)
        introduce(*nodes)
        for proxy in proxies:
            proxy.start()
        yield nodes[0], nodes[1], proxies[1].socket
    finally:
        for proxy in proxies:
            proxy.stop()
        shutil.rmtree(short, ignore_errors=True)


def _make_node(code: str, port: int, short: Path, database: str) -> tuple[DemoNode, Nginx]:
    from egnatia.site.setup import create_node, set_up_in_new_process

    directory = (FOLDER / f"overhead-{code.lower()}").resolve()
    shutil.rmtree(directory, ignore_errors=True)
    folder = short / code.lower()
    folder.mkdir()
    nginx = Nginx(folder, directory, port)
    made = create_node(
        directory,
        partner=code,
        name=f"Bench {code}",
        port=port,
        host="127.0.0.1",
        url=f"https://localhost:{port}",
        database_url=database and f"{database}/bench_{'a' if code == 'MK' else 'b'}",
        settings={"socket": str(nginx.socket)},
    )
    set_up_in_new_process(made, administrator="ada", password="bench-Egnatia-2026")  # noqa: S106  (a throw-away node's)
    return DemoNode(code, port, directory), nginx


@contextmanager
def _serving(node: DemoNode, place: Path) -> Iterator[None]:
    """The node that answers, listening on its socket."""
    server = subprocess.Popen(node.command("serve"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(str(place)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
