"""Give entries their places in the tree, in batches: the worker's part, so that nobody who writes one waits for another."""

from collections.abc import Sequence

from django.db import connection, transaction

from egnatia.base.locks import Lock, hold_until_commit
from egnatia.engines.proofs.frontier import Frontier
from egnatia.engines.proofs.merkle import HASH_BYTES, hash_leaf
from egnatia.engines.proofs.tiles import MIDDLE_LEVELS, MIDDLE_WIDTH, TILE_LEVELS, TILE_WIDTH, middle_of
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.number import own_log
from egnatia.exchange.log.tree import read_tile, tree_nodes, tree_size
from egnatia.exchange.models import LogEntry, LogTile

#: In one transaction at most; the worker comes again at once while there are more.
BATCH = 5000


def sequence_entries(gateway: Gateway = Gateway.MIGRATION) -> int:
    """How many entries a gateway's tree took in now. Numbers, tiles and what comes of them are one transaction.

    What has no number yet goes into the log that the node has now, also where it was written under another.
    """
    unplaced = LogEntry.objects.filter(gateway=gateway, number=None)
    if not unplaced.exists():
        return 0
    with transaction.atomic():
        hold_until_commit(Lock.EXCHANGE_LOG)
        waiting = list(unplaced.order_by("id").values_list("id", "entry")[:BATCH])
        log = own_log()
        size = tree_size(gateway, log)
        _write_numbers(log, [(number, entry_id) for number, (entry_id, _) in enumerate(waiting, start=size)])
        _write_tiles(gateway, log, size, [hash_leaf(entry.encode()) for _, entry in waiting])
    return len(waiting)


def _write_numbers(log: int, numbered: Sequence[tuple[int, int]]) -> None:
    """One statement for all: the ORM's way to write different values to many rows takes many times as long."""
    table = connection.ops.quote_name(LogEntry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET log = {log:d}, number = %s WHERE id = %s", numbered)  # noqa: S608  (our own table's name)


def _write_tiles(gateway: Gateway, log: int, size: int, leaf_hashes: Sequence[bytes]) -> None:
    frontier = Frontier.load(size, tree_nodes(gateway, log))
    grown: dict[tuple[int, int], LogTile] = {}
    for leaf_hash in leaf_hashes:
        for level, index, node in frontier.append(leaf_hash)[::MIDDLE_LEVELS]:
            tile_level, height = divmod(level, TILE_LEVELS)
            place = (tile_level, index // (TILE_WIDTH >> height))
            if place not in grown:
                grown[place] = _read(gateway, log, *place)
            tile = grown[place]
            if height:
                tile.middle = bytes(tile.middle) + node
            else:
                tile.hashes = bytes(tile.hashes) + node
    LogTile.objects.bulk_create(
        grown.values(),
        update_conflicts=True,
        unique_fields=["gateway", "log", "level", "index"],
        update_fields=["hashes", "middle"],
    )


def _read(gateway: Gateway, log: int, level: int, index: int) -> LogTile:
    """A tile to be added to; its middle made anew where it was written by a version that kept none."""
    hashes, middle = read_tile(level, index, gateway=gateway, log=log)
    if len(middle) // HASH_BYTES < len(hashes) // HASH_BYTES // MIDDLE_WIDTH:
        middle = middle_of(hashes)
    return LogTile(gateway=gateway, log=log, level=level, index=index, hashes=hashes, middle=middle)
