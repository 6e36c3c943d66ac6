"""The keys under which a person is found: exact look-up of names, documents and birth dates without keeping them in clear.

A name is looked up as a set of words: order, case, hyphens and diacritics don't count, spelling does.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from egnatia import law
from egnatia.base import sealing
from egnatia.engines.dates.uncertain import Precision, UncertainDate

NAME, DOCUMENT, BIRTH_DATE, NATIONAL_NUMBER = "name", "document", "birth_date", "national_number"

# Letters that are a base letter with a stroke or the like, which Unicode doesn't take apart.
_UNDECOMPOSED = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h"})


class Key(NamedTuple):
    kind: str
    key: str


def keys_of(elements: Mapping[str, Any]) -> set[Key]:
    """All look-up keys of a data set's elements."""
    found = {Key(NAME, name_key(words)) for words in _name_forms(elements)}
    found |= {Key(DOCUMENT, document_key(one["number"])) for one in elements.get("documents") or () if one.get("number")}
    if birth_date := elements.get("birth_date"):
        birth = law.read_uncertain_date(birth_date, field="birth_date").when
        found |= {Key(BIRTH_DATE, birth_date_key(value)) for value in _gregorian_values(birth)}
    return found


def name_key(words: Iterable[str]) -> str:
    """The key of a name given as words in any order."""
    return sealing.search_key(NAME, " ".join(sorted(words)))


def document_key(number: str) -> str:
    """The key of a document's number; spaces, hyphens and slashes don't count."""
    return sealing.search_key(DOCUMENT, "".join(character for character in number if character.isalnum()))


def birth_date_key(value: str) -> str:
    """The key of "1990-05-01", "1990-05" or "1990": exactly as far as the date is known."""
    return sealing.search_key(BIRTH_DATE, value)


def national_number_key(number: str) -> str:
    """The key of the number that a national system knows a registration by; empty for none."""
    return sealing.search_key(NATIONAL_NUMBER, number) if number else ""


def words_of(*names: str) -> list[str]:
    """The words of names, folded for comparison.

    >>> words_of("El-Šarić", "Ana")
    ['el', 'saric', 'ana']
    """
    return "".join(_folded(" ".join(names))).split()


def _gregorian_values(birth: UncertainDate) -> set[str]:
    """The day; the months or the years that its interval touches, where it isn't known to the day: a Solar Hijri month lies in
    two Gregorian ones."""
    if birth.precision is Precision.DAY:
        return {birth.first.isoformat()}
    if birth.precision is Precision.MONTH:
        return {f"{day:%Y-%m}" for day in (birth.first, birth.last)}
    return {f"{year:04}" for year in range(birth.first.year, birth.last.year + 1)}


def _folded(text: str) -> Iterator[str]:
    for character in unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED)):
        kind = unicodedata.category(character)
        if kind in {"Mn", "Cf"} or character in "'’ʻʼʾʿ":
            continue  # diacritics, joiners, apostrophes: written by one clerk, left out by the next
        yield character if character.isalnum() else " "


def _name_forms(elements: Mapping[str, Any]) -> Iterator[list[str]]:
    """Every way to name the person: whole name, surname alone, surname with the first forename; for each set of names."""
    latin = elements.get("names_latin") or {}
    forenames = elements.get("forenames") or []
    pairs = [
        (elements.get("surnames") or [], forenames),
        (latin.get("surnames") or [], latin.get("forenames") or []),
        *(([name], forenames) for name in elements.get("birth_names") or ()),
        *(([name], forenames) for name in elements.get("previous_names") or ()),
        *(([name], []) for name in elements.get("aliases") or ()),
    ]
    for surnames, given in pairs:
        family, first = words_of(*surnames), words_of(*given)
        for words in (family, family + first, family + first[:1]):
            if words:
                yield words
