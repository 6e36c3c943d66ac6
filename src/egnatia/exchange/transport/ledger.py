"""What the authority has issued and revoked: `issued.json` in its directory, readable without its key."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography import x509

from egnatia.base.errors import Problem
from egnatia.exchange.transport.certificates import names_of, partner_of
from egnatia.exchange.transport.files import replace_file

FILE = "issued.json"
#: RFC 5280 knows more; these are the ones that can happen to a node.
REASONS = {
    "disclosed": x509.ReasonFlags.key_compromise,
    "replaced": x509.ReasonFlags.superseded,
    "left": x509.ReasonFlags.cessation_of_operation,
}


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate. serial: hexadecimal. revoked_at, reason: "" unless it was revoked."""

    serial: str
    partner: str
    names: list[str]
    issued_at: str
    ends_at: str
    revoked_at: str = ""
    reason: str = ""

    @property
    def is_revoked(self) -> bool:
        return bool(self.revoked_at)


def serial_of(certificate: x509.Certificate) -> str:
    return f"{certificate.serial_number:x}"


def read_ledger(directory: Path) -> list[Issued]:
    """Every certificate ever issued, the oldest first. Raises Problem `exchange.ca.damaged`."""
    try:
        return [Issued(**row) for row in json.loads((directory / FILE).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise Problem(
            "exchange.ca.damaged",
            f"{directory / FILE} is missing or damaged: without it nobody knows what was revoked.",
            "Restore the authority's directory from its backup.",
            status=500,
        ) from error


def write_ledger(directory: Path, rows: list[Issued]) -> None:
    content = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
    replace_file(directory / FILE, content.encode())


def note_issued(directory: Path, certificate: x509.Certificate, at: datetime) -> None:
    """Written before the certificate is handed out: one that stands nowhere could never be revoked."""
    row = Issued(
        serial=serial_of(certificate),
        partner=partner_of(certificate) or "",
        names=names_of(certificate),
        issued_at=at.isoformat(timespec="seconds"),
        ends_at=certificate.not_valid_after_utc.isoformat(timespec="seconds"),
    )
    write_ledger(directory, [*read_ledger(directory), row])


def note_revoked(directory: Path, serial: str, *, reason: str, at: datetime) -> Issued:
    """Raises Problem `exchange.ca.serial_unknown`, `exchange.ca.revoked_already`."""
    rows, wanted = read_ledger(directory), serial.lower().replace(":", "").lstrip("0")
    found = next((row for row in rows if row.serial == wanted), None)
    if found is None:
        raise Problem(
            "exchange.ca.serial_unknown",
            "This authority never issued a certificate with this serial number.",
            "Take the number from: egnatia transport show DIRECTORY.",
            field="serial",
        )
    if found.is_revoked:
        raise Problem(
            "exchange.ca.revoked_already",
            f"This certificate was revoked at {found.revoked_at}.",
            "Nothing is left to do; give the list of revoked certificates to whoever doesn't have it.",
            status=409,
        )
    revoked = replace(found, revoked_at=at.isoformat(timespec="seconds"), reason=reason)
    write_ledger(directory, [revoked if row is found else row for row in rows])
    return revoked
