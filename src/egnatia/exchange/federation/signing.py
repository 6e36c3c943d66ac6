"""Signatures of members over a list: Ed25519 over `egnatia-federation-list/v1`, a line break, and the canonical JSON of

    {"at": "2026-11-28T20:20:00Z", "key": "MK:sign:1", "list": "<SHA-256 of the list's canonical form>"}

The key's name and the time are under the signature: nobody can give it another time, at which the key was valid.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime

from cryptography.exceptions import InvalidSignature

from egnatia.base.errors import Problem
from egnatia.engines.proofs import canonical
from egnatia.exchange import keys
from egnatia.exchange.federation.listing import Listing, ListSignature, SignedListing, write_moment

DOMAIN = b"egnatia-federation-list/v1\n"


def statement(digest: str, key: str, at: datetime) -> bytes:
    """What is signed."""
    return DOMAIN + canonical.encode({"at": write_moment(at), "key": key, "list": digest})


def sign_listing(listing: Listing, own: keys.OwnKeys, at: datetime) -> ListSignature:
    """This node's word for a list; never dated before the list was made, whose clock may be a little ahead of ours."""
    at, key = max(at, listing.made_at).replace(microsecond=0), own.signing_id
    signature = own.signing.current.sign(statement(listing.digest, key, at))
    return ListSignature(key=key, at=at, signature=urlsafe_b64encode(signature).rstrip(b"=").decode())


def is_genuine(signature: ListSignature, digest: str, key: str) -> bool:
    """Whether the holder of the public key (base64url) signed the list of this digest at that time."""
    try:
        keys.signing_key(key).verify(
            urlsafe_b64decode(signature.signature + "=="), statement(digest, signature.key, signature.at)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def add_signature(signed: SignedListing, signature: ListSignature) -> SignedListing:
    """With one more; one signature of each partner is kept, the earlier one."""
    others = [one for one in signed.signatures if one.partner != signature.partner]
    ours = [one for one in signed.signatures if one.partner == signature.partner]
    return signed.model_copy(update={"signatures": (*others, min([*ours, signature], key=lambda one: (one.at, one.key)))})


def merge(files: Sequence[SignedListing]) -> SignedListing:
    """One file with the signatures of all. Raises Problem `exchange.list.other` where they are not of one list."""
    first, *others = files
    merged = first
    for other in others:
        if other.listing.digest != first.listing.digest:
            raise Problem(
                "exchange.list.other",
                f"These files are of two lists: {first.listing.digest[:12]}… and {other.listing.digest[:12]}…",
                "Merge only signatures over the same proposal; ask whose is the one that the partners mean.",
            )
        for signature in other.signatures:
            merged = add_signature(merged, signature)
    return merged
