"""Until when the node is witnessed: a node that nobody watches could show each partner another past, so it stops answering.

Registering, asking and telling partners of erasures go on; what would tell a partner something about a person doesn't.
"""

from datetime import datetime, timedelta

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.node_settings import value_of
from egnatia.exchange.models import Partner

NOT_WITNESSED = "exchange.not_witnessed"


def witnessed_until() -> datetime | None:
    """When the node stops answering, unless partners witness its log before; None while there is no partner to do so.

    `exchange_witnesses` partners must have cosigned a head within `exchange_witness_hours` (node.toml). A node that begins has
    as long from its first confirmed partner on.
    """
    confirmed = Partner.objects.filter(state=Partner.State.CONFIRMED).values_list("confirmed_at", "witness__at")
    began = min((confirmed_at for confirmed_at, _ in confirmed if confirmed_at is not None), default=None)
    if began is None:
        return None
    wanted = value_of("exchange_witnesses")
    newest = sorted((at for _, at in confirmed if at is not None), reverse=True)[:wanted]
    since = max(newest[-1], began) if len(newest) == wanted else began
    return since + timedelta(hours=value_of("exchange_witness_hours"))


def is_witnessed() -> bool:
    """Whether the node may tell partners anything about persons now."""
    until = witnessed_until()
    return until is None or clock.now() < until


def require_witnessed() -> None:
    """Raises Problem `exchange.not_witnessed`."""
    if not is_witnessed():
        raise not_witnessed()


def not_witnessed() -> Problem:
    return Problem(
        NOT_WITNESSED,
        "Too few partners have witnessed this node's log lately: it tells partners nothing about persons until they do.",
        "Registering goes on, and nothing is lost. Ask your operator to look at: egnatia log status.",
        status=409,
    )
