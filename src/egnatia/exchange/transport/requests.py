"""Requests for a certificate (PKCS #10): made at a node, looked at by the authority."""

import re

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from egnatia.base.errors import Problem
from egnatia.exchange.transport.certificates import URN
from egnatia.exchange.transport.files import split_pem

MAX_NAMES = 5
LONGEST_COMMON_NAME = 64  # RFC 5280, ub-common-name
_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9.]+")
_BROKEN = (ValueError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound, x509.DuplicateExtension)


def make_key() -> ec.EllipticCurvePrivateKey:
    """A node's key for TLS: P-256, which every TLS library has."""
    return ec.generate_private_key(ec.SECP256R1())


def is_host_name(name: str) -> bool:
    """A DNS name in small letters; no number of a machine, no asterisk."""
    return _NAME.fullmatch(name) is not None and _NUMBER.fullmatch(name) is None


def write_request(key: ec.EllipticCurvePrivateKey, *, partner: str, names: list[str]) -> x509.CertificateSigningRequest:
    """What the node of `partner`, reached under `names`, asks for. Raises Problem `exchange.certificate_name.invalid`."""
    alternative = x509.SubjectAlternativeName(
        [*(x509.DNSName(name) for name in check_names(names)), x509.UniformResourceIdentifier(URN + partner)]
    )
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject_of(partner, names[0]))
    return builder.add_extension(alternative, critical=False).sign(key, hashes.SHA256())


def subject_of(partner: str, name: str) -> x509.Name:
    """Names that are too long for a subject stand among the alternative ones only, as RFC 6125 has it anyway."""
    parts = {NameOID.ORGANIZATION_NAME: "Egnatia", NameOID.ORGANIZATIONAL_UNIT_NAME: partner, NameOID.COMMON_NAME: name}
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts.items() if len(text) <= LONGEST_COMMON_NAME])


def check_names(names: list[str]) -> list[str]:
    """Raises Problem `exchange.certificate_name.invalid`."""
    for name in names:
        if not is_host_name(name):
            raise _wrong_name(name)
    if not 1 <= len(names) <= MAX_NAMES or len(set(names)) != len(names):
        raise _wrong_name(", ".join(names))
    return names


def read_request(content: bytes) -> tuple[x509.CertificateSigningRequest, str, list[str]]:
    """The request, the partner and the names that it is for.

    Raises Problem `exchange.ca.request_invalid` (not such a file, altered, or asking for something else),
    `exchange.ca.key_weak`, `exchange.certificate_name.invalid`.
    """
    try:
        block = next(block for label, block in split_pem(content) if label.endswith("CERTIFICATE REQUEST"))
        request = x509.load_pem_x509_csr(block)
        alternative = request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        is_whole = request.is_signature_valid
    except (StopIteration, Problem, *_BROKEN) as error:
        raise _not_a_request() from error
    uris = alternative.get_values_for_type(x509.UniformResourceIdentifier)
    names = alternative.get_values_for_type(x509.DNSName)
    others = len(list(alternative)) - len(uris) - len(names)
    if not is_whole or others or len(uris) != 1 or not re.fullmatch(re.escape(URN) + "[A-Z]{2}", uris[0]):
        raise _not_a_request()
    _check_key(request)
    return request, uris[0].removeprefix(URN), check_names(names)


def _check_key(request: x509.CertificateSigningRequest) -> None:
    key = request.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1):
        raise Problem(
            "exchange.ca.key_weak",
            "The request is for a key of another kind than P-256 or P-384.",
            "Have the node make the request: egnatia transport request.",
            field="file",
        )


def _wrong_name(name: str) -> Problem:
    return Problem(
        "exchange.certificate_name.invalid",
        f"{name[:100]!r} can't stand in a certificate as a node's name.",
        f"Name one to {MAX_NAMES} host names, each once, as exchange.example.mk; numbers and asterisks are none.",
        field="name",
    )


def _not_a_request() -> Problem:
    return Problem(
        "exchange.ca.request_invalid",
        "This is not a request for a node's certificate, or it was altered.",
        "Take the file that the node made with: egnatia transport request.",
        field="file",
    )
