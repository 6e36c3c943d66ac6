"""What has to be kept of a tree to append to it and to tell its root: the frontier, one hash per bit set in its size.

Crosby and Wallach (2009, *Efficient data structures for tamper-evident logging*); also called a compact range.
"""

from collections.abc import Iterable, Sequence

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.merkle import EMPTY_ROOT, HASH_BYTES, hash_node
from egnatia.engines.proofs.paths import ReadNode

#: A node of the tree: level (0 are the leaves), index within its level, hash of the complete subtree under it.
Node = tuple[int, int, bytes]


class Frontier:
    """A growing tree, as its size and the roots of the complete subtrees that make it up, largest first.

    frontier = Frontier()
    for level, index, node in frontier.append(hash_leaf(entry)):
        ...                                    # keep what proofs will need
    frontier.root()
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """size: leaves so far; peaks: what `peaks` gave at that size.

        Raises EngineError `frontier.damaged` where there aren't as many hashes as the size needs.
        """
        if size < 0 or len(peaks) != size.bit_count() or any(len(peak) != HASH_BYTES for peak in peaks):
            raise EngineError(
                "frontier.damaged",
                f"A tree of {size} leaves can't be continued from {len(peaks)} hashes.",
                "Load the frontier from the log's kept hashes.",
            )
        self._size = size
        self._peaks = list(peaks)

    @classmethod
    def load(cls, size: int, read_node: ReadNode) -> "Frontier":
        """The frontier of the first `size` leaves of a log whose hashes are kept elsewhere."""
        peaks, start = [], 0
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                peaks.append(read_node(level, start >> level))
                start += 1 << level
        return cls(size, peaks)

    @property
    def size(self) -> int:
        return self._size

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """Roots of the complete subtrees, bytes[32] each, largest and leftmost first."""
        return tuple(self._peaks)

    def append(self, leaf_hash: bytes) -> list[Node]:
        """Add a leaf; gives the nodes that are complete with it, from the leaf upwards."""
        if len(leaf_hash) != HASH_BYTES:
            raise ValueError(f"a leaf hash has {HASH_BYTES} bytes, not {len(leaf_hash)}")
        peaks, index = self._peaks, self._size
        completed = [(0, index, leaf_hash)]
        node, level = leaf_hash, 0
        while index & 1:
            node = hash_node(peaks.pop(), node)
            index >>= 1
            level += 1
            completed.append((level, index, node))
        peaks.append(node)
        self._size += 1
        return completed

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = hash_node(peak, root)
        return root


def compute_root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaf hashes, in one pass."""
    frontier = Frontier()
    for leaf_hash in leaf_hashes:
        frontier.append(leaf_hash)
    return frontier.root()
