"""A log's tree as the database keeps it: entries by number, hashes in tiles. `log` not given: the one that the node has now."""

from collections.abc import Iterator
from functools import partial

from django.db import connection
from django.db.models import Max

from egnatia.engines.proofs.tiles import TILE_BYTES, TILE_WIDTH, TileNodes
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.number import own_log
from egnatia.exchange.models import LogEntry, LogTile


def tree_size(gateway: Gateway = Gateway.MIGRATION, log: int | None = None) -> int:
    """How many entries the tree has taken in."""
    last = LogEntry.objects.filter(gateway=gateway, log=log or own_log()).aggregate(last=Max("number"))["last"]
    return 0 if last is None else int(last) + 1


def tree_nodes(gateway: Gateway = Gateway.MIGRATION, log: int | None = None) -> TileNodes:
    """Any hash of the tree, for proofs."""
    return TileNodes(partial(read_tile, gateway=gateway, log=log or own_log()))


def tree_nodes_hashed_anew(gateway: Gateway = Gateway.MIGRATION, log: int | None = None) -> TileNodes:
    """Likewise, for what is to be signed: nothing is taken from the middles, so that a damaged tile is noticed."""
    number = log or own_log()
    return TileNodes(lambda level, index: (read_tile(level, index, gateway=gateway, log=number)[0], b""))


def read_tile(level: int, index: int, *, gateway: Gateway = Gateway.MIGRATION, log: int | None = None) -> tuple[bytes, bytes]:
    """Up to 256 hashes of 32 bytes, and its middle; empty where the tree doesn't reach so far.

    In plain SQL: a proof reads half a dozen tiles, and putting a question together would take longer than answering it.
    """
    table = connection.ops.quote_name(LogTile._meta.db_table)
    question = f'SELECT hashes, middle FROM {table} WHERE gateway = %s AND log = %s AND level = %s AND "index" = %s'  # noqa: S608  (our own table's name)
    with connection.cursor() as cursor:
        cursor.execute(question, (gateway.value, log or own_log(), level, index))
        hashes, middle = cursor.fetchone() or (b"", b"")
    return bytes(hashes), bytes(middle)


def read_leaf_hashes(size: int, gateway: Gateway = Gateway.MIGRATION, log: int | None = None) -> Iterator[bytes]:
    """The hashes of the first `size` leaves, tile by tile: bytes[32 n]."""
    number = log or own_log()
    for index in range((size + TILE_WIDTH - 1) // TILE_WIDTH):
        yield read_tile(0, index, gateway=gateway, log=number)[0][: min(TILE_BYTES, (size - index * TILE_WIDTH) * 32)]
