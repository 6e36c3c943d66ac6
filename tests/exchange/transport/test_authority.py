"""The certificate authority: what it issues, what it refuses, what it revokes; OpenSSL as the judge of what holds."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.transport import authority as authorities
from egnatia.exchange.transport.authority import Authority, create_authority, issue, open_authority, renew_authority
from egnatia.exchange.transport.certificates import end_of, names_of, partner_of, read_certificates, spoken, to_pem
from egnatia.exchange.transport.issuing import check_request
from egnatia.exchange.transport.issuing import to_pem as request_to_pem
from egnatia.exchange.transport.ledger import read_ledger
from egnatia.exchange.transport.requests import is_host_name, make_key, read_request, write_request
from egnatia.exchange.transport.revoking import revoke
from tests.exchange.transport.making import PASSPHRASE

DOMAINS = ["mk.example", "exchange.rs.example"]


@pytest.fixture(autouse=True, scope="module")
def _quick_passphrase() -> object:
    """As few rounds as there can be: six hundred thousand for each test would take the time of all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authorities, "ROUNDS", 1000)
        yield


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return create_authority(tmp_path / "ca", PASSPHRASE, name="Test federation", domains=DOMAINS)


def ask(partner: str = "MK", *names: str) -> x509.CertificateSigningRequest:
    return write_request(make_key(), partner=partner, names=list(names or ["exchange.mk.example"]))


def grant(authority: Authority, partner: str = "MK", *names: str, months: int = 13) -> x509.Certificate:
    wanted = list(names or ["exchange.mk.example"])
    return issue(authority, ask(partner, *wanted), partner=partner, names=wanted, months=months)


def code_of(problem: pytest.ExceptionInfo[Problem]) -> str:
    return problem.value.code


