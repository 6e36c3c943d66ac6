"""Partners on paper: their keys, and lists that they sign. No node, no database."""

from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from egnatia.exchange import keys
from egnatia.exchange.federation import changes
from egnatia.exchange.federation.listing import Listing, SignedListing
from egnatia.exchange.federation.signing import add_signature, sign_listing
from egnatia.exchange.keys import NumberedKeys, OwnKeys
from egnatia.exchange.member_file import Member

BEGAN = datetime(2026, 11, 28, 20, tzinfo=UTC)
DAY = timedelta(days=1)


def make_keys(partner: str, *numbers: int) -> OwnKeys:
    """Always the same keys for a partner and number, so that a failing example can be run again."""
    signing = {n: Ed25519PrivateKey.from_private_bytes(_seed(partner, "sign", n)) for n in numbers or (1,)}
    sealing = {n: X25519PrivateKey.from_private_bytes(_seed(partner, "seal", n)) for n in numbers or (1,)}
    return OwnKeys(partner, NumberedKeys(signing), NumberedKeys(sealing))


def member_of(own: OwnKeys) -> Member:
    """What its member file says."""
    return Member(
        own.partner,
        f"Node {own.partner}",
        f"https://{own.partner.lower()}.example",
        BEGAN,
        {str(n): keys.to_text(key.public_key()) for n, key in own.signing.by_number.items()},
        {str(n): keys.to_text(key.public_key()) for n, key in own.sealing.by_number.items()},
    )


def found(*codes: str, quorum: int | None = None) -> Listing:
    """A first list of these partners."""
    listing = changes.found_list([member_of(make_keys(code)) for code in codes], made_at=BEGAN, in_force_from=BEGAN, policy="1")
    return changes.finish(changes.set_quorum(listing, quorum) if quorum else listing).listing


def following(before: Listing, days: int = 1) -> Listing:
    """The next list, begun some days later."""
    at = before.made_at + days * DAY
    return changes.begin(before, made_at=at, in_force_from=at)


def signed_by(listing: Listing, *signers: OwnKeys | str, at: datetime | None = None) -> SignedListing:
    """The list with the signatures of these."""
    signed = SignedListing.model_validate({"list": listing})
    for signer in signers:
        own = make_keys(signer) if isinstance(signer, str) else signer
        signed = add_signature(signed, sign_listing(listing, own, at or listing.made_at))
    return signed


def _seed(partner: str, use: str, number: int) -> bytes:
    return f"{partner}:{use}:{number}".encode().ljust(32, b".")
