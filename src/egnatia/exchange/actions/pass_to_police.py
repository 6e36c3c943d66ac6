"""Hand what the police of a partner say to the package that answers them: this one knows nothing of a case."""

from egnatia.exchange import hooks
from egnatia.exchange.actions.incoming import Incoming, Plan
from egnatia.exchange.gateways import gateway_closed


def pass_to_police(incoming: Incoming) -> Plan:
    """What law enforcement of this node is to do about it. Raises Problem `exchange.gateway_closed` where there is none."""
    plans: list[Plan] = []
    hooks.law_message_received.call(incoming, plans)
    if not plans:
        raise gateway_closed()
    return plans[0]
