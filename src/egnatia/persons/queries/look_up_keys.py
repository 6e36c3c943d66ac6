"""Whom a document's number or a birth date names: exact look-up by keyed digests."""

from datetime import date
from uuid import UUID

from egnatia.persons import search_keys
from egnatia.persons.models import SearchKey


def find_by_document(number: str) -> set[UUID]:
    """The persons who have a document of this number; spaces, hyphens and slashes don't count."""
    return _under(search_keys.DOCUMENT, search_keys.document_key(number))


def find_by_birth_date(day: date) -> set[UUID]:
    """The persons of whom it is known that they were born on this day."""
    return _under(search_keys.BIRTH_DATE, search_keys.birth_date_key(day))


def _under(kind: str, key: str) -> set[UUID]:
    return set(SearchKey.objects.filter(kind=kind, key=key).values_list("person_id", flat=True))
