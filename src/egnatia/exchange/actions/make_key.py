"""Make this node's next key, to be listed before it is used."""

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.exchange import keys


def make_key(officer: Officer | None, use: keys.Use) -> str:
    """Its name (`MK:sign:2`). Where no list is applied yet it is in use at once. Raises Problem `accounts.not_allowed`."""
    if officer is not None:
        policy.require(officer, "partners.manage")
    name = keys.add(use)
    audit.record("exchange.key.made", officer=officer, key=name)
    return name
