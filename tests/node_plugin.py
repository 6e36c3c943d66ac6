"""Gives every test process a node of its own before Django's settings are read (loaded with `-p tests.node_plugin`)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from egnatia.base import node


def _database() -> dict[str, object]:
    """SQLite, or with EGNATIA_TEST_DATABASE=postgresql the server at EGNATIA_TEST_POSTGRES (a postgresql:// address)."""
    if os.environ.get("EGNATIA_TEST_DATABASE", "sqlite") != "postgresql":
        return {"engine": "sqlite"}
    address = urlsplit(os.environ["EGNATIA_TEST_POSTGRES"])
    parts = {
        "name": address.path.lstrip("/") or "postgres",
        "host": address.hostname or parse_qs(address.query).get("host", [None])[0],
        "port": address.port,
        "user": address.username,
        "password": address.password,
    }
    return {"engine": "postgresql", **{key: value for key, value in parts.items() if value is not None}}


def _make_node() -> None:
    directory = Path(tempfile.mkdtemp(prefix="egnatia-test-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    node.create(
        directory / "node",
        partner="MK",
        name="Test node",
        port=8400,
        url="http://localhost:8400",
        database=_database(),
        settings={"allowed_hosts": ["*"], "exchange_answer_step_ms": 20},
    )
    os.environ[node.ENVIRONMENT] = str(directory / "node")


_make_node()
