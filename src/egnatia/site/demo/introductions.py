"""Making the demo's nodes known to each other: keys, member files taken, fingerprints confirmed."""

from collections.abc import Iterable
from pathlib import Path

from egnatia import law
from egnatia.accounts.queries import get_officer
from egnatia.base import node
from egnatia.exchange.actions.add_partner import add_partner
from egnatia.exchange.actions.confirm_partner import confirm_partner
from egnatia.exchange.actions.make_key import make_key
from egnatia.exchange.gateways import Gateway
from egnatia.site.demo.accounts import username


def police_may_ask(one: str, other: str) -> bool:
    """Whether the law lets the police of two partners agree on searches."""
    return law.may_agree(one, other, law.gateway(Gateway.LAW_ENFORCEMENT))


def make_police_keys() -> None:
    """Keys of the law-enforcement gateway, where this partner's police may ask anybody's."""
    here = node.current().partner
    if any(police_may_ask(here, code) for code in law.partners() if code != here):
        administrator = get_officer(username("administrator", here))
        make_key(administrator, "sign", Gateway.LAW_ENFORCEMENT)
        make_key(administrator, "seal", Gateway.LAW_ENFORCEMENT)


def introduce(files: Iterable[Path]) -> None:
    """Take each member file and confirm it. In the demo both ends of the telephone are in this room."""
    administrator = get_officer(username("administrator", node.current().partner))
    for file in files:
        partner = add_partner(administrator, file.read_bytes())
        confirm_partner(administrator, partner, partner.fingerprint)
