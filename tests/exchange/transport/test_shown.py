"""Whose certificate the caller showed, and how the node knows that it was the proxy who said so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client

from egnatia.base import clock, node
from egnatia.exchange.delivery.posting import PATH
from egnatia.exchange.http_signing import HttpRequest, sign_request
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.transport import store
from egnatia.exchange.transport.addresses import check_address, is_plain_loopback, may_speak_plainly, own_address
from egnatia.exchange.transport.authority import Authority, create_authority
from egnatia.exchange.transport.certificates import to_pem
from tests.exchange.conftest import Neighbour, without_type
from tests.exchange.transport.making import PASSPHRASE, certificate_with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def speak(serbia: Neighbour, encrypted: None, authority: Authority) -> Callable[..., str]:
    """Serbia says hello with a certificate; the code of the refusal, or "pong"."""
    store.write_trust("federation", to_pem(authority.certificate), (authority.directory / "authority.crl").read_bytes())

    def post(certificate: bytes = b"", *, verified: str = "SUCCESS", peer: str = "", **headers: str) -> str:
        body = serbia.seal(serbia.letter(serbia.begin().message(Ping())))
        request = HttpRequest("POST", own_address() + PATH)
        sign_request(request, body, serbia.own)
        shown = {
            "X-Egnatia-Verified": verified,
            "X-Egnatia-Certificate": quote_from_bytes(certificate.partition(b"-----BEGIN P")[0]),
        }
        sent = without_type(request.headers) | shown | headers | {"X-Forwarded-Proto": "https"}
        answer = Client().post(PATH, body, content_type=request.headers["Content-Type"], headers=sent, REMOTE_ADDR=peer)
        return answer.json()["code"] if answer["Content-Type"] != "application/jose" else "pong"

    return post


def test_own_certificate_opens_and_anothers_does_not(speak: Any, authority: Authority) -> None:
    assert speak(certificate_with_key(authority, "RS")) == "pong"
    assert speak(certificate_with_key(authority, "MK")) == "exchange.certificate_of_another"
    assert speak(b"") == "exchange.certificate_missing"
    assert speak(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n") == "exchange.certificate_missing"
    assert speak(certificate_with_key(authority, "RS"), verified="NONE") == "exchange.certificate_missing"
    assert (
        speak(certificate_with_key(authority, "RS"), verified="FAILED:certificate has expired")
        == "exchange.certificate_missing"
    )


def test_headers_count_on_the_socket_only(speak: Any, authority: Authority) -> None:
    """Any program of the machine can reach a port, and write whatever headers it likes."""
    certificate = certificate_with_key(authority, "RS")
    for peer in ("127.0.0.1", "::1", "10.0.0.7"):
        assert speak(certificate, peer=peer) == "exchange.proxy_missing"
        assert speak(certificate, peer=peer, **{"X-Real-IP": ""}) == "exchange.proxy_missing"


def test_connection_that_is_kept_open_does_not_outlive_the_certificate(speak: Any, authority: Authority) -> None:
    certificate = certificate_with_key(authority, "RS", months=1)
    assert speak(certificate) == "pong"
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert speak(certificate) == "exchange.certificate_expired"


def test_own_authority_of_a_partner_is_good_for_that_partner_alone(
    speak: Any, authority: Authority, serbia: Neighbour, tmp_path: Any
) -> None:
    theirs = create_authority(tmp_path / "rs", PASSPHRASE, name="Serbia", domains=["localhost"])
    certificate = certificate_with_key(theirs, "RS")
    assert speak(certificate) == "exchange.certificate_of_another"
    files = to_pem(theirs.certificate), (theirs.directory / "authority.crl").read_bytes()
    store.write_trust("AL", *files)
    assert speak(certificate) == "exchange.certificate_of_another"
    store.write_trust("RS", *files)
    assert speak(certificate) == "pong"
    assert speak(certificate_with_key(authority, "RS")) == "exchange.certificate_of_another"  # it has its own now
    assert store.folder().joinpath("partners.pem").read_bytes().count(b"BEGIN CERTIFICATE") == 3


def test_plain_http_is_for_one_machine(serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serbia.say(Ping()).content.kind == "pong"
    body = serbia.seal(serbia.letter(serbia.begin().message(Ping())))
    request = serbia.sign(body)
    sent = without_type(request.headers)
    answer = Client().post(PATH, body, content_type=request.headers["Content-Type"], headers=sent, REMOTE_ADDR="10.0.0.7")
    assert answer.json()["code"] == "exchange.address_not_encrypted"
    present = node.current()
    monkeypatch.setattr(node, "current", lambda: replace(present, url="http://egnatia.mk.example"))
    assert serbia.post(serbia.letter(serbia.begin().message(Ping()))).code == "exchange.address_not_encrypted"


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://localhost:8400", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8400", True),
        ("http://localhost.example", False),
        ("http://127.0.0.1.example", False),
        ("http://10.0.0.1", False),
        ("https://localhost", False),
        ("http://localhost@rs.example", False),
    ],
)
def test_addresses(url: str, plain: bool) -> None:
    assert is_plain_loopback(url) is plain
    assert may_speak_plainly("http://localhost:8400", url) is plain
    assert not may_speak_plainly("https://exchange.mk.example", url)
    if plain or url.startswith("https://"):
        check_address(url)


def test_real_ip_is_taken_from_the_proxy_only(client: Client, administrator: Any) -> None:
    from egnatia.base.proxy import came_by_socket, look_at_peer

    by_socket = {"REMOTE_ADDR": "", "HTTP_X_REAL_IP": "192.0.2.7"}
    by_port = {"REMOTE_ADDR": "10.0.0.7", "HTTP_X_REAL_IP": "127.0.0.1", "HTTP_EGNATIA_BY_SOCKET": "1"}
    for meta in (by_socket, by_port):
        look_at_peer(meta)
    assert (came_by_socket(by_socket), by_socket["REMOTE_ADDR"]) == (True, "192.0.2.7")
    assert (came_by_socket(by_port), by_port["REMOTE_ADDR"]) == (False, "10.0.0.7")
