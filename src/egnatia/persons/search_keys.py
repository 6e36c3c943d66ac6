"""The keys under which a person is found: exact look-up of documents and birth dates without keeping them in clear.

Names have none: they are searched for in memory (`biographics.register`), because equal digests would tell how often each of
them occurs.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from egnatia.base import sealing

DOCUMENT, BIRTH_DATE, NATIONAL_NUMBER = "document", "birth_date", "national_number"


class Key(NamedTuple):
    kind: str
    key: str


def keys_of(elements: Mapping[str, Any]) -> set[Key]:
    """All look-up keys of a data set's elements."""
    found = {Key(DOCUMENT, document_key(one["number"])) for one in elements.get("documents") or () if one.get("number")}
    if birth_date := elements.get("birth_date"):
        found.add(Key(BIRTH_DATE, birth_date_key(birth_date["value"])))
    return found


def document_key(number: str) -> str:
    """The key of a document's number; spaces, hyphens and slashes don't count."""
    return sealing.search_key(DOCUMENT, "".join(character for character in number if character.isalnum()))


def birth_date_key(value: str) -> str:
    """The key of "1990-05-01", "1990-05" or "1990": exactly as far as the date is known."""
    return sealing.search_key(BIRTH_DATE, value)


def national_number_key(number: str) -> str:
    """The key of the number that a national system knows a registration by; empty for none."""
    return sealing.search_key(NATIONAL_NUMBER, number) if number else ""
