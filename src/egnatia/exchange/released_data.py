"""What follow-up data consist of: the fields of a data set that a purpose may see, and nothing beside them."""

from typing import Any

from egnatia import law
from egnatia.exchange.messages.follow_up import FOLLOW_UP_FIELDS, PersonData
from egnatia.exchange.security_flags import FLAG
from egnatia.persons.models import DataSet
from egnatia.persons.queries import find_flag

_DOCUMENT_MEMBERS = ("type", "number", "issuer")


def fields_of(purpose: str) -> tuple[str, ...]:
    """What may be asked for and released under a purpose, by a person or by a standing rule."""
    return tuple(field for field in FOLLOW_UP_FIELDS if field in law.purpose(purpose).after_verdict)


def fields_by_person_only(purpose: str) -> tuple[str, ...]:
    """What only a person releases, for the single case."""
    return tuple(field for field in FOLLOW_UP_FIELDS if field in law.purpose(purpose).released_by_person_only)


def is_country_of_origin(partner: str, data_set: DataSet) -> bool:
    """Whether the person holds, claims or fears the partner's nationality, whatever the purpose of the search.

    Such a partner is never told a category or reference number: they say whether asylum was asked for (Eurodac art. 49(4)).
    Nor is it told of a security flag.
    """
    return partner in law.partners_not_asked(data_set.elements or {}, "MIG")


def collect(data_set: DataSet, fields: tuple[str, ...]) -> PersonData:
    """The values of `fields` that the data set has."""
    elements = data_set.elements or {}
    known = {field: elements[field] for field in fields if elements.get(field) not in (None, "", [], {})}
    if "documents" in known:
        known["documents"] = [_document(one) for one in known["documents"]]
    return PersonData.model_validate(known | _recorded(data_set, fields))


def _recorded(data_set: DataSet, fields: tuple[str, ...]) -> dict[str, Any]:
    """What stands beside the elements. The place is the unit's town, never its name, which may say what kind of post it is."""
    values = {
        "capture_date": data_set.captured_at.date() if data_set.captured_at else None,
        "capture_place": data_set.unit.place or None,
        "category": data_set.category,
        "reference_number": data_set.reference_number,
        FLAG: True if FLAG in fields and find_flag(data_set.reference_number) else None,
    }
    return {field: value for field, value in values.items() if field in fields and value is not None}


def _document(document: dict[str, Any]) -> dict[str, Any]:
    return {member: document[member] for member in _DOCUMENT_MEMBERS if document.get(member)}