def openssl_verifies(folder: Path, authority: Authority, certificate: x509.Certificate, *, name: str, purpose: str) -> bool:
    """Whether OpenSSL takes it, with the list of revoked ones."""
    leaf = folder / "leaf.pem"
    leaf.write_bytes(to_pem(certificate))
    place = authority.directory
    command = ["openssl", "verify", "-x509_strict", "-crl_check_all", "-CAfile", str(place / "authority.pem")]
    command += ["-CRLfile", str(place / "authority.crl"), "-verify_hostname", name, "-purpose", purpose, str(leaf)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_certificate_says_whose_it_is_and_serves_both_ways(authority: Authority, tmp_path: Path) -> None:
    made = grant(authority, "MK", "exchange.mk.example", "old.mk.example")
    assert (partner_of(made), names_of(made)) == ("MK", ["exchange.mk.example", "old.mk.example"])
    assert timedelta(days=390) < end_of(made) - clock.now() < timedelta(days=400)
    for purpose in ("sslserver", "sslclient"):
        assert openssl_verifies(tmp_path, authority, made, name="exchange.mk.example", purpose=purpose)
    assert not openssl_verifies(tmp_path, authority, made, name="exchange.rs.example", purpose="sslserver")
    (row,) = read_ledger(authority.directory)
    assert (row.partner, row.serial, row.is_revoked) == ("MK", f"{made.serial_number:x}", False)


def test_authority_stays_below_its_domains_even_for_whoever_has_its_key(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        grant(authority, "MK", "bank.example")
    assert code_of(problem) == "exchange.ca.name_not_permitted"
    with pytest.raises(Problem) as problem:
        grant(authority, "MK", "notmk.example")
    assert code_of(problem) == "exchange.ca.name_not_permitted"
    since, until = clock.now() - timedelta(hours=1), end_of(authority.certificate)
    stolen = authorities._build_leaf(authority, ask("MK", "bank.example"), "MK", ["bank.example"], since, until)  # by a thief
    assert not openssl_verifies(tmp_path, authority, stolen, name="bank.example", purpose="sslserver")


def test_key_lies_encrypted_and_opens_with_the_passphrase_only(authority: Authority) -> None:
    assert b"PRIVATE KEY" not in b"".join(file.read_bytes() for file in authority.directory.iterdir())
    assert (authority.directory / "authority.p12").stat().st_mode & 0o077 == 0
    assert open_authority(authority.directory, PASSPHRASE).certificate == authority.certificate
    for wrong in ("", "six words that nobody would guesS"):
        with pytest.raises(Problem) as problem:
            open_authority(authority.directory, wrong)
        assert code_of(problem) == "exchange.ca.passphrase_wrong"
    (authority.directory / "authority.p12").write_bytes(b"no such thing")
    with pytest.raises(Problem) as problem:
        open_authority(authority.directory, PASSPHRASE)
    assert code_of(problem) == "exchange.ca.passphrase_wrong"


def test_what_cannot_be_made(authority: Authority, tmp_path: Path) -> None:
    for change, code in (
        ({"directory": authority.directory}, "exchange.ca.exists"),
        ({"passphrase": "short"}, "exchange.ca.passphrase_short"),
        ({"domains": []}, "exchange.ca.domain_invalid"),
        ({"domains": ["*.mk.example"]}, "exchange.ca.domain_invalid"),
        ({"domains": ["10.0.0.1"]}, "exchange.ca.domain_invalid"),
        ({"name": ""}, "exchange.ca.name_invalid"),
    ):
        wanted = {"directory": tmp_path / "new", "passphrase": PASSPHRASE, "name": "X", "domains": DOMAINS} | change
        with pytest.raises(Problem) as problem:
            create_authority(**wanted)  # type: ignore[arg-type]
        assert code_of(problem) == code
    assert not (tmp_path / "new").exists()
    with pytest.raises(Problem) as problem:
        open_authority(tmp_path / "nowhere", PASSPHRASE)
    assert code_of(problem) == "exchange.ca.missing"
    for months in (0, 26):
        with pytest.raises(Problem) as problem:
            grant(authority, months=months)
        assert code_of(problem) == "exchange.ca.months"
    (authority.directory / "issued.json").write_text("[{]")
    with pytest.raises(Problem) as problem:
        open_authority(authority.directory, PASSPHRASE)
    assert code_of(problem) == "exchange.ca.damaged"


def test_revoked_certificate_is_in_the_list_and_does_not_hold(authority: Authority, tmp_path: Path) -> None:
    lost, kept = grant(authority), grant(authority)
    revoke(authority, f"{lost.serial_number:X}", reason="disclosed")
    assert not openssl_verifies(tmp_path, authority, lost, name="exchange.mk.example", purpose="sslclient")
    assert openssl_verifies(tmp_path, authority, kept, name="exchange.mk.example", purpose="sslclient")
    for serial, reason, code in (
        (f"{lost.serial_number:x}", "disclosed", "exchange.ca.revoked_already"),
        ("1234", "disclosed", "exchange.ca.serial_unknown"),
        (f"{kept.serial_number:x}", "because", "exchange.ca.reason_unknown"),
    ):
        with pytest.raises(Problem) as problem:
            revoke(authority, serial, reason=reason)
        assert code_of(problem) == code
    grant(authority)  # what is issued afterwards doesn't forget it
    assert not openssl_verifies(tmp_path, authority, lost, name="exchange.mk.example", purpose="sslclient")


def test_renewed_authority_stands_behind_what_it_issued_and_takes_a_domain_more(authority: Authority, tmp_path: Path) -> None:
    made = grant(authority)
    with clock.frozen(clock.now() + timedelta(seconds=2)):
        renewed = renew_authority(authority, PASSPHRASE, domains=["xa.example"], years=15)
    assert spoken(renewed.certificate) == spoken(authority.certificate)
    assert end_of(renewed.certificate) > end_of(authority.certificate)
    assert openssl_verifies(tmp_path, renewed, made, name="exchange.mk.example", purpose="sslclient")
    seventh = grant(renewed, "XA", "exchange.xa.example")
    assert openssl_verifies(tmp_path, renewed, seventh, name="exchange.xa.example", purpose="sslclient")
    with pytest.raises(Problem) as problem:
        renew_authority(renewed, "another passphrase entirely", domains=[])
    assert code_of(problem) == "exchange.ca.passphrase_wrong"


def test_nothing_outlives_the_authority(authority: Authority) -> None:
    near = end_of(authority.certificate) - timedelta(days=100)
    with clock.frozen(near):
        assert end_of(grant(authority)) == end_of(authority.certificate)
    with clock.frozen(near + timedelta(days=80)), pytest.raises(Problem) as problem:
        grant(authority)
    assert code_of(problem) == "exchange.ca.ends_soon"


def test_request_is_issued_only_to_whoever_reads_out_its_fingerprint() -> None:
    request = ask("MK", "exchange.mk.example")
    content, words = request_to_pem(request), spoken(request)
    asked = check_request(content, partner="MK", fingerprint=words.replace(" ", "-"))
    assert (asked.partner, asked.names) == ("MK", ["exchange.mk.example"])
    for partner, fingerprint, code in (
        ("RS", words, "exchange.ca.partner_differs"),
        ("MK", "", "exchange.ca.fingerprint_differs"),
        ("MK", spoken(ask()), "exchange.ca.fingerprint_differs"),
    ):
        with pytest.raises(Problem) as problem:
            check_request(content, partner=partner, fingerprint=fingerprint)
        assert code_of(problem) == code


def test_requests_for_anything_else_are_refused() -> None:
    whole = request_to_pem(ask())
    other_letter = b"B" if whole[200:201] == b"A" else b"A"
    key = rsa.generate_private_key(65537, 2048)
    names: list[x509.GeneralName] = [x509.DNSName("mk.example"), x509.UniformResourceIdentifier("urn:egnatia:partner:MK")]
    for content, code in (
        (b"", "exchange.ca.request_invalid"),
        (whole[:200] + other_letter + whole[201:], "exchange.ca.request_invalid"),
        (foreign(key, names), "exchange.ca.key_weak"),
        (foreign(make_key(), names[:1]), "exchange.ca.request_invalid"),
        (
            foreign(make_key(), [*names, x509.UniformResourceIdentifier("urn:egnatia:partner:RS")]),
            "exchange.ca.request_invalid",
        ),
        (foreign(make_key(), [*names, x509.RFC822Name("root@mk.example")]), "exchange.ca.request_invalid"),
        (foreign(make_key(), [x509.DNSName("*.mk.example"), names[1]]), "exchange.certificate_name.invalid"),
    ):
        with pytest.raises(Problem) as problem:
            read_request(content)
        assert code_of(problem) == code


def foreign(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, names: list[x509.GeneralName]) -> bytes:
    """A request that no node of ours would write."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"-----BEGIN CERTIFICATE-----\n{text}\n".encode()))
def test_what_is_no_file_of_certificates_is_a_problem_and_nothing_else(content: bytes) -> None:
    for read in (read_certificates, read_request):
        with pytest.raises(Problem):
            read(content)


@given(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?(\.[a-z]([a-z0-9-]{0,10}[a-z0-9])?){1,4}", fullmatch=True))
def test_every_host_name_comes_through_a_request(name: str) -> None:
    assert is_host_name(name)
    _, partner, names = read_request(request_to_pem(ask("XK", name)))
    assert (partner, names) == ("XK", [name])


@given(st.text(max_size=80))
def test_what_openssl_would_read_otherwise_is_no_host_name(name: str) -> None:
    if is_host_name(name):
        assert name == name.lower() and name.isascii() and not set(name) & set("*:/@ \x00\n") and not name.startswith(".")


def test_ledger_is_a_file_that_people_can_read(authority: Authority) -> None:
    grant(authority, "RS", "exchange.rs.example")
    (row,) = json.loads((authority.directory / "issued.json").read_text())
    assert (row["partner"], row["names"], row["revoked_at"]) == ("RS", ["exchange.rs.example"], "")
