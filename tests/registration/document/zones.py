"""Zones of people who don't exist."""

from typing import Any

from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.formats import TD3, Format
from egnatia.engines.documents.mrz.writing import DocumentData, write_zone


def zone_of(format_: Format = TD3, **changed: Any) -> str:
    """The passport of Samir Haddad, as the tests register him, with these fields changed."""
    usual: dict[str, Any] = {
        "document_code": "P",
        "issuing_state": "SYR",
        "document_number": "N778812",
        "nationality": "SYR",
        "birth_date": PartialDate(1991, 4, 12),
        "sex": "M",
        "expiry_date": PartialDate(2031, 5, 9),
        "primary": ("HADDAD",),
        "secondary": ("SAMIR",),
    }
    return write_zone(DocumentData(**(usual | changed)), format_)
