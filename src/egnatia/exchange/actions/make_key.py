"""Make this node's next key, to be listed before it is used."""

from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import Problem
from egnatia.exchange import keys
from egnatia.exchange.federation.own_terms import own_terms


def make_key(officer: Officer | None, use: keys.Use) -> str:
    """Its name (`MK:sign:2`). Raises Problem `accounts.not_allowed`, `exchange.key_too_early`."""
    if officer is not None:
        policy.require(officer, "partners.manage")
    if own_terms() is None:
        raise Problem(
            "exchange.key_too_early",
            gettext(
                "Before this node is in a federation list a new key would be in use at once, and no partner would know it."
            ),
            gettext("Found the federation, or enter it, with the keys that you have: partners propose."),
            status=409,
        )
    name = keys.add(use)
    audit.record("exchange.key.made", officer=officer, key=name)
    return name
