"""Real nodes behind real nginx with mutual TLS: who gets in, who doesn't, and what happens while certificates change."""

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from benches._nginx import NGINX
from egnatia.exchange.transport.authority import Authority, create_authority
from egnatia.exchange.transport.certificates import read_certificates
from egnatia.exchange.transport.ledger import read_ledger
from egnatia.exchange.transport.revoking import revoke
from tests.exchange.nodes import wait_until
from tests.exchange.transport.making import PASSPHRASE, certificate_with_key
from tests.exchange.transport.proxied import ProxiedNode, proxied_region

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(NGINX is None, reason="nginx is not on this machine: MUTUAL TLS BETWEEN LIVE NODES WAS NOT TESTED"),
]
Nodes = dict[str, ProxiedNode]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return create_authority(tmp_path_factory.mktemp("ca") / "ca", PASSPHRASE, name="Test federation", domains=["localhost"])


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Nodes]:
    with proxied_region(tmp_path_factory.mktemp("tls"), authority, "MK", "RS", "XA") as running:
        yield running


def test_nodes_speak_and_strangers_do_not(nodes: Nodes, authority: Authority, tmp_path: Path) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    assert (mk.step("ping", partner="RS"), rs.step("ping", partner="MK")) == ("", "")
    assert mk.step("troubles") == []
    reference = mk.step("register", seed=1)["reference_number"]
    wait_until(lambda: mk.step("look", reference_number=reference)["answers"]["RS"] == "no_match", nodes)

    assert knock(rs, tmp_path) == (403, "exchange.certificate_missing")
    other = create_authority(tmp_path / "other", PASSPHRASE, name="Somebody else", domains=["localhost"])
    assert knock(rs, tmp_path, by=other) == (403, "exchange.certificate_untrusted")
    assert knock(rs, tmp_path, by=authority, days=-60) == (403, "exchange.certificate_expired")
    assert knock(rs, tmp_path, by=authority, days=10) == (403, "exchange.certificate_not_yet_valid")
    # A genuine one opens the door to the node itself, and what a client writes into the proxy's headers doesn't arrive there.
    assert knock(rs, tmp_path, by=authority) == (401, "exchange.signature_invalid")
    assert knock(rs, tmp_path, by=authority, spoof=True) == (401, "exchange.signature_invalid")
    assert knock(rs, tmp_path, spoof=True) == (403, "exchange.certificate_missing")
    # Officers need no certificate, and their name has no door for partners.
    assert knock(rs, tmp_path, name="pages.localhost", spoof=True)[0] == 404
    assert knock(rs, tmp_path, name="pages.localhost", path="/account/sign-in/", method="GET")[0] == 200
    assert knock(rs, tmp_path, by=authority, path="/account/sign-in/", method="GET")[0] == 404


def test_certificate_of_another_partner_is_refused_on_both_sides(nodes: Nodes, authority: Authority) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    own = (mk.directory / "keys/transport/node.pem").read_bytes()
    try:
        (mk.directory / "keys/transport/node.pem").write_bytes((rs.directory / "keys/transport/node.pem").read_bytes())
        mk.nginx.reload()
        assert mk.step("ping", partner="RS") == "exchange.certificate_of_another"
        assert wait_until(lambda: rs.step("ping", partner="MK"), nodes) == "exchange.partner_certificate_other_name"
    finally:
        (mk.directory / "keys/transport/node.pem").write_bytes(own)
        mk.nginx.reload()
    wait_until(lambda: rs.step("ping", partner="MK") == "", nodes)


def test_messages_wait_while_a_certificate_has_ended_and_go_when_it_is_renewed(nodes: Nodes, authority: Authority) -> None:
    mk = nodes["MK"]
    (mk.directory / "keys/transport/node.pem").write_bytes(certificate_with_key(authority, "MK", days=-60))
    assert "ended at" in " ".join(mk.step("troubles"))
    mk.step("queue_pings", partner="RS", count=5)
    kept = wait_until(lambda: (seen := mk.step("waiting_pings", partner="RS"))[1] and seen, nodes)
    assert kept == [5, "exchange.certificate_expired"]
    assert mk.certify(authority) == [True, True, True]  # without a restart of anything
    mk.nginx.reload()
    wait_until(lambda: mk.step("waiting_pings", partner="RS")[0] == 0, nodes)


