"""Certificates: whose one is, who issued it, and until when it holds. No files and no network here."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from egnatia.exchange.member_file import to_be_spoken
from egnatia.exchange.transport.files import split_pem, unreadable

#: What a certificate of the federation's authority says about whose it is, beside the node's name in the network.
URN = "urn:egnatia:partner:"
#: A renewal needs two people and a telephone: that long before is time enough.
WARN_BEFORE = timedelta(days=30)


def partner_of(certificate: x509.Certificate) -> str | None:
    """The partner that the certificate names, where it names exactly one."""
    named = [uri.removeprefix(URN) for uri in _alternative(certificate, x509.UniformResourceIdentifier) if uri.startswith(URN)]
    return named[0] if len(named) == 1 else None


def names_of(certificate: x509.Certificate) -> list[str]:
    """The node's names in the network, in small letters."""
    return [name.lower() for name in _alternative(certificate, x509.DNSName)]


def _alternative(certificate: x509.Certificate, kind: type[x509.DNSName] | type[x509.UniformResourceIdentifier]) -> list[str]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, ValueError):
        return []
    return list(extension.value.get_values_for_type(kind))


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may issue others."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def is_issued_by(certificate: x509.Certificate, authorities: Iterable[x509.Certificate]) -> bool:
    """Whether the key of one of these authorities signed it."""
    for authority in authorities:
        try:
            certificate.verify_directly_issued_by(authority)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return True
    return False


def end_of(certificate: x509.Certificate) -> datetime:
    """The moment after which it doesn't hold any more, UTC."""
    return certificate.not_valid_after_utc


def is_valid_at(certificate: x509.Certificate, moment: datetime) -> bool:
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def spoken(*holders: x509.Certificate | x509.CertificateSigningRequest) -> str:
    """The public keys of certificates or of a request as sixty digits, to be read out over a line that both trust."""
    keys = sorted(holder.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) for holder in holders)
    return to_be_spoken(b"".join(keys))


def is_same_spoken(one: str, other: str) -> bool:
    """Whether two fingerprints agree, however they were written."""
    return [c for c in one if c.isdigit()] == [c for c in other if c.isdigit()]


def read_certificates(content: bytes) -> list[x509.Certificate]:
    """All certificates in a PEM file. Raises Problem `exchange.certificate_file.unreadable`."""
    try:
        found = [x509.load_pem_x509_certificate(block) for label, block in split_pem(content) if label == "CERTIFICATE"]
        for one in found:  # what the library reads only when asked
            one.public_key()
            one.extensions  # noqa: B018
    except (ValueError, TypeError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise unreadable() from error
    return found


def read_revocations(content: bytes) -> list[x509.CertificateRevocationList]:
    """All lists of revoked certificates in a PEM file. Raises Problem `exchange.certificate_file.unreadable`."""
    try:
        return [x509.load_pem_x509_crl(block) for label, block in split_pem(content) if label == "X509 CRL"]
    except (ValueError, TypeError) as error:
        raise unreadable() from error


def to_pem(*holders: x509.Certificate | x509.CertificateRevocationList) -> bytes:
    return b"".join(holder.public_bytes(Encoding.PEM) for holder in holders)
