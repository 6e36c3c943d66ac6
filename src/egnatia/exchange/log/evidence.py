"""Evidence of what was asked and answered about a person: the signed letters, each with its proof against one head."""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.engines.proofs.paths import prove_inclusion
from egnatia.engines.proofs.tiles import TileNodes
from egnatia.exchange import envelope, hooks
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.heads import latest_head, sign_head, with_cosignatures
from egnatia.exchange.log.number import existing_log
from egnatia.exchange.log.sequencing import sequence_entries
from egnatia.exchange.log.tree import tree_nodes
from egnatia.exchange.models import InboundMatch, InboxMessage, LogEntry, LogHead, OutboxMessage, SearchTarget
from egnatia.persons.queries import find_by_reference

VERSION = 1
#: Lets an officer write out letters of migration about a person.
PROVE = "exchange.prove"


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


def collect_evidence(number: str, gateway: Gateway, *, officer: Officer | None, log: int | None = None) -> Evidence:
    """All letters about one person that went through a gateway: questions and answers, partners' and ours.

    number    of a registration, in every version of it; of law enforcement, also of a request
    officer   who wants it, which is written down; None: the operator, for migration alone

    Raises as `prove_letters`, and Problem `persons.data_set.not_found`, `lawenforcement.request.not_found`,
    `exchange.log.account_missing`, `accounts.not_allowed`.
    """
    if gateway is Gateway.MIGRATION:
        return _of_migration(number, officer, log)
    if officer is None:
        raise Problem(
            "exchange.log.account_missing",
            "Who wants letters of law enforcement has to be named: it is written down.",
            "Add --account with the user name of somebody who oversees law enforcement.",
            field="account",
        )
    found: list[Evidence] = []
    hooks.law_evidence_wanted.call(number, officer, log, found)
    return found.pop()


@transaction.atomic
def _of_migration(number: str, officer: Officer | None, log: int | None) -> Evidence:
    if officer is not None:
        policy.require(officer, PROVE)
    data_set = find_by_reference(number)
    if data_set is None:
        raise Problem(
            "persons.data_set.not_found",
            "There is no registration under this number.",
            "Check the number.",
            status=404,
            field="number",
        )
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
    elsewhere = Counter(leaf.log for leaf in found.values() if leaf.log != number)
    evidence = Evidence("", len(proven), emptied, len(kept) - len(found), dict(sorted(elsewhere.items())))
    bundle = {
        "version": VERSION,
        "origin": gateway.log_of(node.current().partner, number),
        "made_at": clock.now().isoformat(),
        "head": with_cosignatures(head).to_text(),
        "left_out": {"emptied": evidence.emptied, "not_in_log": evidence.not_in_log, "elsewhere": evidence.elsewhere},
        "letters": proven,
    }
    return replace(evidence, text=json.dumps(bundle, ensure_ascii=False, indent=1) + "\n")


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
