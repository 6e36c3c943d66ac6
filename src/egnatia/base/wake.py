"""Waking the worker: a datagram to its socket says "look now", so that nothing waits for the next round.

Losing one costs a second, never work: the worker looks on its own all the same.
"""

import contextlib
import hashlib
import socket
from pathlib import Path

from django.db import transaction

from egnatia.base import node


def wake_on_commit() -> None:
    """Wake the worker when the present transaction has been committed."""
    transaction.on_commit(wake)


def wake() -> None:
    """Wake the worker now, if one is running."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.sendto(b"!", _address(node.current().directory))


class Waker:
    """The worker's end of it."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(_address(node.current().directory))

    def wait(self, seconds: float) -> bool:
        """Wait until somebody calls, `seconds` at most; says whether somebody did. Many calls count as one."""
        self._socket.settimeout(seconds)
        try:
            self._socket.recv(16)
        except TimeoutError:
            return False
        self._socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(16)
        return True

    def close(self) -> None:
        self._socket.close()


def _address(directory: Path) -> bytes:
    """A Linux abstract socket name: no file to go stale, no limit on the length of the node's path."""
    return b"\0egnatia-work-" + hashlib.sha256(bytes(directory)).hexdigest().encode()
