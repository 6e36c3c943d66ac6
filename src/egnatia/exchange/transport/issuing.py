"""What the authority's keeper makes sure of before a certificate is issued: whose request it is."""

from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from egnatia.base.errors import Problem
from egnatia.exchange.transport.certificates import is_same_spoken, spoken
from egnatia.exchange.transport.requests import read_request


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is the partner's: its operator has read out the fingerprint of the key in it."""

    request: x509.CertificateSigningRequest
    partner: str
    names: list[str]


def check_request(content: bytes, *, partner: str, fingerprint: str) -> Asked:
    """Raises Problem `exchange.ca.partner_differs`, `exchange.ca.fingerprint_differs`, and those of `read_request`."""
    request, named, names = read_request(content)
    if named != partner:
        raise Problem(
            "exchange.ca.partner_differs",
            f"The request is for {named}, not for {partner[:20]}.",
            "Ask whoever gave it to you; issue nothing before it is clear.",
            field="partner",
        )
    if not is_same_spoken(fingerprint, spoken(request)):
        raise Problem(
            "exchange.ca.fingerprint_differs",
            "The fingerprint isn't that of the request.",
            "Have the node's operator read it out once more; if it stays, somebody has exchanged the file.",
            field="fingerprint",
        )
    return Asked(request, named, names)


def to_pem(request: x509.CertificateSigningRequest) -> bytes:
    return request.public_bytes(Encoding.PEM)
