"""The federation's certificate authority: a directory on a machine without a network, opened with a passphrase.

    authority.p12   its key and certificate, encrypted (PBES2: PBKDF2 with HMAC-SHA-256, AES-256; PKCS #12, RFC 7292)
    authority.pem   its certificate, for everybody
    authority.crl   the certificates that it has revoked, for everybody
    issued.json     what it has issued

It can issue certificates below the domains named at its making only (RFC 5280, section 4.2.1.10): whoever steals it can't pass
for a bank. Certificates are short-lived; a node asks for the next one with a new key.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.transport.certificates import URN, end_of, spoken, to_pem
from egnatia.exchange.transport.files import replace_file
from egnatia.exchange.transport.ledger import REASONS, note_issued, read_ledger
from egnatia.exchange.transport.requests import is_host_name, subject_of

SEALED, CERTIFICATE, REVOKED = "authority.p12", "authority.pem", "authority.crl"
SHORTEST_PASSPHRASE = 16
ROUNDS = 600_000  # of PBKDF2, as OWASP's cheat sheet of 2023 has it for HMAC-SHA-256
MONTHS = 13
LONGEST_MONTHS = 25
YEARS = 10
_MONTH = timedelta(days=30.5)
#: Clocks of nodes are behind by that much at most; what is issued now holds at once everywhere.
_BACKDATED = timedelta(minutes=10)
_LEAST_LEFT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Authority:
    """An opened authority: whoever has this can issue."""

    directory: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def create_authority(directory: Path, passphrase: str, *, name: str, domains: list[str], years: int = YEARS) -> Authority:
    """Make an authority that issues for names below `domains`, with an empty list of revoked certificates.

    Raises Problem `exchange.ca.exists`, `exchange.ca.passphrase_short`, `exchange.ca.domain_invalid`,
    `exchange.ca.name_invalid`.
    """
    if directory.exists() and any(directory.iterdir()):
        raise Problem("exchange.ca.exists", f"{directory} isn't empty.", "Name a new directory for the authority.", status=409)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Problem(
            "exchange.ca.passphrase_short",
            f"The passphrase has fewer than {SHORTEST_PASSPHRASE} characters.",
            "Take six or more words that nobody would guess together.",
            field="passphrase",
        )
    _check_domains(domains)
    if not 1 <= len(name) <= 64:
        raise Problem("exchange.ca.name_invalid", "The authority's name is empty or too long.", "Take 1 to 64 characters.")
    key = ec.generate_private_key(ec.SECP384R1())
    made = Authority(directory, key, _certify(key, name, domains, clock.now() + timedelta(days=365.25 * years)))
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(directory / "issued.json", b"[]\n")
    _keep(made, passphrase)
    return made


def open_authority(directory: Path, passphrase: str) -> Authority:
    """Raises Problem `exchange.ca.missing`, `exchange.ca.passphrase_wrong`, `exchange.ca.damaged` (its ledger)."""
    try:
        content = (directory / SEALED).read_bytes()
    except OSError as error:
        raise Problem(
            "exchange.ca.missing", f"There is no authority in {directory}.", "Name the directory of egnatia transport new-ca."
        ) from error
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except ValueError as error:
        raise _wrong_passphrase() from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise _wrong_passphrase()
    read_ledger(directory)
    return Authority(directory, key, certificate)


def issue(
    authority: Authority,
    request: x509.CertificateSigningRequest,
    *,
    partner: str,
    names: list[str],
    months: int = MONTHS,
) -> x509.Certificate:
    """A certificate for the node of `partner`, to serve and to call; it never outlives the authority's own.

    Raises Problem `exchange.ca.months`, `exchange.ca.name_not_permitted`, `exchange.ca.ends_soon`.
    """
    if not 1 <= months <= LONGEST_MONTHS:
        raise Problem("exchange.ca.months", f"{months} months can't be so.", f"Choose 1 to {LONGEST_MONTHS}.", field="months")
    permitted = domains_of(authority.certificate)
    if strangers := [name for name in names if not _is_below(name, permitted)]:
        raise Problem(
            "exchange.ca.name_not_permitted",
            f"{strangers[0]} isn't below a domain of this authority ({', '.join(permitted)}).",
            "Renew the authority with that domain (transport renew-ca --permit) and give its new certificate to all.",
            field="name",
        )
    now = clock.now()
    if end_of(authority.certificate) - now < _LEAST_LEFT:
        raise Problem(
            "exchange.ca.ends_soon",
            f"The authority itself ends at {end_of(authority.certificate):%Y-%m-%d}.",
            "Renew it first (transport renew-ca), and give its new certificate to all nodes.",
            status=409,
        )
    until = min(now + months * _MONTH, end_of(authority.certificate))
    certificate = _build_leaf(authority, request, partner, names, now - _BACKDATED, until)
    note_issued(authority.directory, certificate, now)
    write_revoked(authority)
    return certificate


def renew_authority(authority: Authority, passphrase: str, *, domains: list[str], years: int = YEARS) -> Authority:
    """The same key and name for further years and, if given, further domains; what it issued stays good.

    Raises Problem `exchange.ca.domain_invalid`, `exchange.ca.passphrase_wrong`.
    """
    open_authority(authority.directory, passphrase)  # it is sealed again with the same one
    everything = list(dict.fromkeys([*domains_of(authority.certificate), *domains]))
    _check_domains(everything)
    name = str(authority.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    until = clock.now() + timedelta(days=365.25 * years)
    renewed = Authority(authority.directory, authority.key, _certify(authority.key, name, everything, until))
    _keep(renewed, passphrase)
    return renewed


def write_revoked(authority: Authority) -> x509.CertificateRevocationList:
    """The list of revoked certificates as of now; it holds as long as a certificate issued now can.

    Offline, the authority can't sign one each day: that a certificate is revoked is known where the newest list is. Before that
    the federation list keeps the partner from speaking.
    """
    now = clock.now()
    builder = x509.CertificateRevocationListBuilder().issuer_name(authority.certificate.subject)
    builder = builder.last_update(now - _BACKDATED).next_update(
        min(now + LONGEST_MONTHS * _MONTH, end_of(authority.certificate))
    )
    for row in read_ledger(authority.directory):
        if row.is_revoked:
            revoked = x509.RevokedCertificateBuilder().serial_number(int(row.serial, 16))
            revoked = revoked.revocation_date(datetime.fromisoformat(row.revoked_at))
            builder = builder.add_revoked_certificate(revoked.add_extension(x509.CRLReason(REASONS[row.reason]), False).build())
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = builder.add_extension(identifier, critical=False)
    signed = builder.add_extension(x509.CRLNumber(int(now.timestamp() * 1000)), critical=False).sign(
        authority.key, hashes.SHA384()
    )
    replace_file(authority.directory / REVOKED, to_pem(signed), mode=0o644)
    return signed


def bundle(authority: Authority, certificate: x509.Certificate) -> bytes:
    """What goes back to the node in one file: its certificate, the authority's, and the list of revoked ones."""
    return to_pem(certificate, authority.certificate) + (authority.directory / REVOKED).read_bytes()


