"""Asking the server of this node, from another process on the machine, for what only its memory has.

A question and its answer are one line of JSON each, over a Linux abstract stream socket named after the node's directory. Such
a socket has no file and no permissions, so both ends ask the kernel whose process is at the other (SO_PEERCRED): the server
answers its own user and root, and a question goes to nobody but the node's owner, oneself and root.
"""

import contextlib
import hashlib
import json
import os
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from egnatia.base import node

Answer = Callable[[dict[str, Any]], dict[str, Any]]
MOST_BYTES = 1 << 22
_READ_SECONDS = 10.0
_PEER = struct.Struct("3i")  # process, user, group


def ask(kind: str, question: dict[str, Any], *, patience: float = 60.0) -> dict[str, Any] | None:
    """What the server answers; None where none runs here, it isn't ours, or it doesn't know what to say.

    kind      what is asked for: the name of a `listen`
    patience  seconds to wait for the answer
    """
    directory = node.current().directory
    with contextlib.suppress(OSError, ValueError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as there:
        there.connect(_address(kind, directory))
        if _user_of(there) not in {0, os.geteuid(), directory.stat().st_uid}:
            return None
        there.settimeout(patience)
        _write(there, question)
        return _read(there)
    return None


def listen(kind: str, answer: Answer) -> Callable[[], None] | None:
    """Answer from now on, each question in a thread; what it gives ends that. None where another process of this node does."""
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        ear.bind(_address(kind, node.current().directory))
    except OSError:
        ear.close()
        return None
    ear.listen()
    accepting = threading.Thread(target=_accept, args=(ear, answer), name=f"{kind} calls", daemon=True)
    accepting.start()

    def end() -> None:
        with contextlib.suppress(OSError):
            ear.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept
        accepting.join()
        ear.close()

    return end


def _accept(ear: socket.socket, answer: Answer) -> None:
    while True:
        try:
            caller, _ = ear.accept()
        except OSError:
            return  # it was ended
        threading.Thread(target=_serve, args=(caller, answer), daemon=True).start()


def _serve(caller: socket.socket, answer: Answer) -> None:
    with caller, contextlib.suppress(OSError, ValueError, RecursionError):  # RecursionError: JSON too deep
        if _user_of(caller) in {0, os.geteuid()}:
            caller.settimeout(_READ_SECONDS)
            _write(caller, answer(_read(caller)))


def _user_of(other: socket.socket) -> int:
    _, user, _ = _PEER.unpack(other.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    return int(user)


def _write(other: socket.socket, said: dict[str, Any]) -> None:
    other.sendall(json.dumps(said).encode() + b"\n")


def _read(other: socket.socket) -> dict[str, Any]:
    """Raises ValueError where no whole line of JSON comes."""
    with other.makefile("rb") as lines:
        line = lines.readline(MOST_BYTES)
    if not line.endswith(b"\n"):
        raise ValueError("the other end hung up")
    said: dict[str, Any] = json.loads(line)
    return said


def _address(kind: str, directory: Path) -> bytes:
    return f"\0egnatia-{kind}-".encode() + hashlib.sha256(bytes(directory)).hexdigest().encode()
