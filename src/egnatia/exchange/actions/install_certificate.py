"""Put certificates to use: this node's own, an authority's, a list of revoked ones. What runs takes them up by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.base.wake import wake_on_commit
from egnatia.exchange.models import Partner
from egnatia.exchange.transport import problems, store
from egnatia.exchange.transport.addresses import host_of, own_address
from egnatia.exchange.transport.certificates import (
    end_of,
    is_authority,
    is_issued_by,
    is_same_spoken,
    names_of,
    partner_of,
    read_certificates,
    read_revocations,
    spoken,
    to_pem,
)
from egnatia.exchange.transport.files import unreadable
from egnatia.exchange.transport.store import FEDERATION


@dataclass(frozen=True, slots=True)
class Installed:
    """What was new: this node's certificate, an authority's certificates, its list of revoked ones."""

    own: bool
    authority: bool
    revoked: bool


@transaction.atomic
def install_certificates(
    officer: Officer | None, content: bytes, *, scope: str = FEDERATION, fingerprint: str = ""
) -> Installed:
    """Take in a file of certificates: all of it, or nothing.

    scope         `federation`, or a partner's letters: its own authority, good for that partner alone
    fingerprint   of an authority that isn't known here yet, as whoever keeps it read it out
    Raises Problem `accounts.not_allowed`, `exchange.certificate_file.…`, `exchange.certificate_expired`,
    `exchange.certificate_not_yet_valid`.
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    if scope != FEDERATION and scope not in law.partners():
        raise _scope_unknown(scope)
    certificates, revocations = read_certificates(content), read_revocations(content)
    authorities = [one for one in certificates if is_authority(one)]
    leaves = [one for one in certificates if not is_authority(one)]
    if len(leaves) > 1 or not (certificates or revocations):
        raise unreadable()
    trust = _next_trust(scope, authorities, revocations, fingerprint)
    own = _check_own(leaves[0], trust[0], scope) if leaves else None
    if trust[2]:
        store.write_trust(scope, to_pem(*trust[0]), to_pem(*trust[1]))
    if own is not None:
        chain = [one for one in authorities if one.issuer != one.subject]
        store.write_own(to_pem(leaves[0], *chain), own)
    _tell_lanes()
    audit.record(
        "exchange.certificate.installed",
        officer=officer,
        scope=scope,
        serial=f"{leaves[0].serial_number:x}" if leaves else "",
        ends=end_of(leaves[0]).isoformat() if leaves else "",
        authority=spoken(*trust[0]),
    )
    return Installed(bool(leaves), bool(authorities), bool(revocations))


def _next_trust(
    scope: str, authorities: list[x509.Certificate], revocations: list[x509.CertificateRevocationList], fingerprint: str
) -> tuple[Sequence[x509.Certificate], Sequence[x509.CertificateRevocationList], bool]:
    """The authority and its lists as they are to be, and whether they differ from what is here."""
    known = next((trust for trust in store.all_trusted() if trust.scope == scope), None)
    if authorities:
        is_known = known is not None and spoken(*known.authorities) == spoken(*authorities)
        if not is_known and not is_same_spoken(fingerprint, spoken(*authorities)):
            raise _not_confirmed(given=bool(fingerprint))
        for authority in authorities:
            if end_of(authority) < clock.now():
                raise _authority_ended(authority)
    wanted = tuple(authorities) or (known.authorities if known else ())
    if not wanted:
        raise _no_authority()
    lists = tuple(revocations) or (known.revocations if known else ())
    if not all(any(_signed(crl, authority) for crl in lists) for authority in wanted):
        raise _no_list()
    if known is not None:
        _refuse_older(known.revocations, lists)
    return wanted, lists, bool(authorities or revocations)


def _signed(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    key = authority.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) or crl.issuer != authority.subject:
        return False
    return crl.is_signature_valid(key)


def _refuse_older(before: Sequence[x509.CertificateRevocationList], after: Sequence[x509.CertificateRevocationList]) -> None:
    """An old list would take back what was revoked since."""
    newest = {crl.issuer.rfc4514_string(): crl.last_update_utc for crl in before}
    for crl in after:
        if crl.last_update_utc < newest.get(crl.issuer.rfc4514_string(), crl.last_update_utc):
            raise Problem(
                "exchange.certificate_file.list_old",
                "A newer list of revoked certificates is installed here.",
                "Ask the authority for the newest one.",
                status=409,
                field="file",
            )


def _check_own(leaf: x509.Certificate, authorities: Sequence[x509.Certificate], scope: str) -> bytes:
    """The key that belongs to the certificate, if it is this node's."""
    host, partner = host_of(own_address()), node.current().partner
    problems.check_own_time(leaf, clock.now())
    if not is_issued_by(leaf, authorities):
        raise Problem(
            "exchange.certificate_file.other_authority",
            "The certificate wasn't issued by this authority.",
            "Install it together with its own authority's certificate and list of revoked ones.",
            field="file",
        )
    if (
        scope not in (FEDERATION, partner)
        or (scope == FEDERATION and partner_of(leaf) != partner)
        or host not in names_of(leaf)
    ):
        raise Problem(
            "exchange.certificate_file.other_node",
            f"The certificate is for {partner_of(leaf)}, {', '.join(names_of(leaf))}, not for {partner} at {host}.",
            "Install the one that was issued for this node; if its address changed, make a new request.",
            field="file",
        )
    key = store.find_key_for(leaf)
    if key is None:
        raise Problem(
            "exchange.certificate_file.other_key",
            "The certificate is for a key that this node doesn't hold.",
            "Install the one that answers the newest request of this node (egnatia transport request).",
            field="file",
        )
    return key


def _tell_lanes() -> None:
    """What waited because of a certificate goes at once, not only when its pause is over."""
    Partner.objects.filter(state=Partner.State.CONFIRMED, failures__gt=0).update(next_attempt_at=None)
    wake_on_commit()


def _not_confirmed(*, given: bool) -> Problem:
    return Problem(
        "exchange.certificate_file.not_confirmed",
        "The fingerprint differs from that of this authority." if given else "This authority isn't known here.",
        "Have whoever keeps the authority read its fingerprint to you over a line you trust: --fingerprint.",
        status=409,
        field="fingerprint",
    )


def _authority_ended(authority: x509.Certificate) -> Problem:
    return Problem(
        "exchange.certificate_file.authority_ended",
        f"This authority ended at {end_of(authority):%Y-%m-%d}.",
        "Ask whoever keeps it for its renewed certificate.",
        field="file",
    )


def _no_authority() -> Problem:
    return Problem(
        "exchange.certificate_file.no_authority",
        "No authority is installed for this.",
        "Install the authority's certificate first, or together with it.",
        status=409,
        field="file",
    )


def _no_list() -> Problem:
    return Problem(
        "exchange.certificate_file.no_list",
        "The authority's list of revoked certificates is missing.",
        "Install its certificate together with its list (authority.pem and authority.crl in one file).",
        field="file",
    )


def _scope_unknown(scope: str) -> Problem:
    return Problem(
        "exchange.certificate_file.scope_unknown",
        f"{scope[:20]!r} is no partner.",
        f"Name one of {', '.join(law.partners())}.",
        field="for",
    )
