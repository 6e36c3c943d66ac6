"""A reading for machines: what the API and the command line tell of it."""

from collections.abc import Mapping
from typing import Any

from egnatia.engines.documents.mrz.corrections import Exchange
from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.names import HolderName
from egnatia.registration.document import words
from egnatia.registration.document.findings import compare_reading, find_in_zone
from egnatia.registration.document.offers import find_offers, take_offers
from egnatia.registration.document.reading import Reading


def facts_of(reading: Reading, elements: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-able. `elements`: what was declared, as the law writes it; may be empty."""
    zone = reading.zone
    readable = [offer.code for offer in find_offers(reading, {}) if offer.is_chosen]
    return {
        "format": zone.format.name,
        "zone": reading.text,
        "reads_well": zone.reads_well,
        "fields": {
            name: {"value": _plain(field.value), "status": str(field.status)}
            for name, field in zone.fields().items()
            if name != "composite"
        },
        "composite": str(zone.composite.status) if zone.composite is not None else None,
        "arabic": {"surnames": list(reading.surname_spellings), "forenames": list(reading.forename_spellings)},
        "corrections": [
            {"zone": "\n".join(proposal.lines), "exchanges": [_exchange(one) for one in proposal.exchanges]}
            for proposal in reading.proposals.corrections
        ],
        "corrections_complete": reading.proposals.complete,
        "letters": [_exchange(one) for one in reading.proposals.letters],
        "unnoticed": [_exchange(one) for one in reading.proposals.unnoticed],
        "elements": take_offers(reading, {}, readable),
        "comparisons": [
            {"field": one.field, "outcome": str(one.outcome), "code": one.code} for one in compare_reading(reading, elements)
        ]
        if elements
        else [],
        "findings": [{"code": one.code, "message": words.finding_text(one)} for one in find_in_zone(reading, elements)],
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {
        "field": exchange.field,
        "line": exchange.line,
        "position": exchange.position,
        "read": exchange.read,
        "proposed": exchange.proposed,
    }


def _plain(value: Any) -> Any:
    """Names by their two parts; a date as far as it is known, `1974-08-XX`."""
    if isinstance(value, HolderName):
        return {"primary": list(value.primary), "secondary": list(value.secondary)}
    return str(value) if isinstance(value, PartialDate) else value
