"""Make this node's next key, to be listed before it is used."""

from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import Problem
from egnatia.exchange import keys
from egnatia.exchange.federation.own_terms import own_terms
from egnatia.exchange.gateways import Gateway


def make_key(officer: Officer | None, use: keys.Use, gateway: Gateway = Gateway.MIGRATION) -> str:
    """Its name (`MK:sign:2`). The first of the law-enforcement gateway may be made before there is a list.

    Raises Problem `accounts.not_allowed`, `exchange.key_too_early`."""
    if officer is not None:
        policy.require(officer, "partners.manage")
    held = keys.held(gateway)
    if own_terms() is None and (held.signing if use == "sign" else held.sealing).by_number:
        raise Problem(
            "exchange.key_too_early",
            gettext(
                "Before this node is in a federation list a new key would be in use at once, and no partner would know it."
            ),
            gettext("Found the federation, or enter it, with the keys that you have: partners propose."),
            status=409,
        )
    name = keys.add(use, gateway)
    audit.record("exchange.key.made", officer=officer, key=name)
    return name