def test_certificates_are_renewed_while_messages_flow(nodes: Nodes, authority: Authority) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    serial = serial_of(rs)
    mk.step("queue_pings", partner="RS", count=150)
    for node in (rs, mk):
        assert node.certify(authority) == [True, True, True]
        node.nginx.reload()
        mk.step("queue_pings", partner="RS", count=50)
    wait_until(lambda: mk.step("waiting_pings", partner="RS")[0] == 0, nodes)
    assert serial_of(rs) != serial


def test_revoked_certificate_is_let_in_nowhere(nodes: Nodes, authority: Authority) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    revoke(authority, serial_of(mk), reason="disclosed")
    revoked = (authority.directory / "authority.crl").read_text()
    assert rs.step("install_certificates", content=revoked) == [False, False, True]
    rs.nginx.reload()
    assert wait_until(lambda: mk.step("ping", partner="RS"), nodes) == "exchange.certificate_revoked"
    assert rs.step("ping", partner="MK") == "exchange.partner_certificate_revoked"
    assert mk.certify(authority) == [True, True, True]
    mk.nginx.reload()
    wait_until(lambda: mk.step("ping", partner="RS") == "" and rs.step("ping", partner="MK") == "", nodes)
    assert [row.is_revoked for row in read_ledger(authority.directory)].count(True) == 1


def test_seventh_partner_enters_by_the_ceremony(nodes: Nodes, tmp_path: Path) -> None:
    """As deploy/README.md has it: a partner that the shipped rules don't know."""
    mk, rs, xa = nodes["MK"], nodes["RS"], nodes["XA"]
    first, second, member = (str(tmp_path / name) for name in ("federation-1.json", "federation-2.json", "XA.member"))
    mk.run("partners", "propose", first)
    for node in (mk, rs):
        node.step("sign_list", file=first)
    for node in (mk, rs):
        assert node.step("apply_list", file=first) == [1]
    fingerprint = json.loads(mk.run("partners", "show", first, "--json"))["fingerprint"]

    xa.run("partners", "export", member)
    agreed = ("--agreement", "XA:*:MIG=2000", "--agreement", "*:XA:MIG=2000")
    assert "Node XA" in mk.run("partners", "propose", second, "--add", member, *agreed)
    xa.run("partners", "apply", first, "--fingerprint", fingerprint)
    for node in (mk, rs, xa):
        node.step("sign_list", file=second)
    for node in (mk, rs, xa):
        assert node.step("apply_list", file=second) == [2]

    assert [xa.step("ping", partner=code) for code in ("MK", "RS")] == ["", ""]
    assert [node.step("ping", partner="XA") for node in (mk, rs)] == ["", ""]
    reference = xa.step("register", seed=7)["reference_number"]
    answers = wait_until(lambda: answered(xa.step("look", reference_number=reference)["answers"]), nodes)
    assert (answers["MK"], answers["RS"]) == ("no_match", "no_match")


def answered(answers: dict[str, str]) -> dict[str, str]:
    """The answers, once nobody is waited for."""
    return {} if "waiting" in answers.values() else answers


def serial_of(node: ProxiedNode) -> str:
    return f"{read_certificates((node.directory / 'keys/transport/node.pem').read_bytes())[0].serial_number:x}"


def knock(
    node: ProxiedNode,
    scratch: Path,
    *,
    by: Authority | None = None,
    days: float = 0,
    name: str = "localhost",
    path: str = "/exchange/v1/messages",
    method: str = "POST",
    spoof: bool = False,
) -> tuple[int, str]:
    """What a client of its own making gets: status, and code where there is one.

    by, days   shows a certificate that this authority issued so many days from now; none without
    spoof      sends the headers by which the proxy tells the node who calls
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if by is not None:
        (scratch / "client.pem").write_bytes(certificate_with_key(by, "MK", days=days, months=1))
        context.load_cert_chain(scratch / "client.pem")
    headers = {"Host": name, "Content-Type": "application/jose"}
    if spoof:
        headers |= {"X-Egnatia-Verified": "SUCCESS", "X-Egnatia-Certificate": "x", "X_Egnatia_Certificate": "x"}
    with context.wrap_socket(socket.create_connection(("127.0.0.1", node.nginx.port)), server_hostname=name) as wire:
        connection = http.client.HTTPConnection(name)
        connection.sock = wire
        connection.request(method, path, body=b"x" if method == "POST" else None, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
    is_problem = answer.headers.get_content_type() == "application/problem+json"
    return answer.status, json.loads(content)["code"] if is_problem else ""
