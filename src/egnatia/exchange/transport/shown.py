"""Which certificate the caller showed: nginx ends TLS, verifies it, and hands it on.

The node believes the two headers only on a connection to its own Unix socket (`socket` in node.toml): nobody but the proxy may
open that file, whereas any program of the machine can reach a port. nginx sets both headers itself, so that whatever a client
sends under their names is gone (deploy/nginx/egnatia.conf). The node looks once more at the time, at whose authority it is, and
at the partner in it: a connection that is kept open outlives a certificate; one partner's authority says nothing of another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from cryptography import x509
from django.http import HttpRequest

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.proxy import came_by_socket
from egnatia.exchange.models import Partner
from egnatia.exchange.transport import problems, store
from egnatia.exchange.transport.addresses import (
    host_of,
    is_encrypted,
    is_loopback_host,
    is_plain_loopback,
    not_encrypted,
    own_address,
)
from egnatia.exchange.transport.certificates import is_issued_by, names_of, partner_of, read_certificates
from egnatia.exchange.transport.store import FEDERATION

CERTIFICATE_HEADER, VERIFIED_HEADER = "X-Egnatia-Certificate", "X-Egnatia-Verified"
_LONGEST = 16 * 1024


@dataclass(frozen=True, slots=True)
class Shown:
    """The caller's certificate, which nginx has verified."""

    certificate: x509.Certificate

    def check(self, partner: Partner) -> None:
        """That it is this partner's. Raises Problem `exchange.certificate_of_another`, `exchange.certificate_expired`."""
        problems.check_own_time(self.certificate, clock.now())
        trust = store.find_trust(partner.code)
        if trust is None or not _is_issued_by(self.certificate, trust.authorities):
            raise _of_another()
        named = partner_of(self.certificate)
        if named is None and trust.scope != FEDERATION:
            if host_of(partner.url) in names_of(self.certificate):
                return
        if named != partner.code:
            raise _of_another()


def certificate_shown(request: HttpRequest) -> Shown | None:
    """The caller's certificate; None between demo or test nodes on one machine, which speak plain HTTP.

    Raises Problem `exchange.proxy_missing`, `exchange.certificate_missing`, `exchange.address_not_encrypted`.
    """
    own = own_address()
    if is_plain_loopback(own) and is_loopback_host(str(request.META.get("REMOTE_ADDR", ""))):
        return None
    if not is_encrypted(own):
        raise not_encrypted(own)
    if not came_by_socket(request.META):
        raise Problem(
            "exchange.proxy_missing",
            "This node isn't reached through its proxy, so nobody has verified the caller's certificate.",
            "Set socket in node.toml and have nginx speak to it: deploy/README.md.",
            status=503,
        )
    return Shown(_read(request.headers))


def _read(headers: Mapping[str, str]) -> x509.Certificate:
    escaped = headers.get(CERTIFICATE_HEADER, "")
    if headers.get(VERIFIED_HEADER) != "SUCCESS" or not 0 < len(escaped) <= _LONGEST:
        raise problems.own_missing()
    try:
        return _parse(escaped)
    except (Problem, IndexError) as error:
        raise problems.own_missing() from error


@lru_cache(maxsize=64)
def _is_issued_by(certificate: x509.Certificate, authorities: tuple[x509.Certificate, ...]) -> bool:
    """Checking a signature takes as long as the rest of a short message."""
    return is_issued_by(certificate, authorities)


@lru_cache(maxsize=64)
def _parse(escaped: str) -> x509.Certificate:
    """A partner shows the same certificate with every message."""
    return read_certificates(unquote_to_bytes(escaped))[0]


def _of_another() -> Problem:
    return Problem(
        "exchange.certificate_of_another",
        "The certificate that came with the request isn't that of the partner who signed it.",
        "Install the certificate that was issued to this partner's node: egnatia transport show.",
        status=403,
    )