def domains_of(certificate: x509.Certificate) -> list[str]:
    """Below which an authority may issue."""
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return []
    return [one.value for one in constraints.permitted_subtrees or () if isinstance(one, x509.DNSName)]


def fingerprint_of(authority: Authority) -> str:
    """To be read out to whoever installs its certificate for the first time."""
    return spoken(authority.certificate)


def _keep(authority: Authority, passphrase: str) -> None:
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    sealed = pkcs12.serialize_key_and_certificates(b"egnatia", authority.key, authority.certificate, None, encryption)
    replace_file(authority.directory / SEALED, sealed)
    replace_file(authority.directory / CERTIFICATE, to_pem(authority.certificate), mode=0o644)
    write_revoked(authority)


def _certify(key: ec.EllipticCurvePrivateKey, name: str, domains: list[str], until: datetime) -> x509.Certificate:
    """The authority's certificate over its own key: for names below `domains`, for no numbers, for no authority below it."""
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Egnatia"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    numbers = [x509.IPAddress(ipaddress.ip_network(all_of_them)) for all_of_them in ("0.0.0.0/0", "::/0")]
    constraints = x509.NameConstraints([x509.DNSName(domain) for domain in domains], numbers)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - _BACKDATED)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(issues=True), critical=True)
        .add_extension(constraints, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA384())


def _build_leaf(
    authority: Authority,
    request: x509.CertificateSigningRequest,
    partner: str,
    names: list[str],
    since: datetime,
    until: datetime,
) -> x509.Certificate:
    """Of the request only the key is taken over: everything else is what the authority says."""
    alternative = [*(x509.DNSName(name) for name in names), x509.UniformResourceIdentifier(URN + partner)]
    uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject_of(partner, names[0]))
        .issuer_name(authority.certificate.subject)
        .public_key(request.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(issues=False), critical=True)
        .add_extension(uses, critical=False)
        .add_extension(x509.SubjectAlternativeName(alternative), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(request.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    return builder.sign(authority.key, hashes.SHA384())


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _is_below(name: str, domains: list[str]) -> bool:
    return any(name == domain or name.endswith(f".{domain}") for domain in domains)


def _check_domains(domains: list[str]) -> None:
    wrong = [domain for domain in domains if not is_host_name(domain)]
    if wrong or not domains:
        raise Problem(
            "exchange.ca.domain_invalid",
            f"{wrong[0][:100]!r} is no domain." if wrong else "No domain is named below which the authority issues.",
            "Name the domains of the partners' nodes, each with --permit: it permits that name and those below.",
            field="permit",
        )


def _wrong_passphrase() -> Problem:
    return Problem(
        "exchange.ca.passphrase_wrong",
        "This passphrase doesn't open the authority.",
        "Type it again; without it nothing can be issued any more, and a new authority has to be made.",
        field="passphrase",
    )
