"""A log written to files, to be verified by whoever has them and the partners' keys: docs/transparency-log.md."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from egnatia import audit
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.heads import SignedHead
from egnatia.engines.proofs.keys import write_keys
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.heads import sign_head, with_cosignatures
from egnatia.exchange.log.number import existing_log
from egnatia.exchange.log.tree import read_leaf_hashes
from egnatia.exchange.log.verifier_keys import keys_of, own_keys
from egnatia.exchange.models import LogEntry, LogHead, Partner, SeenHead

VERSION = 1
ABOUT, HEADS, ENTRIES, HASHES, KEPT = "about.json", "heads.txt", "entries.jsonl", "leaf-hashes", "kept"


def export_log(folder: Path, gateway: Gateway = Gateway.MIGRATION, log: int | None = None) -> LogHead:
    """Write the whole log of a gateway, and the heads kept of the partners' logs, into a new folder; the head it ends with.

    log   one that was closed, by its number; None: the one that the node has now

    A new head is signed for it, so that nothing exported is without one. Raises Problem `exchange.log_folder_exists`,
    `exchange.log_damaged`, `exchange.log_unknown`.
    """
    if folder.exists():
        raise Problem("exchange.log_folder_exists", f"{folder} is there already.", "Name a folder that doesn't exist yet.")
    last = sign_head(gateway, existing_log(log))
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / KEPT).mkdir(parents=True)
    origin = gateway.log_of(node.current().partner, last.log)
    about = {"version": VERSION, "origin": origin, "size": last.size, "made_at": clock.now().isoformat()}
    (unfinished / ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    (unfinished / HEADS).write_text(heads.write_heads(list(_own_heads(last))), encoding="utf-8")
    with (unfinished / ENTRIES).open("w", encoding="utf-8") as file:
        file.writelines(f"{entry}\n" for entry in _entries(last))
    with (unfinished / HASHES).open("wb") as binary:
        binary.writelines(read_leaf_hashes(last.size, gateway, last.log))
    for partner in Partner.objects.all():
        if kept := kept_heads(partner, gateway):
            (unfinished / KEPT / f"{partner.code}.txt").write_text(heads.write_heads(kept), encoding="utf-8")
    unfinished.rename(folder)
    audit.record("exchange.log.exported", size=last.size, gateway=gateway.value)
    return last


def kept_heads(partner: Partner, gateway: Gateway = Gateway.MIGRATION) -> list[SignedHead]:
    """Every head that a partner showed of its log, those that didn't fit among them."""
    return [heads.read_head(seen.text) for seen in SeenHead.objects.filter(partner=partner, gateway=gateway)]


def write_all_keys() -> str:
    """The verifier keys of this node and of the partners, of both gateways, one a line: what a verifier needs beside files."""
    partners = list(Partner.objects.all())
    return write_keys(
        [
            key
            for gateway in Gateway
            for key in (*own_keys(gateway), *(key for partner in partners for key in keys_of(partner, gateway)))
        ]
    )


def _own_heads(last: LogHead) -> Iterator[SignedHead]:
    for head in LogHead.objects.filter(gateway=last.gateway, log=last.log).prefetch_related("cosignatures"):
        yield with_cosignatures(head)


def _entries(last: LogHead) -> Iterator[str]:
    numbered = LogEntry.objects.filter(gateway=last.gateway, log=last.log, number__lt=last.size).order_by("number")
    yield from numbered.values_list("entry", flat=True).iterator(chunk_size=5000)
