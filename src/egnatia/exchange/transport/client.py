"""The way to a partner's node: shows this node's certificate, and trusts the authority that may vouch for that partner only.

Files of keys and certificates are looked at before each request: a certificate that was replaced is used from the next one on,
over a new connection, without a restart.
"""

import ssl
from typing import Any

import httpx

from egnatia.base import clock
from egnatia.exchange.transport import problems, store
from egnatia.exchange.transport.addresses import is_encrypted, may_speak_plainly, not_encrypted, own_address
from egnatia.exchange.transport.certificates import URN
from egnatia.exchange.transport.store import FEDERATION, Stamp, Trust

#: Of `httpx.Request.extensions`: for which partner the request is.
PARTNER = "egnatia_partner"
_KEPT_OPEN = httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=60.0)


class PartnerTransport(httpx.BaseTransport):
    """What `httpx.Client` sends its requests through."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Stamp, httpx.HTTPTransport]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpx's own errors, and Problems: see `problems` and `addresses`."""
        partner = str(request.extensions.get(PARTNER, ""))
        way = self._encrypted(partner) if is_encrypted(str(request.url)) else self._plain(str(request.url))
        try:
            return way.handle_request(request)
        except httpx.TransportError as error:
            if (problem := problems.of_connection(error)) is None:
                raise
            raise problem from error

    def close(self) -> None:
        """End all connections."""
        for _, way in self._open.values():
            way.close()
        self._open.clear()

    def _plain(self, url: str) -> httpx.HTTPTransport:
        if not may_speak_plainly(own_address(), url):
            raise not_encrypted(url)
        return self._keep("", (), None)

    def _encrypted(self, partner: str) -> httpx.HTTPTransport:
        own, trust = store.find_own(), store.find_trust(partner)
        if own is None or trust is None:
            raise problems.own_missing()
        problems.check_own_time(own, clock.now())
        stamp = store.stamp_of(store.own_file(), trust.file, trust.revoked_file)
        return self._keep(partner, stamp, trust)

    def _keep(self, partner: str, stamp: Stamp, trust: Trust | None) -> httpx.HTTPTransport:
        """The way that is open, or another one where a file was replaced since."""
        known = self._open.get(partner)
        if known is not None and known[0] == stamp:
            return known[1]
        verify: Any = _context(partner, trust) if trust else False  # no TLS on loopback: there is nothing to verify
        way = httpx.HTTPTransport(verify=verify, trust_env=False, limits=_KEPT_OPEN)
        self._open[partner] = (stamp, way)
        if known is not None:
            known[1].close()
        return way


class OtherPartnerError(ssl.SSLError):
    """The certificate is genuine and another partner's."""


def _context(partner: str, trust: Trust) -> ssl.SSLContext:
    """TLS 1.2 or 1.3, our certificate, their authority with its list of revoked ones; the name must be that of the address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    try:
        context.load_cert_chain(store.own_file())
        context.load_verify_locations(trust.file)
        context.load_verify_locations(trust.revoked_file)
    except (ssl.SSLError, OSError) as error:
        raise problems.own_unusable(error) from error
    if trust.scope == FEDERATION:
        context.sslsocket_class = _socket_for(partner)
    return context


def _socket_for(partner: str) -> type[ssl.SSLSocket]:
    """A socket over which not a byte goes before it is clear that the certificate is that partner's.

    The federation's authority vouches for all partners, and two may share a machine: the name alone doesn't tell.
    """

    class PartnerSocket(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            alternative: Any = (self.getpeercert() or {}).get("subjectAltName", ())
            if ("URI", URN + partner) not in alternative:
                raise OtherPartnerError(1, "the certificate is another partner's")

    return PartnerSocket
