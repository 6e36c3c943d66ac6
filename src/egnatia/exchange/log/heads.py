"""The node's own heads: signed once, never of a smaller tree than before, never of another tree of one size."""

from datetime import UTC, datetime

from django.db import transaction

from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.base.locks import Lock, hold_until_commit
from egnatia.engines.errors import EngineError
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.heads import Head, SignedHead
from egnatia.engines.proofs.paths import compute_root_at
from egnatia.exchange import keys
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.number import own_log
from egnatia.exchange.log.sequencing import sequence_entries
from egnatia.exchange.log.tree import tree_nodes_hashed_anew, tree_size
from egnatia.exchange.models import LogHead


def sign_head(gateway: Gateway = Gateway.MIGRATION, log: int | None = None) -> LogHead:
    """A new head over all that is in a gateway's log now, or in one that is closed.

    Raises Problem `exchange.log_damaged`, `exchange.no_valid_key`.
    """
    while sequence_entries(gateway):
        pass
    with transaction.atomic():
        hold_until_commit(Lock.EXCHANGE_LOG)
        number = log or own_log()
        last = latest_head(gateway, number)
        check_grown(last)
        time = max(int(clock.now().timestamp()), int(last.signed_at.timestamp()) if last else 0)
        size = tree_size(gateway, number)
        root = compute_root_at(size, tree_nodes_hashed_anew(gateway, number))
        head = Head(gateway.log_of(node.current().partner, number), size, root)
        signed = heads.sign_head(head, keys.own(gateway).signing.current, time=time)
        return LogHead.objects.create(
            gateway=gateway,
            log=number,
            size=size,
            root=head.root.hex(),
            text=signed.to_text(),
            signed_at=datetime.fromtimestamp(time, UTC),
        )


def latest_head(gateway: Gateway = Gateway.MIGRATION, log: int | None = None) -> LogHead | None:
    """The one of a gateway's log that was signed last; `log` not given: of the one that the node has now."""
    return LogHead.objects.filter(gateway=gateway, log=log or own_log()).last()


def check_grown(last: LogHead | None) -> None:
    """That the tree still begins with what the last head stands for. Raises Problem `exchange.log_damaged`."""
    if last is None:
        return
    gateway = Gateway(last.gateway)
    try:
        nodes = tree_nodes_hashed_anew(gateway, last.log)
        if last.size <= tree_size(gateway, last.log) and compute_root_at(last.size, nodes).hex() == last.root:
            return
    except EngineError:
        pass
    raise Problem(
        "exchange.log_damaged",
        f"The log isn't what this node signed on {last.signed_at:%Y-%m-%d %H:%M} UTC with {last.size} entries.",
        "No further head is signed. Restore the database from the newest backup, and tell your supervisor and the partners.",
        status=500,
    )


def with_cosignatures(head: LogHead) -> SignedHead:
    """The head with every signature that partners gave."""
    lines = [cosignature.line for cosignature in head.cosignatures.all()]
    return heads.read_head(head.text + "".join(lines))
