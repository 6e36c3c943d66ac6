"""Files of keys and certificates: replaced whole, so that whoever reads one never sees half of two."""

import os
import re
from pathlib import Path

from egnatia.base.errors import Problem

MAX_BYTES = 256 * 1024
_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\r?\n.*?-----END \1-----\r?\n?", re.DOTALL)


def replace_file(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write `content` beside `path` and move it there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(path.name + ".new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def read_limited(path: Path) -> bytes:
    """A file's content, up to one byte more than any file here may have."""
    with path.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def split_pem(content: bytes) -> list[tuple[str, bytes]]:
    """The blocks of a PEM file in order: label, and the block itself. Raises Problem `exchange.certificate_file.unreadable`."""
    blocks = [(found[1].decode(), found[0]) for found in _BLOCK.finditer(content)]
    if len(content) > MAX_BYTES or not blocks:
        raise unreadable()
    return blocks


def unreadable() -> Problem:
    return Problem(
        "exchange.certificate_file.unreadable",
        "This is no file of certificates.",
        "Take the file that came from the authority (PEM: it begins with -----BEGIN).",
        field="file",
    )
