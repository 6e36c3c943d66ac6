"""Keys of the vectors. Their seeds are one byte 32 times, so that they can be typed; nothing is secret about them."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from egnatia.engines.proofs.keys import VerifierKey
from egnatia.exchange.keys import NumberedKeys, OwnKeys, PartnerKeys, to_text

#: The byte of each partner's signing key 1; that of its sealing key is 16 more.
SEED_BYTES = {"MK": 1, "RS": 2, "AL": 3}
VALID = (1_767_225_600, 1_830_297_600)  # 2026 and 2027
#: 22 November 2026, 12:02 UTC: when the log of the vectors was signed first.
SIGNED_AT = 1_795_348_920


def signing_key(partner: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([SEED_BYTES[partner]]) * 32)


def sealing_key(partner: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(bytes([SEED_BYTES[partner] + 16]) * 32)


def own_keys(partner: str) -> OwnKeys:
    return OwnKeys(partner, NumberedKeys({1: signing_key(partner)}), NumberedKeys({1: sealing_key(partner)}))


def partner_keys(partner: str) -> PartnerKeys:
    return PartnerKeys(
        partner,
        NumberedKeys({1: signing_key(partner).public_key()}),
        NumberedKeys({1: sealing_key(partner).public_key()}),
    )


def verifier_key(partner: str) -> VerifierKey:
    return VerifierKey(partner, VerifierKey.of(partner, signing_key(partner)).public, *VALID)


def tell_keys(*partners: str) -> dict[str, Any]:
    """The keys as they stand in a file of vectors."""
    return {
        partner: {
            "signing_seed": signing_key(partner).private_bytes_raw().hex(),
            "signing_public": to_text(signing_key(partner).public_key()),
            "sealing_private": sealing_key(partner).private_bytes_raw().hex(),
            "sealing_public": to_text(sealing_key(partner).public_key()),
            "verifier_key": verifier_key(partner).to_text(),
        }
        for partner in partners
    }
