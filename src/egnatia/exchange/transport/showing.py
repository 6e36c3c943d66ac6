"""Certificates as rows to be looked at: of a node, of a file, of an authority."""

from pathlib import Path
from typing import Any

from cryptography import x509

from egnatia.exchange.transport import store
from egnatia.exchange.transport.authority import CERTIFICATE
from egnatia.exchange.transport.certificates import is_authority, names_of, partner_of, read_certificates, spoken
from egnatia.exchange.transport.files import read_limited, split_pem
from egnatia.exchange.transport.ledger import read_ledger
from egnatia.exchange.transport.requests import read_request


def of_node() -> list[dict[str, Any]]:
    """This node's own certificate, and every authority that it trusts."""
    own = store.find_own()
    rows = [_row("own", own)] if own else []
    return rows + [
        _row("authority", one) | {"partner": trust.scope} for trust in store.all_trusted() for one in trust.authorities
    ]


def of_place(place: Path) -> list[dict[str, Any]]:
    """What a file says, or all that an authority in a directory has issued.

    Raises Problem `exchange.certificate_file.unreadable`, `exchange.ca.damaged`, `exchange.ca.request_invalid`.
    """
    if not place.is_dir():
        return _of_file(read_limited(place))
    authority = [_row("authority", one) for one in read_certificates(read_limited(place / CERTIFICATE))]
    issued = [
        {
            "what": "issued",
            "partner": row.partner,
            "names": row.names,
            "ends_at": row.ends_at,
            "serial": row.serial,
            "revoked_at": row.revoked_at,
            "reason": row.reason,
        }
        for row in read_ledger(place)
    ]
    return authority + issued


def _of_file(content: bytes) -> list[dict[str, Any]]:
    if any(label.endswith("CERTIFICATE REQUEST") for label, _ in split_pem(content)):
        request, partner, names = read_request(content)
        asked = {"what": "request", "partner": partner, "names": names, "ends_at": "-", "serial": "-"}
        return [asked | {"fingerprint": spoken(request)}]
    return [_row("authority" if is_authority(one) else "node", one) for one in read_certificates(content)]


def _row(what: str, certificate: x509.Certificate) -> dict[str, Any]:
    return {
        "what": what,
        "partner": partner_of(certificate) or "",
        "names": names_of(certificate),
        "ends_at": certificate.not_valid_after_utc.isoformat(timespec="seconds"),
        "serial": f"{certificate.serial_number:x}",
        "fingerprint": spoken(certificate),
    }
