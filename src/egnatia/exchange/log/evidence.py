"""Evidence of what was asked and answered about a person: the signed letters, each with its proof against one head."""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from egnatia import audit
from egnatia.base import clock, node
from egnatia.engines.proofs.paths import prove_inclusion
from egnatia.engines.proofs.tiles import TileNodes
from egnatia.exchange import envelope
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.heads import latest_head, sign_head, with_cosignatures
from egnatia.exchange.log.number import existing_log
from egnatia.exchange.log.sequencing import sequence_entries
from egnatia.exchange.log.tree import tree_nodes
from egnatia.exchange.models import InboundMatch, InboxMessage, LogEntry, LogHead, OutboxMessage, SearchTarget
from egnatia.persons.models import DataSet

VERSION = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """The bundle as JSON text, and how many letters it holds.

    emptied    left out, for an erasure has emptied them since
    not_in_log left out, for they are older than the log
    elsewhere  left out, for they stand in another log of this node; by its number
    """

    text: str
    letters: int
    emptied: int
    not_in_log: int
    elsewhere: dict[int, int]


def collect_evidence(data_set: DataSet, *, log: int | None = None, officer: Any = None) -> Evidence:
    """All letters of migration about a registration, in every version of it: partners' questions, our answers, our questions,
    theirs. Raises as `prove_letters`.
    """
    evidence = prove_letters(_correspondences(data_set.reference_number), Gateway.MIGRATION, log=log)
    audit.record(
        "exchange.log.evidence_written",
        subject=data_set,
        person=data_set.person_id,
        officer=officer,
        letters=evidence.letters,
    )
    return evidence


def prove_letters(correspondences: Collection[UUID], gateway: Gateway, *, log: int | None = None) -> Evidence:
    """All letters that one gateway keeps of these correspondences, the first first.

    log   which of the gateway's logs proves them; None: the one that it has now
    The proofs lead to the newest head that holds them all; the more partners cosigned it, the more it says.
    Raises Problem `exchange.log_damaged`, `exchange.log_unknown`.
    """
    number = existing_log(log)
    kept, emptied = _letters_of(correspondences, gateway)
    while sequence_entries(gateway):
        pass
    found = {letter: leaf for letter in kept if (leaf := _find_leaf(letter, gateway)) is not None}
    leaves = {letter: leaf for letter, leaf in found.items() if leaf.log == number}
    head = _head_over(leaves.values(), gateway, number)
    nodes = tree_nodes(gateway, number)
    proven = [{"letter": letter, "leaf": _prove(leaf, head, nodes)} for letter, leaf in leaves.items()]
    bundle = {
        "version": VERSION,
        "origin": gateway.log_of(node.current().partner, number),
        "made_at": clock.now().isoformat(),
        "head": with_cosignatures(head).to_text(),
        "letters": proven,
    }
    elsewhere = Counter(leaf.log for leaf in found.values() if leaf.log != number)
    text = json.dumps(bundle, ensure_ascii=False, indent=1) + "\n"
    return Evidence(text, len(proven), emptied, len(kept) - len(found), dict(sorted(elsewhere.items())))


def _letters_of(correspondences: Collection[UUID], gateway: Gateway) -> tuple[list[str], int]:
    """Those that are kept, and how many were emptied."""
    told = Q(gateway=gateway, correspondence__in=correspondences)
    rows = sorted(
        [
            *((row.made_at, row.letter, row.answer) for row in OutboxMessage.objects.filter(told)),
            *((row.received_at, row.letter, row.answer) for row in InboxMessage.objects.filter(told)),
        ],
        key=lambda row: row[0],
    )
    letters = [letter for _, *pair in rows for letter in pair if letter]
    return letters, sum(letter is None for _, letter, _ in rows)


def _correspondences(reference_number: str) -> list[UUID]:
    asked = SearchTarget.objects.filter(search__data_set__reference_number=reference_number)
    told = InboundMatch.objects.filter(data_set__reference_number=reference_number)
    return [
        *asked.values_list("correspondence", flat=True),
        *told.values_list("search__correspondence", flat=True).distinct(),
    ]


def _find_leaf(letter: str, gateway: Gateway) -> LogEntry | None:
    return LogEntry.objects.filter(gateway=gateway, digest=envelope.digest(letter)).order_by("id").first()


def _head_over(leaves: Iterable[LogEntry], gateway: Gateway, log: int) -> LogHead:
    """The newest head of the log, if all of these are under it, else a new one."""
    head = latest_head(gateway, log)
    if head is None or any(leaf.number is None or leaf.number >= head.size for leaf in leaves):
        return sign_head(gateway, log)
    return head


def _prove(leaf: LogEntry, head: LogHead, nodes: TileNodes) -> dict[str, Any]:
    assert leaf.number is not None  # noqa: S101  (`_head_over` saw to it)
    proof = prove_inclusion(leaf.number, head.size, nodes)
    return {"entry": json.loads(leaf.entry), "index": leaf.number, "proof": [b64encode(one).decode() for one in proof]}
