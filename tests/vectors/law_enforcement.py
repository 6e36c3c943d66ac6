"""The law-enforcement gateway: a letter under its key, the head of its log, and both handed in where they don't belong."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from egnatia.engines.proofs.frontier import compute_root
from egnatia.engines.proofs.heads import Head, add_signature, sign_head
from egnatia.engines.proofs.keys import VerifierKey, write_keys
from egnatia.engines.proofs.merkle import hash_leaf
from egnatia.exchange import envelope
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.keys import NumberedKeys, OwnKeys, PartnerKeys, to_text
from tests.vectors import letters
from tests.vectors.keys import SEED_BYTES, SIGNED_AT, VALID

GATEWAY = Gateway.LAW_ENFORCEMENT
#: What the bytes of this gateway's seeds are more than those of migration's.
_MORE = 64


def own_keys(partner: str) -> OwnKeys:
    signing = Ed25519PrivateKey.from_private_bytes(bytes([SEED_BYTES[partner] + _MORE]) * 32)
    sealing = X25519PrivateKey.from_private_bytes(bytes([SEED_BYTES[partner] + _MORE + 16]) * 32)
    return OwnKeys(partner, NumberedKeys({1: signing}), NumberedKeys({1: sealing}), GATEWAY)


def partner_keys(partner: str) -> PartnerKeys:
    own = own_keys(partner)
    signing, sealing = own.signing.current.public_key(), own.sealing.current.public_key()
    return PartnerKeys(partner, NumberedKeys({1: signing}), NumberedKeys({1: sealing}), GATEWAY)


def verifier_key(partner: str) -> VerifierKey:
    name = GATEWAY.name_of(partner)
    return VerifierKey(name, VerifierKey.of(name, own_keys(partner).signing.current).public, *VALID)


def make() -> dict[str, Any]:
    told = letters.body("ping", {})
    letter = envelope.write_letter(told, own_keys("MK"))
    entry = f'{{"at":"2026-11-22T12:00:00Z","digest":"{envelope.digest(letter)}","kind":"sent"}}'
    head = Head(GATEWAY.name_of("MK"), 1, compute_root([hash_leaf(entry.encode())]))
    signed = sign_head(head, own_keys("MK").signing.current, time=SIGNED_AT)
    signed = add_signature(signed, GATEWAY.name_of("RS"), own_keys("RS").signing.current, time=SIGNED_AT + 60)
    migration = letters.make()["letters"][0]
    return {
        "version": 1,
        "path": GATEWAY.path,
        "keys": {partner: _tell_keys(partner) for partner in ("MK", "RS")},
        "key_file": write_keys([verifier_key("MK"), verifier_key("RS")]),
        "letter": {"body": told, "key": own_keys("MK").signing_id, "letter": letter, "digest": envelope.digest(letter)},
        "log": {"entry": entry, "head": signed.to_text()},
        "refused": [
            {"why": "migration's letter here", "at": "law_enforcement", "letter": migration["letter"], "code": _CODE},
            {"why": "this letter at migration's gateway", "at": "migration", "letter": letter, "code": _CODE},
        ],
    }


_CODE = "exchange.key_of_other_gateway"


def _tell_keys(partner: str) -> dict[str, Any]:
    own = own_keys(partner)
    return {
        "signing_seed": own.signing.current.private_bytes_raw().hex(),
        "signing_public": to_text(own.signing.current.public_key()),
        "sealing_private": own.sealing.current.private_bytes_raw().hex(),
        "sealing_public": to_text(own.sealing.current.public_key()),
        "verifier_key": verifier_key(partner).to_text(),
    }
