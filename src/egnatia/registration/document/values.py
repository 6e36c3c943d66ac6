"""What stands in a zone as values of the law's data elements, and back."""

from typing import Any

from egnatia import law
from egnatia.engines.dates.records import Basis, DateRecord
from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.zone import Field, Status, Zone

_SEXES = {"F": "female", "M": "male"}
_SEXES_IN_ZONE = {code: letter for letter, code in _SEXES.items()}
#: A value with one of these reads as it was printed, as far as the zone itself can tell.
_READS_WELL = (Status.OK, Status.UNKNOWN, Status.MAY_BE_TRUNCATED)


def reads_well(field: Field[Any]) -> bool:
    return field.status in _READS_WELL


def birth_date_value(when: PartialDate | None) -> dict[str, str] | None:
    """As the law writes a birth date; None where not even the year is known."""
    known = when.as_uncertain() if when is not None else None
    return DateRecord(known, Basis.DOCUMENTED).to_json() if known is not None else None


def sex_value(zone: Zone) -> str | None:
    """`X` and the filler say that the document doesn't specify the sex, not which of the law's words for it holds."""
    return _SEXES.get(zone.sex.value or "")


def sex_in_zone(sex: str | None) -> str | None:
    return _SEXES_IN_ZONE.get(sex or "")


def nationality_value(zone: Zone) -> str | None:
    return law.find_country_in_zone(zone.nationality.value or "")


def document_value(zone: Zone) -> dict[str, str]:
    """The document as far as it can be read: type, number, issuer, expiry."""
    expiry = zone.expiry_date.value
    found = {
        "type": law.find_type_in_zone(zone.document_code.value or "", zone.nationality.value or ""),
        "number": (zone.document_number.value or "").replace(" ", "") or None,
        "issuer": law.find_country_in_zone(zone.issuing_state.value or ""),
        "expiry": str(expiry) if expiry is not None and expiry.is_full else None,
    }
    return {name: value for name, value in found.items() if value is not None}
