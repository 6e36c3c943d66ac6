"""The keys under which a person is found: exact look-up of documents and birth dates without keeping them in clear.

Names have none: they are searched for in memory (`biographics.register`), because equal digests would tell how often each of
them occurs.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from egnatia import law
from egnatia.base import sealing
from egnatia.engines.dates.uncertain import Precision

DOCUMENT, BIRTH_DATE, NATIONAL_NUMBER = "document", "birth_date", "national_number"


class Key(NamedTuple):
    kind: str
    key: str


def keys_of(elements: Mapping[str, Any]) -> set[Key]:
    """All look-up keys of a data set's elements."""
    found = {Key(DOCUMENT, document_key(one["number"])) for one in elements.get("documents") or () if one.get("number")}
    if birth_date := elements.get("birth_date"):
        birth = law.read_uncertain_date(birth_date, field="birth_date").when
        if birth.precision is Precision.DAY:
            found.add(Key(BIRTH_DATE, birth_date_key(birth.first)))
    return found


def document_key(number: str) -> str:
    """The key of a document's number; spaces, hyphens and slashes don't count."""
    return sealing.search_key(DOCUMENT, "".join(character for character in number if character.isalnum()))


def birth_date_key(day: date) -> str:
    """The key of a birth date that is known to the day, in whatever calendar it was stated."""
    return sealing.search_key(BIRTH_DATE, day.isoformat())


def national_number_key(number: str) -> str:
    """The key of the number that a national system knows a registration by; empty for none."""
    return sealing.search_key(NATIONAL_NUMBER, number) if number else ""
