"""The node's own secret keys, one file each, mode 0600.

    data-1.key    seals fields, blobs and the gallery (AES-256); higher numbers after a rotation, old ones stay readable
    search.key    makes the look-up keys of names and numbers (HMAC-SHA-256)
    django.key    signs sessions

The keys of the exchange (Ed25519, X25519) lie beside them and belong to `egnatia.exchange`.
"""

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from egnatia.base.errors import Problem

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys as bytes; `data` by number, the highest one seals what is new."""

    data: dict[int, bytes]
    search: bytes
    django: bytes

    @property
    def newest(self) -> int:
        return max(self.data)


def create(directory: Path) -> None:
    """Make the folder and fresh keys; keys that are there stay."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("data-1.key", "search.key", "django.key"):
        write_secret(directory / name, secrets.token_bytes(_KEY_BYTES).hex().encode())


def write_secret(path: Path, content: bytes) -> None:
    """Write `content` for the owner's eyes only, unless the file is there already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@cache
def load(directory: Path) -> KeyRing:
    """Read the keys. Raises Problem `base.keys.unreadable`."""
    try:
        data = {
            int(path.stem.removeprefix("data-")): bytes.fromhex(path.read_text().strip())
            for path in directory.glob("data-*.key")
        }
        ring = KeyRing(data, *(bytes.fromhex((directory / f"{name}.key").read_text().strip()) for name in ("search", "django")))
    except (OSError, ValueError) as error:
        raise _unreadable(directory) from error
    if not data or any(len(key) != _KEY_BYTES for key in (*data.values(), ring.search, ring.django)):
        raise _unreadable(directory)
    return ring


def _unreadable(directory: Path) -> Problem:
    return Problem(
        "base.keys.unreadable",
        f"The keys in {directory} are missing or damaged.",
        "Restore them from the place where you keep the keys: egnatia restore --keys FILE.",
        status=500,
    )
