"""Certificates for tests, issued at whatever moment."""

from datetime import timedelta

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from egnatia.base import clock
from egnatia.exchange.transport import authority as authorities
from egnatia.exchange.transport.authority import Authority
from egnatia.exchange.transport.certificates import to_pem
from egnatia.exchange.transport.requests import make_key, write_request

PASSPHRASE = "six words that nobody would guess"


def certificate_with_key(
    authority: Authority, partner: str, *, days: float = 0, months: int = 1, name: str = "localhost"
) -> bytes:
    """A certificate that was issued so many days from now (below zero: ago), and its key, as `node.pem` has them."""
    key = make_key()
    request = write_request(key, partner=partner, names=[name])
    with clock.frozen(clock.now() + timedelta(days=days)):
        made = authorities.issue(authority, request, partner=partner, names=[name], months=months)
    return to_pem(made) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
