"""Ask the authority for this node's first or next certificate; the one in use stays in use."""

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import node
from egnatia.exchange.transport import store
from egnatia.exchange.transport.addresses import host_of, is_encrypted, not_encrypted, own_address
from egnatia.exchange.transport.certificates import spoken
from egnatia.exchange.transport.requests import write_request


def request_certificate(officer: Officer | None, *, also: list[str]) -> x509.CertificateSigningRequest:
    """The request for a key of its own, for the host of this node's address and `also`; asked again it is for the same key.

    Raises Problem `accounts.not_allowed`, `exchange.address_not_encrypted`, `exchange.certificate_name.invalid`.
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    address = own_address()
    if not is_encrypted(address):
        raise not_encrypted(address)
    key = load_pem_private_key(store.begin_key(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101  (we made it)
    names = [host_of(address), *(name.lower() for name in also)]
    request = write_request(key, partner=node.current().partner, names=names)
    audit.record("exchange.certificate.requested", officer=officer, names=names, fingerprint=spoken(request))
    return request
