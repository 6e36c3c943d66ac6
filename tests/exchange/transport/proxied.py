"""Live nodes as they stand in production: each on a Unix socket behind an nginx of its own, with mutual TLS on loopback."""

import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benches._nginx import Nginx
from egnatia.base import clock
from egnatia.base.node import create
from egnatia.exchange.transport import authority as authorities
from egnatia.exchange.transport.authority import Authority
from egnatia.exchange.transport.requests import read_request
from tests.exchange.nodes import PATIENCE, REPOSITORY, LiveNode, free_port, introduce, pass_over_tonight, set_up, start_all

#: Partners that nobody knows before they enter by the ceremony.
STRANGERS = ("XA",)


@dataclass
class ProxiedNode(LiveNode):
    """A node and its nginx."""

    nginx: Nginx = field(kw_only=True)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.nginx.port}"

    def certify(self, authority: Authority, *, at: datetime | None = None, months: int = 13, partner: str = "") -> object:
        """Ask for a certificate, have it issued at that moment, and install it."""
        request, named, names = read_request(self.step("request_certificate").encode())
        with clock.frozen(at or clock.now()):
            made = authorities.issue(authority, request, partner=partner or named, names=names, months=months)
        content = authorities.bundle(authority, made).decode()
        return self.step("install_certificates", content=content, fingerprint=authorities.fingerprint_of(authority))

    def stop(self, *names: str) -> None:
        super().stop(*names)
        if not names:
            self.nginx.stop()

    def log(self) -> str:
        return super().log() + self.nginx.log()

    def _await_server(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(str(self.nginx.socket)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(self.log())


@contextmanager
def proxied_region(directory: Path, authority: Authority, *partners: str) -> Iterator[dict[str, ProxiedNode]]:
    """Nodes that know each other, with certificates of `authority`, running behind nginx; all of it is gone afterwards."""
    short = Path(tempfile.mkdtemp(prefix="eg-"))
    nodes = {code: _place(directory, short, code) for code in partners}
    try:
        for node in nodes.values():
            _create(node)
        set_up(list(nodes.values()))
        introduce({code: node for code, node in nodes.items() if code not in STRANGERS})
        for node in nodes.values():
            assert node.certify(authority) == [True, True, True]
            node.nginx.start()
        start_all(list(nodes.values()))
        yield nodes
    finally:
        for node in nodes.values():
            node.stop()
            node.dismiss()
        shutil.rmtree(short, ignore_errors=True)


def _place(directory: Path, short: Path, code: str) -> ProxiedNode:
    """Where a node and its nginx are to be; its own rules know a partner more than the shipped ones."""
    folder, place = short / code.lower(), directory / code.lower()
    folder.mkdir()
    (place / "law").mkdir(parents=True)
    shutil.copy(REPOSITORY / "deploy" / "partners.example.toml", place / "law" / "partners.toml")
    return ProxiedNode(place, code, 8400, nginx=Nginx(folder, place, free_port()))


def _create(node: ProxiedNode) -> None:
    made = create(
        node.directory,
        partner=node.partner,
        name=f"Node {node.partner}",
        port=node.port,
        url=node.url,
        settings={
            "exchange_longest_pause": 1,
            "exchange_figures_seconds": 3600,
            "behind_proxy": True,
            "socket": str(node.nginx.socket),
            "allowed_hosts": ["localhost", "pages.localhost"],
        },
    )
    pass_over_tonight(made)
