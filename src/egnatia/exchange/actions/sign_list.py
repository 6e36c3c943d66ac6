"""Sign a proposed federation list with this node's key: its partner's word."""

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange import keys
from egnatia.exchange.federation import in_force
from egnatia.exchange.federation.chain import check_succession, look_at_signatures
from egnatia.exchange.federation.listing import Listing, SignedListing
from egnatia.exchange.federation.rules import check_addresses, check_lawful
from egnatia.exchange.federation.signing import add_signature, sign_listing
from egnatia.exchange.models import SignedProposal


@transaction.atomic
def sign_list(officer: Officer | None, proposed: SignedListing, *, instead: bool = False) -> SignedListing:
    """The file with our signature added to those that it has.

    instead   another proposal of this number was signed here and is given up: two signed lists of one number are a fork
    Raises Problem `accounts.not_allowed`, `exchange.list.signed_another`, `exchange.list.not_ours_to_sign`, and those of a list
    that doesn't follow the newest one, or that the law has no room for.
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    listing, before = proposed.listing, in_force.find_newest()
    check_succession(listing, before)
    check_lawful(listing)
    check_addresses(listing)
    _refuse_second(listing, instead=instead)
    # Before the first list there are no terms, and with one only keys that the electorate knows count.
    signed = add_signature(proposed, sign_listing(listing, keys.own(), clock.now()))
    ours = node.current().partner
    judged = [one for one in look_at_signatures(signed, before).judged if one.signature.partner == ours]
    if any(one.obstacle for one in judged):
        raise Problem(
            "exchange.list.not_ours_to_sign",
            gettext("A signature of this node wouldn't count under this list."),
            gettext(
                "Only members in good standing sign, with a key of the list before; whoever enters, with a key that it brings."
            ),
            reason=judged[0].obstacle,
        )
    SignedProposal.objects.get_or_create(
        digest=listing.digest, defaults={"number": listing.number, "signed_at": clock.now(), "signed_by": officer}
    )
    audit.record("exchange.list.signed", officer=officer, number=listing.number, digest=listing.digest)
    return signed


def _refuse_second(listing: Listing, *, instead: bool) -> None:
    others = SignedProposal.objects.filter(number=listing.number).exclude(digest=listing.digest)
    if others.exists() and not instead:
        raise Problem(
            "exchange.list.signed_another",
            gettext("This node has signed another proposal with the same number."),
            gettext("Only if the partners have given that one up: sign this one instead (partners sign --instead)."),
            status=409,
            number=listing.number,
        )
