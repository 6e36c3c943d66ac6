"""The way to a partner, against a TLS server of the test's own: whom it speaks to, and what it says of whom it doesn't."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from egnatia.base.errors import Problem
from egnatia.exchange.delivery.posting import open_client
from egnatia.exchange.transport import store
from egnatia.exchange.transport.authority import Authority, create_authority
from egnatia.exchange.transport.certificates import to_pem
from egnatia.exchange.transport.client import PARTNER
from tests.exchange.transport.making import PASSPHRASE, certificate_with_key

pytestmark = pytest.mark.usefixtures("encrypted")


@pytest.fixture
def own(authority: Authority) -> None:
    """The test node trusts the federation's authority and has a certificate of it."""
    trust(authority, "federation")
    store.write_own(certificate_with_key(authority, "MK", name="exchange.mk.example"), b"")


def trust(authority: Authority, scope: str) -> None:
    store.write_trust(scope, to_pem(authority.certificate), (authority.directory / "authority.crl").read_bytes())


@contextmanager
def serving(folder: Path, certificate: bytes, *, asks: Authority | None = None) -> Iterator[str]:
    """Answers each connection's first request; `asks`: wants a certificate of this authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (folder / "server.pem").write_bytes(certificate)
    context.load_cert_chain(folder / "server.pem")
    if asks is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(asks.directory / "authority.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        over = threading.Event()
        thread = threading.Thread(target=_answer, args=(listening, context, over))
        thread.start()
        try:
            yield f"https://localhost:{listening.getsockname()[1]}"
        finally:
            over.set()
            thread.join()


def _answer(listening: socket.socket, context: ssl.SSLContext, over: threading.Event) -> None:
    while not over.is_set():
        try:
            connection, _ = listening.accept()
        except TimeoutError:
            continue
        connection.settimeout(30)
        try:
            with connection, context.wrap_socket(connection, server_side=True) as encrypted:
                encrypted.recv(4096)
                encrypted.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                encrypted.recv(4096)
        except OSError:
            continue


def ask(url: str, partner: str = "RS") -> str:
    """What came back, or the code of the problem."""
    with open_client() as client:
        try:
            return client.post(url, content=b"x", extensions={PARTNER: partner}).text
        except Problem as problem:
            return problem.code


@pytest.mark.usefixtures("own")
def test_partner_with_its_certificate_is_spoken_to_and_nobody_else(authority: Authority, tmp_path: Path) -> None:
    other = create_authority(tmp_path / "other", PASSPHRASE, name="Somebody else", domains=["localhost"])
    for certificate, said in (
        (certificate_with_key(authority, "RS"), "ok"),
        (certificate_with_key(authority, "RS", days=-60), "exchange.partner_certificate_expired"),
        (certificate_with_key(authority, "RS", days=5), "exchange.partner_certificate_not_yet_valid"),
        (certificate_with_key(authority, "AL"), "exchange.partner_certificate_other_name"),
        (certificate_with_key(authority, "RS", name="exchange.rs.example"), "exchange.partner_certificate_other_name"),
        (certificate_with_key(other, "RS"), "exchange.partner_certificate_untrusted"),
    ):
        with serving(tmp_path, certificate, asks=authority) as url:
            assert ask(url) == said
    with serving(tmp_path, certificate_with_key(authority, "RS"), asks=other) as url:
        assert ask(url) in ("exchange.certificate_refused", "exchange.tls_failed")


@pytest.mark.usefixtures("own")
def test_own_authority_of_a_partner_counts_for_it_alone(authority: Authority, tmp_path: Path) -> None:
    theirs = create_authority(tmp_path / "rs", PASSPHRASE, name="Serbia", domains=["localhost"])
    trust(theirs, "RS")
    with serving(tmp_path, certificate_with_key(theirs, "RS")) as url:
        assert (ask(url, "RS"), ask(url, "AL")) == ("ok", "exchange.partner_certificate_untrusted")
    with serving(tmp_path, certificate_with_key(authority, "RS")) as url:
        assert ask(url, "RS") == "exchange.partner_certificate_untrusted"


@pytest.mark.usefixtures("own")
def test_own_certificate_is_looked_at_before_anything_is_sent(authority: Authority, tmp_path: Path) -> None:
    with serving(tmp_path, certificate_with_key(authority, "RS"), asks=authority) as url, open_client() as client:
        speak: Callable[[], httpx.Response] = lambda: client.post(url, content=b"x", extensions={PARTNER: "RS"})  # noqa: E731
        assert speak().text == "ok"
        for days, code in ((-60, "exchange.certificate_expired"), (5, "exchange.certificate_not_yet_valid")):
            store.write_own(certificate_with_key(authority, "MK", days=days), b"")
            with pytest.raises(Problem) as problem:
                speak()
            assert problem.value.code == code
        store.write_own(certificate_with_key(authority, "MK"), b"")
        assert speak().text == "ok"  # the same client, over another connection
        store.own_file().unlink()
        with pytest.raises(Problem) as problem:
            speak()
        assert problem.value.code == "exchange.certificate_missing"


@pytest.mark.usefixtures("own")
def test_what_is_no_tls_is_no_riddle(tmp_path: Path) -> None:
    assert ask("http://localhost:9") == "exchange.address_not_encrypted"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_answer_in_clear, args=(listening,))
        thread.start()
        assert ask(f"https://localhost:{listening.getsockname()[1]}") == "exchange.tls_failed"
        thread.join()


def _answer_in_clear(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.sendall(b"HTTP/1.1 400 No\r\n\r\n")
        connection.recv(4096)
