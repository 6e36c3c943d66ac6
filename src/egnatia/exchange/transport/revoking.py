"""Revoking a certificate that somebody else may use, or that nobody needs any more."""

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.transport.authority import Authority, write_revoked
from egnatia.exchange.transport.ledger import REASONS, Issued, note_revoked


def revoke(authority: Authority, serial: str, *, reason: str) -> Issued:
    """Note it, and write the list anew for all nodes to install.

    Raises Problem `exchange.ca.reason_unknown`, `exchange.ca.serial_unknown`, `exchange.ca.revoked_already`.
    """
    if reason not in REASONS:
        raise Problem(
            "exchange.ca.reason_unknown",
            f"{reason[:40]!r} is no reason.",
            f"Choose one of: {', '.join(REASONS)}.",
            field="reason",
        )
    revoked = note_revoked(authority.directory, serial, reason=reason, at=clock.now())
    write_revoked(authority)
    return revoked
