"""Until when the node is witnessed: a node that nobody watches could show each partner another past, so it stops answering.

Each gateway has a log and a standing of its own: what stops one doesn't stop the other.
Registering, asking and telling partners of erasures go on; what would tell a partner something about a person doesn't.
"""

from datetime import datetime, timedelta

from django.db.models import FilteredRelation, Q

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.node_settings import value_of
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.number import own_log
from egnatia.exchange.models import Partner
from egnatia.exchange.opening import has_keys, is_agreed

NOT_WITNESSED = "exchange.not_witnessed"


def is_eligible(partner: Partner, gateway: Gateway) -> bool:
    """Whether a partner is shown this gateway's heads and witnesses them; of law enforcement, whoever has agreed and has keys.

    As the list in force says: whom this node suspends by itself goes on being counted, so that nobody gets by with fewer so.
    """
    return gateway is Gateway.MIGRATION or (is_agreed(partner, gateway) and has_keys(partner, gateway))


def witnesses_wanted(gateway: Gateway = Gateway.MIGRATION) -> int:
    """How many partners must have witnessed a log: `exchange_witnesses` of node.toml.

    Between few parties of law enforcement there may not be so many: then every one of them.
    """
    wanted: int = value_of("exchange_witnesses")
    if gateway is Gateway.MIGRATION:
        return wanted
    return min(wanted, sum(is_eligible(partner, gateway) for partner in Partner.objects.all()))


def witnessed_until(gateway: Gateway = Gateway.MIGRATION) -> datetime | None:
    """When a gateway stops answering, unless partners witness its log before; None while there is no partner to do so.

    `witnesses_wanted` partners must have cosigned a head within `exchange_witness_hours` (node.toml). A node that begins has
    as long from its first confirmed partner on; a new log of a node has no such time.
    """
    wanted = witnesses_wanted(gateway)
    of_gateway = FilteredRelation("witnesses", condition=Q(witnesses__gateway=gateway.value, witnesses__log=own_log()))
    partners = Partner.objects.filter(state=Partner.State.CONFIRMED).annotate(said=of_gateway)
    if gateway is not Gateway.MIGRATION:
        partners = partners.filter(pk__in=[one.pk for one in partners if is_eligible(one, gateway)])
    confirmed = list(partners.values_list("confirmed_at", "said__at"))
    began = min((confirmed_at for confirmed_at, _ in confirmed if confirmed_at is not None), default=None)
    if began is None:
        return None
    newest = sorted((at for _, at in confirmed if at is not None), reverse=True)[:wanted]
    since = max(newest[-1], began) if len(newest) == wanted else began
    return since + timedelta(hours=value_of("exchange_witness_hours"))


def is_witnessed(gateway: Gateway = Gateway.MIGRATION) -> bool:
    """Whether the node may tell partners anything about persons through a gateway now."""
    until = witnessed_until(gateway)
    return until is None or clock.now() < until


def require_witnessed(gateway: Gateway = Gateway.MIGRATION) -> None:
    """Raises Problem `exchange.not_witnessed`."""
    if not is_witnessed(gateway):
        raise not_witnessed()


def not_witnessed() -> Problem:
    return Problem(
        NOT_WITNESSED,
        "Too few partners have witnessed this node's log lately: it tells partners nothing about persons until they do.",
        "Registering goes on, and nothing is lost. Ask your operator to look at: egnatia log status.",
        status=409,
    )
