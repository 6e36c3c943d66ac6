"""Making the demo's nodes known to each other: member files taken, fingerprints confirmed."""

from collections.abc import Iterable
from pathlib import Path

from egnatia.accounts.queries import get_officer
from egnatia.base import node
from egnatia.exchange.actions.add_partner import add_partner
from egnatia.exchange.actions.confirm_partner import confirm_partner
from egnatia.site.demo.accounts import username


def introduce(files: Iterable[Path]) -> None:
    """Take each member file and confirm it. In the demo both ends of the telephone are in this room."""
    administrator = get_officer(username("administrator", node.current().partner))
    for file in files:
        partner = add_partner(administrator, file.read_bytes())
        confirm_partner(administrator, partner, partner.fingerprint)
