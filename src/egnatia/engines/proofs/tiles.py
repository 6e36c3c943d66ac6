"""The hashes of a log in tiles of 256, as C2SP tlog-tiles lays them out (https://c2sp.org/tlog-tiles).

Tile n at level l holds the hashes of the complete subtrees over 256**l leaves each, from index 256 n on: one hash in 255 is
kept beside the leaves', the levels between are hashed anew when a proof needs them. Full tiles never change.

A tile's middle, the roots over each 16 of its hashes, may be kept beside it: then a proof needs some twenty hashes of a tile
instead of 250. It is nothing that anybody else has to know.

Whoever keeps tiles in a table or in files keeps every eighth of the nodes that `Frontier.append` gives, from the leaf on, each
at the end of its tile level, the ones half-way between at the end of the middle below them, and begins again with
`Frontier.load(size, TileNodes(read_tile))`.
"""

from collections.abc import Callable

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.frontier import Frontier
from egnatia.engines.proofs.merkle import HASH_BYTES, hash_node

TILE_LEVELS = 8
TILE_WIDTH = 1 << TILE_LEVELS
TILE_BYTES = TILE_WIDTH * HASH_BYTES

#: Between a tile's own hashes and the tile above it.
MIDDLE_LEVELS = 4
MIDDLE_WIDTH = 1 << MIDDLE_LEVELS

#: Gives tile `index` at tile level `level`: up to 256 hashes of 32 bytes, one after the other, and those of its middle, of
#: which any number at the end may be missing.
ReadTile = Callable[[int, int], tuple[bytes, bytes]]


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Where tlog-tiles puts a tile below a log's address: `tile/1/x001/234.p/17`."""
    digits = f"{index % 1000:03}"
    while index >= 1000:
        index //= 1000
        digits = f"x{index % 1000:03}/{digits}"
    return f"tile/{level}/{digits}" + (f".p/{width}" if width < TILE_WIDTH else "")


class TileNodes:
    """Reads any node of the tree from its tiles: a `ReadNode`.

    The `cached` latest tiles stay, with what was hashed of them (33 KB each at most). A hash never changes once it is in the
    log, so a tile that has grown since is read again only for what was added: read_tile must give nothing that may be undone.
    """

    def __init__(self, read_tile: ReadTile, *, cached: int = 256) -> None:
        self._read_tile = read_tile
        self._cached = cached
        self._tiles: dict[tuple[int, int], _Tile] = {}

    def __call__(self, level: int, index: int, /) -> bytes:
        """Raises EngineError `tile.missing` where a tile doesn't reach as far as the node."""
        tile_level, height = divmod(level, TILE_LEVELS)
        tile_index, offset = divmod(index, TILE_WIDTH >> height)
        tile = self._tiles.pop((tile_level, tile_index), None)
        if tile is None or not tile.has(height, offset):
            tile = _Tile(*self._read_tile(tile_level, tile_index))
        self._keep((tile_level, tile_index), tile)
        if not tile.has(height, offset):
            raise EngineError(
                "tile.missing",
                f"{tile_path(tile_level, tile_index)} holds {tile.width} hashes, too few for this tree.",
                "Restore the log's tiles, or ask for a smaller tree.",
            )
        return tile.node(height, offset)

    def _keep(self, place: tuple[int, int], tile: "_Tile") -> None:
        self._tiles[place] = tile
        if len(self._tiles) > self._cached:
            del self._tiles[next(iter(self._tiles))]


class _Tile:
    """A tile's hashes, and those of the complete subtrees within it, hashed when they are asked for."""

    __slots__ = ("_hashed", "_hashes", "_middle", "width")

    def __init__(self, hashes: bytes, middle: bytes) -> None:
        self._hashes, self._middle = hashes, middle
        self._hashed: dict[tuple[int, int], bytes] = {}
        self.width = len(hashes) // HASH_BYTES

    def has(self, height: int, offset: int) -> bool:
        return (offset + 1) << height <= self.width

    def node(self, height: int, offset: int) -> bytes:
        """The root over 2**height of the tile's hashes."""
        at = slice(offset * HASH_BYTES, (offset + 1) * HASH_BYTES)
        if height == 0:
            return self._hashes[at]
        if height == MIDDLE_LEVELS and len(self._middle) >= at.stop:
            return self._middle[at]
        place = height, offset
        if place not in self._hashed:
            self._hashed[place] = hash_node(self.node(height - 1, 2 * offset), self.node(height - 1, 2 * offset + 1))
        return self._hashed[place]


def middle_of(hashes: bytes) -> bytes:
    """The middle of a tile that holds these hashes."""
    tile = _Tile(hashes, b"")
    return b"".join(tile.node(MIDDLE_LEVELS, offset) for offset in range(tile.width // MIDDLE_WIDTH))


class MemoryTiles:
    """A log's tiles in memory, one growing run of bytes per tile level; a file per level can hold the same bytes.

    tiles = MemoryTiles()
    tiles.append(hash_leaf(entry))
    prove_inclusion(0, tiles.frontier.size, TileNodes(tiles.read))
    """

    def __init__(self) -> None:
        self.frontier = Frontier()
        self._levels: list[bytearray] = [bytearray()]

    def append(self, leaf_hash: bytes) -> None:
        for level, _, node in self.frontier.append(leaf_hash)[::TILE_LEVELS]:
            if level // TILE_LEVELS == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level // TILE_LEVELS] += node

    def read(self, level: int, index: int) -> tuple[bytes, bytes]:
        """A tile without its middle: a `ReadTile`."""
        return self.read_tile(level, index), b""

    def read_tile(self, level: int, index: int) -> bytes:
        if level >= len(self._levels):
            return b""
        return bytes(self._levels[level][index * TILE_BYTES : (index + 1) * TILE_BYTES])
