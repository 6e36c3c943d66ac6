"""Evidence of what was asked and answered about a person: the signed letters, each with its proof against one head."""

import json
from base64 import b64encode
from collections.abc import Collection
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
from egnatia.exchange.log.tree import tree_nodes
from egnatia.exchange.models import InboundMatch, InboxMessage, LogEntry, LogHead, OutboxMessage, SearchTarget
from egnatia.persons.models import DataSet

VERSION = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """The bundle as JSON text, and how many letters it holds.

    emptied    left out, for an erasure has emptied them since
    not_in_log left out, for they are older than the log
    """

    text: str
    letters: int
    emptied: int
    not_in_log: int


def collect_evidence(data_set: DataSet, *, officer: Any = None) -> Evidence:
    """All letters of migration about a registration, in every version of it: partners' questions, our answers, our questions,
    theirs. Raises Problem `exchange.log_damaged`.
    """
    evidence = prove_letters(_correspondences(data_set.reference_number), Gateway.MIGRATION)
    audit.record(
        "exchange.log.evidence_written",
        subject=data_set,
        person=data_set.person_id,
        officer=officer,
        letters=evidence.letters,
    )
    return evidence


def prove_letters(correspondences: Collection[UUID], gateway: Gateway) -> Evidence:
    """All letters that one gateway keeps of these correspondences, the first first.

    The proofs lead to the newest head that holds them all; the more partners cosigned it, the more it says.
    Raises Problem `exchange.log_damaged`.
    """
    kept, emptied = _letters_of(correspondences, gateway)
    head = _head_over(kept, gateway)
    leaves = {letter: _find_leaf(letter, gateway) for letter in kept}
    nodes = tree_nodes(gateway)
    proven = [{"letter": letter, "leaf": _prove(leaf, head, nodes)} for letter, leaf in leaves.items() if leaf is not None]
    bundle = {
        "version": VERSION,
        "origin": gateway.name_of(node.current().partner),
        "made_at": clock.now().isoformat(),
        "head": with_cosignatures(head).to_text(),
        "letters": proven,
    }
    return Evidence(json.dumps(bundle, ensure_ascii=False, indent=1) + "\n", len(proven), emptied, len(kept) - len(proven))


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


def _head_over(letters: list[str], gateway: Gateway) -> LogHead:
    """The newest head, if all of these are under it, else a new one."""
    head = latest_head(gateway)
    numbers = [leaf.number for letter in letters if (leaf := _find_leaf(letter, gateway)) is not None]
    if head is None or any(number is None or number >= head.size for number in numbers):
        return sign_head(gateway)
    return head


def _prove(leaf: LogEntry, head: LogHead, nodes: TileNodes) -> dict[str, Any]:
    assert leaf.number is not None  # noqa: S101  (`_head_over` saw to it)
    proof = prove_inclusion(leaf.number, head.size, nodes)
    return {"entry": json.loads(leaf.entry), "index": leaf.number, "proof": [b64encode(one).decode() for one in proof]}
