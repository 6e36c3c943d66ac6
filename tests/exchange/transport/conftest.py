"""A node with a real address, and a federation's authority."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from egnatia.base import node
from egnatia.exchange.transport import authority as authorities
from egnatia.exchange.transport import store
from egnatia.exchange.transport.authority import Authority, create_authority
from tests.exchange.transport.making import PASSPHRASE

ADDRESS = "https://exchange.mk.example"


@pytest.fixture(autouse=True)
def _quick_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """As few rounds as there can be: six hundred thousand for each test would take the time of all of them."""
    monkeypatch.setattr(authorities, "ROUNDS", 1000)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    domains = ["mk.example", "exchange.rs.example", "localhost"]
    return create_authority(tmp_path / "ca", PASSPHRASE, name="Test federation", domains=domains)


@pytest.fixture
def encrypted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test node is one that partners reach over HTTPS, behind nginx on a socket."""
    present = node.current()
    settings = present.settings | {"exchange_url": ADDRESS, "socket": "/run/egnatia/node.sock"}
    monkeypatch.setattr(node, "current", lambda: replace(present, settings=settings))
    monkeypatch.setattr(node, "find_current", lambda: replace(present, settings=settings))
    yield
    shutil.rmtree(store.folder(), ignore_errors=True)
