"""Running the web server."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from egnatia.base.node import Node


def serve(served: Node, *, workers: int, threads: int, with_work: bool) -> None:
    """Answer at the node's port or on its socket until told to stop (SIGINT, SIGTERM). Nothing is left running behind."""
    helper = _start_worker(served) if with_work else None
    socket = served.setting("socket", "")
    server: Any = Granian(
        "egnatia.site.wsgi:application",
        address=served.host,
        port=served.port,
        uds=Path(socket) if socket else None,
        uds_permissions=0o660 if socket else None,  # for the proxy's group
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        workers_kill_timeout=10,  # one that is told to stop while it still starts would never end
        log_access=False,
    )
    try:
        server.serve()
    finally:
        if helper is not None:
            helper.send_signal(signal.SIGTERM)
            helper.wait(timeout=20)


def _start_worker(served: Node) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "egnatia", "--node", str(served.directory), "work"]
    return subprocess.Popen(command, env=dict(os.environ))  # noqa: S603
