"""Leaves as a log is exported: a file of hashes, a file of entries, or both.

hashes    32 bytes a leaf, nothing between them: the level-0 tiles of C2SP tlog-tiles one after the other
entries   one canonical JSON value (RFC 8785) a line; the leaf's hash is over the line without its line break
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import BinaryIO

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs import canonical
from egnatia.engines.proofs.findings import Findings
from egnatia.engines.proofs.merkle import HASH_BYTES, hash_leaf

_BLOCK_HASHES = 4096


def read_hashes(file: BinaryIO) -> Iterator[bytes]:
    """The leaf hashes of a file of hashes. Raises EngineError `leaves.damaged` where its end is in the middle of one."""
    while block := file.read(_BLOCK_HASHES * HASH_BYTES):
        if len(block) % HASH_BYTES:
            raise EngineError(
                "leaves.damaged",
                "The file of leaf hashes ends in the middle of a hash.",
                "Take the file again; it is 32 bytes times the number of leaves long.",
            )
        yield from (block[at : at + HASH_BYTES] for at in range(0, len(block), HASH_BYTES))


def check_leaves(hashes: Iterable[bytes] | None, entries: Iterable[bytes] | None, findings: Findings) -> Iterator[bytes]:
    """The leaf hashes of an export, one by one: those given, or else those of the entries. What is wrong goes to `findings`.

    Findings: `entry.not_canonical`, `entry.altered`, `entry.missing`, `entry.without_hash`.
    Raises EngineError `leaves.damaged` for hashes of another length than 32 bytes.
    """
    if entries is None:
        yield from map(_require_hash, hashes or ())
        return
    lines = (line.removesuffix(b"\n") for line in entries)
    if hashes is None:
        for index, line in enumerate(lines):
            _check_form(index, line, findings)
            yield hash_leaf(line)
        return
    yield from _compare(hashes, lines, findings)


def _compare(hashes: Iterable[bytes], lines: Iterable[bytes], findings: Findings) -> Iterator[bytes]:
    for index, (leaf_hash, line) in enumerate(zip_longest(hashes, lines)):
        if leaf_hash is None:
            findings.add("entry.without_hash", f"There is an entry {index}, but no leaf {index}.")
            continue
        if line is None:
            findings.add("entry.missing", f"Leaf {index} has no entry.")
        elif hash_leaf(line) != leaf_hash:
            findings.add("entry.altered", f"Entry {index} isn't what leaf {index} is the hash of.")
        else:
            _check_form(index, line, findings)
        yield _require_hash(leaf_hash)


def _check_form(index: int, line: bytes, findings: Findings) -> None:
    try:
        canonical.decode(line)
    except EngineError as error:
        findings.add("entry.not_canonical", f"Entry {index}: {error.message}")


def _require_hash(leaf_hash: bytes) -> bytes:
    if len(leaf_hash) != HASH_BYTES:
        raise EngineError(
            "leaves.damaged",
            f"A leaf hash has {len(leaf_hash)} bytes instead of {HASH_BYTES}.",
            "Take the leaf hashes as they were exported.",
        )
    return leaf_hash
