"""Between whom a gateway is open: migration's between all confirmed partners, the other's where the federation list says so."""

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange import keys
from egnatia.exchange.federation.in_force import find_in_force
from egnatia.exchange.gateways import Gateway, gateway_closed
from egnatia.exchange.models import Partner


def is_open(partner: Partner, gateway: Gateway) -> bool:
    """Whether letters of a gateway may pass between this node and a partner, its keys and ours being valid now.

    For law enforcement a list must be in force in which either may ask the other through it, and both must be parties to what
    the law needs: a list that says otherwise, or a row without a list, opens nothing.
    """
    if gateway is Gateway.MIGRATION:
        return True
    try:
        keys.usable(gateway)
    except Problem:
        return False
    return is_agreed(partner, gateway) and has_keys(partner, gateway)


def is_agreed(partner: Partner, gateway: Gateway) -> bool:
    """Whether an agreement of this gateway is in force between this node and a partner, keys or not."""
    if not partner.has_agreement_through(gateway) or find_in_force(clock.now()) is None:
        return False
    return law.may_agree(node.current().partner, partner.code, law.gateway(gateway.value))


def require_open(partner: Partner, gateway: Gateway) -> None:
    """Raises Problem `exchange.gateway_closed`."""
    if not is_open(partner, gateway):
        raise gateway_closed()


def has_keys(partner: Partner, gateway: Gateway) -> bool:
    """Known ones, valid or not: one that is over or revoked is refused by the code that says so."""
    sign, seal = keys.rings_of(gateway)
    return bool(getattr(partner, keys.RINGS[sign]) and getattr(partner, keys.RINGS[seal]))
