"""By which keys heads are signed and cosigned: those by which a partner signs its letters, under the partner's letters."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from egnatia.engines.proofs.keys import VerifierKey
from egnatia.exchange import keys
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.keys import NumberedKeys, Terms
from egnatia.exchange.models import Partner


def keys_of(partner: Partner, gateway: Gateway = Gateway.MIGRATION) -> list[VerifierKey]:
    """All by which this partner may have signed through a gateway."""
    return _verifier_keys(gateway.name_of(partner.code), partner.keys_for(gateway).signing)


def own_keys(gateway: Gateway = Gateway.MIGRATION) -> list[VerifierKey]:
    """Those of this node."""
    own = keys.own(gateway)
    public = {number: key.public_key() for number, key in own.signing.by_number.items()}
    return _verifier_keys(gateway.name_of(own.partner), NumberedKeys(public, own.signing.terms))


def _verifier_keys(name: str, signing: NumberedKeys[Ed25519PublicKey]) -> list[VerifierKey]:
    return [
        VerifierKey(name, key.public_bytes_raw(), *_validity((signing.terms or {}).get(number, Terms())))
        for number, key in sorted(signing.by_number.items())
    ]


def _validity(terms: Terms) -> tuple[int | None, int | None]:
    """In POSIX seconds, from and until; what a key signed after it was revoked is nobody's word."""
    ends = [at for at in (terms.valid_until, terms.revoked_at) if at is not None]
    begins = terms.valid_from
    return int(begins.timestamp()) if begins else None, int(min(ends).timestamp()) if ends else None
