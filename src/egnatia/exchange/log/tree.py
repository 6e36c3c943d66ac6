"""The log's tree as the database keeps it: entries by number, hashes in tiles."""

from collections.abc import Iterator

from django.db.models import Max

from egnatia.engines.proofs.tiles import TILE_BYTES, TILE_WIDTH, TileNodes
from egnatia.exchange.models import LogEntry, LogTile


def tree_size() -> int:
    """How many entries the tree has taken in."""
    last = LogEntry.objects.aggregate(last=Max("number"))["last"]
    return 0 if last is None else int(last) + 1


def tree_nodes() -> TileNodes:
    """Any hash of the tree, for proofs and roots."""
    return TileNodes(read_tile)


def read_tile(level: int, index: int) -> bytes:
    """Up to 256 hashes of 32 bytes; empty where the tree doesn't reach so far."""
    hashes = LogTile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return bytes(hashes or b"")


def read_leaf_hashes(size: int) -> Iterator[bytes]:
    """The hashes of the first `size` leaves, tile by tile: bytes[32 n]."""
    for index in range((size + TILE_WIDTH - 1) // TILE_WIDTH):
        yield read_tile(0, index)[: min(TILE_BYTES, (size - index * TILE_WIDTH) * 32)]
