"""The hashes of a log in tiles of 256, as C2SP tlog-tiles lays them out (https://c2sp.org/tlog-tiles).

Tile n at level l holds the hashes of the complete subtrees over 256**l leaves each, from index 256 n on: one hash in 255 is
kept beside the leaves', the levels between are hashed anew when a proof needs them. Full tiles never change.

Whoever keeps tiles in a table or in files keeps every eighth of the nodes that `Frontier.append` gives, from the leaf on, each
at the end of its tile level, and begins again with `Frontier.load(size, TileNodes(read_tile))`.
"""

from collections.abc import Callable

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.frontier import Frontier
from egnatia.engines.proofs.merkle import HASH_BYTES, hash_node

TILE_LEVELS = 8
TILE_WIDTH = 1 << TILE_LEVELS
TILE_BYTES = TILE_WIDTH * HASH_BYTES

#: Gives tile `index` at tile level `level`: up to 256 hashes of 32 bytes, one after the other.
ReadTile = Callable[[int, int], bytes]


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Where tlog-tiles puts a tile below a log's address: `tile/1/x001/234.p/17`."""
    digits = f"{index % 1000:03}"
    while index >= 1000:
        index //= 1000
        digits = f"x{index % 1000:03}/{digits}"
    return f"tile/{level}/{digits}" + (f".p/{width}" if width < TILE_WIDTH else "")


class TileNodes:
    """Reads any node of the tree from its tiles: a `ReadNode`.

    The `cached` latest tiles stay, with the levels between them hashed (33 KB each). A hash never changes once it is in the
    log, so a tile that has grown since is read again only for what was added: read_tile must give nothing that may be undone.
    """

    def __init__(self, read_tile: ReadTile, *, cached: int = 256) -> None:
        self._read_tile = read_tile
        self._cached = cached
        self._rows: dict[tuple[int, int], list[list[bytes]]] = {}

    def __call__(self, level: int, index: int, /) -> bytes:
        """Raises EngineError `tile.missing` where a tile doesn't reach as far as the node."""
        tile_level, height = divmod(level, TILE_LEVELS)
        tile_index, offset = divmod(index, TILE_WIDTH >> height)
        rows = self._rows.pop((tile_level, tile_index), None)
        if rows is None or len(rows[height]) <= offset:
            rows = _hash_levels(self._read_tile(tile_level, tile_index))
        self._keep((tile_level, tile_index), rows)
        if len(rows[height]) <= offset:
            raise EngineError(
                "tile.missing",
                f"{tile_path(tile_level, tile_index)} holds {len(rows[0])} hashes, too few for this tree.",
                "Restore the log's tiles, or ask for a smaller tree.",
            )
        return rows[height][offset]

    def _keep(self, tile: tuple[int, int], rows: list[list[bytes]]) -> None:
        self._rows[tile] = rows
        if len(self._rows) > self._cached:
            del self._rows[next(iter(self._rows))]


def _hash_levels(tile: bytes) -> list[list[bytes]]:
    """A tile's hashes, and above them those of the complete subtrees within it, level by level."""
    rows = [[tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]]
    for _ in range(1, TILE_LEVELS):
        below = rows[-1]
        rows.append([hash_node(left, right) for left, right in zip(below[::2], below[1::2], strict=False)])
    return rows


class MemoryTiles:
    """A log's tiles in memory, one growing run of bytes per tile level; a file per level can hold the same bytes.

    tiles = MemoryTiles()
    tiles.append(hash_leaf(entry))
    prove_inclusion(0, tiles.frontier.size, TileNodes(tiles.read_tile))
    """

    def __init__(self) -> None:
        self.frontier = Frontier()
        self._levels: list[bytearray] = [bytearray()]

    def append(self, leaf_hash: bytes) -> None:
        for level, _, node in self.frontier.append(leaf_hash)[::TILE_LEVELS]:
            if level // TILE_LEVELS == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level // TILE_LEVELS] += node

    def read_tile(self, level: int, index: int) -> bytes:
        if level >= len(self._levels):
            return b""
        return bytes(self._levels[level][index * TILE_BYTES : (index + 1) * TILE_BYTES])
