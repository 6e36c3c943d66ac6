"""Proofs from kept hashes: RFC 9162, sections 2.1.3.1 and 2.1.4.1, reading O(log n) nodes and never the leaves.

Where the hashes are kept is the caller's: a database table, tiles in files (`tiles`), a dictionary.
"""

from collections.abc import Iterator
from typing import Protocol

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.merkle import EMPTY_ROOT, hash_node


class ReadNode(Protocol):
    """Gives the hash of the complete subtree over the leaves from `index << level` to before `(index + 1) << level`."""

    def __call__(self, level: int, index: int, /) -> bytes: ...


def compute_root_at(size: int, read_node: ReadNode) -> bytes:
    """The root over the first `size` leaves."""
    return _hash_range(0, size, read_node) if size else EMPTY_ROOT


def prove_inclusion(index: int, size: int, read_node: ReadNode) -> list[bytes]:
    """The proof that the leaf at `index` is in the tree of the first `size` leaves, from the leaf upwards.

    Raises EngineError `proof.no_such_leaf`.
    """
    if not 0 <= index < size:
        raise EngineError(
            "proof.no_such_leaf",
            f"A tree of {size} leaves has no leaf {index}.",
            "Ask for a leaf from 0 to one less than the size.",
        )
    siblings, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return [_hash_range(start, end, read_node) for start, end in reversed(siblings)]


def prove_consistency(first: int, second: int, read_node: ReadNode) -> list[bytes]:
    """The proof that the tree of the first `second` leaves begins with that of the first `first`; empty if both are one.

    Raises EngineError `proof.wrong_order` where `first` is beyond `second`.
    """
    if not 0 <= first <= second:
        raise EngineError(
            "proof.wrong_order",
            f"A tree of {second} leaves can't have grown from one of {first}.",
            "Name the smaller tree first.",
        )
    if first in (0, second):
        return []
    return [_hash_range(start, end, read_node) for start, end in reversed(list(_subproof(first, second)))]


def _subproof(first: int, second: int) -> Iterator[tuple[int, int]]:
    """SUBPROOF of the RFC as ranges of leaves, from the top downwards."""
    start, end = 0, second
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            yield middle, end
            end = middle
        else:
            yield start, middle
            start = middle
    if start != 0:  # otherwise it is the earlier tree itself, whose root the reader has
        yield start, end


def _hash_range(start: int, end: int, read_node: ReadNode) -> bytes:
    """The hash of the subtree over leaves from `start` to before `end`, as the tree's splits cut it.

    Its left parts are complete subtrees, each the largest that fits, so they are folded from the right.
    """
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append(read_node(level, start >> level))
        start += 1 << level
    node = parts.pop()
    while parts:
        node = hash_node(parts.pop(), node)
    return node


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
