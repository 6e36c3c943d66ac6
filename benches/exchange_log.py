"""The exchange's log in its database: entries written and taken into the tree, and what a proof out of it costs.

    python -m benches.exchange_log [--entries 10000000] [--database postgresql://…]

A node of its own, made anew. Entries are written as letters write them, a thousand in a transaction, and taken in by the
worker's own function in its own batches, each a durable transaction (SQLite with synchronous=FULL, PostgreSQL as its server is
set). The clock is the wall's: durability waits for the disk. Proofs are read by a fresh reader each, with no tile at hand.
"""

import argparse
import os
import random
import shutil
import time
from pathlib import Path
from statistics import median

from benches._record import record

FOLDER = Path("var/bench")
AT_ONCE, PROOFS = 1000, 200


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("--entries", type=int, default=10_000_000)
    options.add_argument("--database", default="")
    given = options.parse_args()
    kind = "postgresql" if given.database else "sqlite"
    _make_node(FOLDER / f"log-{kind}", given.database)
    write_s, take_s = _fill(given.entries)
    proof_ms, consistency_ms, proof_bytes = _prove(given.entries)
    rows = [
        ("log.appends_per_s", round(given.entries / take_s), "entries/s", "at least 10000"),
        ("log.entries_written_per_s", round(given.entries / write_s), "entries/s", None),
        ("log.proof_ms", proof_ms, "ms", "at most 2"),
        ("log.consistency_ms", consistency_ms, "ms", None),
        ("log.proof_bytes", proof_bytes, "bytes", "at most 1024"),
    ]
    record(
        f"exchange_log_{kind}",
        [
            {"metric": f"{name} {kind}, {given.entries:,} entries", "value": value, "unit": unit, "target": target}
            for name, value, unit, target in rows
        ],
    )


def _make_node(directory: Path, database: str) -> None:
    from egnatia.site.setup import create_node, set_up_in_new_process

    shutil.rmtree(directory, ignore_errors=True)
    made = create_node(
        directory.resolve(), partner="MK", name="Bench", port=8578, host="127.0.0.1", url="", database_url=database
    )
    set_up_in_new_process(made, administrator="ada", password="bench-Egnatia-2026")  # noqa: S106  (a throw-away node's)
    os.environ["EGNATIA_NODE"] = str(directory.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    import django

    django.setup()


def _fill(entries: int) -> tuple[float, float]:
    """Seconds of writing, seconds of taking in."""
    from django.db import transaction

    from egnatia.exchange.log.entries import write_entries
    from egnatia.exchange.log.sequencing import sequence_entries

    write_s = take_s = 0.0
    for start in range(0, entries, 20 * AT_ONCE):
        began = time.perf_counter()
        for first in range(start, min(entries, start + 20 * AT_ONCE), AT_ONCE):
            with transaction.atomic():
                write_entries([("sent", f"{number:064x}") for number in range(first, min(entries, first + AT_ONCE))])
        written = time.perf_counter()
        while sequence_entries():
            pass
        write_s, take_s = write_s + written - began, take_s + time.perf_counter() - written
    return write_s, take_s


def _prove(entries: int) -> tuple[float, float, int]:
    """Milliseconds of an inclusion and a consistency proof in the median, and the longest inclusion proof in bytes."""
    from egnatia.engines.proofs.merkle import HASH_BYTES
    from egnatia.engines.proofs.paths import prove_consistency, prove_inclusion
    from egnatia.exchange.log.tree import tree_nodes

    drawn = random.Random(4)
    inclusion, consistency, longest = [], [], 0
    for index in drawn.sample(range(1, entries), PROOFS):
        began = time.perf_counter()
        proof = prove_inclusion(index, entries, tree_nodes())
        between = time.perf_counter()
        prove_consistency(index, entries, tree_nodes())
        inclusion.append(between - began)
        consistency.append(time.perf_counter() - between)
        longest = max(longest, len(proof) * HASH_BYTES)
    return round(median(inclusion) * 1000, 2), round(median(consistency) * 1000, 2), longest


if __name__ == "__main__":
    main()
