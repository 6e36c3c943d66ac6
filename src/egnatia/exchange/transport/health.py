"""What an operator should know of certificates before something stops."""

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.node import Node
from egnatia.exchange.models import Partner
from egnatia.exchange.transport import store
from egnatia.exchange.transport.addresses import address_of, host_of, is_encrypted, is_plain_loopback, may_speak_plainly
from egnatia.exchange.transport.certificates import WARN_BEFORE, end_of, is_issued_by, names_of, partner_of
from egnatia.exchange.transport.store import FEDERATION, Trust

_ANEW = "Ask for the next one: egnatia transport request."


def find_troubles(present: Node) -> Iterator[str]:
    """One sentence each, with its cure; nothing where all is well, or where a demo node speaks to others on its machine."""
    own = address_of(present)
    if is_plain_loopback(own):
        return
    if not is_encrypted(own):
        yield f"{own} isn't an address for partners: set exchange_url in node.toml to one that begins with https://."
        return
    if not present.setting("socket", ""):
        yield "The node listens on a port, where it can't know who verified a certificate: set socket in node.toml."
    trusted = list(store.all_trusted())
    if not any(trust.scope in (FEDERATION, present.partner) for trust in trusted):
        yield "No authority is installed: egnatia transport install FILE."
    for trust in trusted:
        yield from _find_ends(trust)
    yield from _find_own_troubles(present, own)
    for partner in Partner.objects.filter(state=Partner.State.CONFIRMED):
        if not is_encrypted(partner.url) and not may_speak_plainly(own, partner.url):
            yield f"{partner.code} is listed at {partner.url}, where nothing is encrypted: have its new address listed."


def find_news(present: Node) -> str:
    """Until when the node's own certificate holds, or that it needs none."""
    if is_plain_loopback(address_of(present)):
        return "plain HTTP on this machine only, as for a demo"
    own = store.find_own()
    return f"certificate until {end_of(own):%Y-%m-%d}" if own else ""


def first_ends() -> dict[str, datetime | None]:
    """When the first of each kind ends: `own`, `authority`, `revocations`; None where the files can't be read."""
    try:
        own, trusted = store.find_own(), list(store.all_trusted())
    except Problem:
        return {"own": None}
    authorities = [end_of(authority) for trust in trusted for authority in trust.authorities]
    lists = [crl.next_update_utc for trust in trusted for crl in trust.revocations if crl.next_update_utc]
    found = {"own": [end_of(own)] if own else [], "authority": authorities, "revocations": lists}
    return {what: min(ends) for what, ends in found.items() if ends}


def _find_own_troubles(present: Node, address: str) -> Iterator[str]:
    own = store.find_own()
    if own is None:
        yield "This node has no certificate: egnatia transport request, then install."
        return
    yield from _find_end("This node's certificate", own, _ANEW)
    if host_of(address) not in names_of(own):
        yield f"The certificate is for {', '.join(names_of(own))}, not for {host_of(address)}. {_ANEW}"
    trust = store.find_trust(present.partner)
    if trust is None or not is_issued_by(own, trust.authorities):
        yield "The certificate isn't of an authority that is installed here: egnatia transport install."
    elif trust.scope == FEDERATION and partner_of(own) != present.partner:
        yield f"The certificate is made out to {partner_of(own) or 'nobody'}, not to {present.partner}. {_ANEW}"
    if any(crl.get_revoked_certificate_by_serial_number(own.serial_number) for crl in (trust.revocations if trust else ())):
        yield f"The certificate was revoked. {_ANEW}"


def _find_ends(trust: Trust) -> Iterator[str]:
    whose = "The federation's authority" if trust.scope == FEDERATION else f"The own authority of {trust.scope}"
    for authority in trust.authorities:
        yield from _find_end(whose, authority, "Whoever keeps it renews it (transport renew-ca); then install its file.")
    for listed in trust.revocations:
        if listed.next_update_utc is not None:
            yield from _tell_end(
                f"{whose}: its list of revoked certificates", listed.next_update_utc, "Ask for the newest one and install it."
            )


def _find_end(what: str, certificate: x509.Certificate, cure: str) -> Iterator[str]:
    yield from _tell_end(what, end_of(certificate), cure)
    if clock.now() < certificate.not_valid_before_utc:
        yield f"{what} holds only from {certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC: is the clock right?"


def _tell_end(what: str, end: datetime, cure: str) -> Iterator[str]:
    now = clock.now()
    if end <= now:
        yield f"{what} ended at {end:%Y-%m-%d %H:%M} UTC: messages wait. {cure}"
    elif end - now < WARN_BEFORE:
        yield f"{what} ends at {end:%Y-%m-%d}. {cure}"
