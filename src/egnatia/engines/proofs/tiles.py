"""The hashes of a log in tiles of 256, as C2SP tlog-tiles lays them out (https://c2sp.org/tlog-tiles).

Tile n at level l holds the hashes of the complete subtrees over 256**l leaves each, from index 256 n on: one hash in 255 is
kept beside the leaves', the levels between are hashed anew when a proof needs them. Full tiles never change.
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

    read_tile is asked once for a full tile as long as it is among the `cached` latest, and each time for one still growing.
    """

    def __init__(self, read_tile: ReadTile, *, cached: int = 64) -> None:
        self._read_tile = read_tile
        self._cached = cached
        self._full_tiles: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int, /) -> bytes:
        """Raises EngineError `tile.missing` where a tile doesn't reach as far as the node."""
        tile_level, height = divmod(level, TILE_LEVELS)
        tile_index, offset = divmod(index << height, TILE_WIDTH)
        end = (offset + (1 << height)) * HASH_BYTES
        tile = self._get_tile(tile_level, tile_index)
        if len(tile) < end:
            raise EngineError(
                "tile.missing",
                f"{tile_path(tile_level, tile_index)} holds {len(tile) // HASH_BYTES} hashes, too few for this tree.",
                "Restore the log's tiles, or ask for a smaller tree.",
            )
        nodes = [tile[at : at + HASH_BYTES] for at in range(offset * HASH_BYTES, end, HASH_BYTES)]
        while len(nodes) > 1:
            nodes = [hash_node(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
        return nodes[0]

    def _get_tile(self, level: int, index: int) -> bytes:
        tile = self._full_tiles.get((level, index))
        if tile is None:
            tile = self._read_tile(level, index)
            if len(tile) == TILE_BYTES:
                self._keep(level, index, tile)
        return tile

    def _keep(self, level: int, index: int, tile: bytes) -> None:
        if len(self._full_tiles) >= self._cached:
            del self._full_tiles[next(iter(self._full_tiles))]
        self._full_tiles[level, index] = tile


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
