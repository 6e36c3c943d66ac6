"""What the law lets stand in a list: asked before one is proposed, signed or applied; an old one stays what it was."""

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.exchange.federation.listing import Agreement, Listing
from egnatia.exchange.transport.addresses import check_address


def check_lawful(listing: Listing) -> None:
    """Raises Problem `exchange.list.member_unknown`, `exchange.list.purpose_unknown`, `exchange.list.no_legal_basis`."""
    for code in listing.members:
        if code not in law.partners():
            raise Problem(
                "exchange.list.member_unknown",
                f"{code} is none of the partners that this node's rules know.",
                "Add the partner to the node's own law/partners.toml, with its source; or take it out of the proposal.",
            )
    for agreement in listing.agreements:
        _check_agreement(agreement)


def check_addresses(listing: Listing) -> None:
    """That members are reached over HTTPS. Asked before a list is proposed or signed; one that the quorum signed is followed
    all the same, and nothing goes to such an address. Raises Problem `exchange.address_not_encrypted`.
    """
    for member in listing.members.values():
        if member.is_active:
            check_address(member.url)


def gateway_of(purpose: str) -> str:
    """The gateway that a purpose about persons belongs to. Raises Problem `exchange.list.purpose_unknown`."""
    known = law.purposes().get(purpose)
    if known is None or not known.about_persons or known.synthetic_only:
        raise Problem(
            "exchange.list.purpose_unknown",
            f"{purpose} is no purpose for which partners ask each other about persons.",
            "Choose one of: egnatia law purposes.",
        )
    return known.gateway


def _check_agreement(agreement: Agreement) -> None:
    for purpose in agreement.purposes:
        if gateway_of(purpose) != agreement.gateway:
            raise Problem(
                "exchange.list.purpose_unknown",
                f"{purpose} doesn't belong to the gateway {agreement.gateway}.",
                "The gateways never mix: propose it under the gateway that egnatia law purposes says.",
            )
    gateway = law.gateway(agreement.gateway)
    if not law.may_agree(agreement.asker, agreement.asked, gateway):
        raise Problem(
            "exchange.list.no_legal_basis",
            f"{agreement.asker} and {agreement.asked} are not both parties to what the gateway {agreement.gateway} needs "
            f"({gateway.source}).",
            "Take it out of the proposal. If both are parties by now, say so in law/agreements.toml, with the source.",
        )
