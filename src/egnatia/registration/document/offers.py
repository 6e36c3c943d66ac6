"""What a zone offers to a registration. Nothing that the person declared is overwritten unless the officer chooses it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from egnatia.engines.documents.mrz.confusions import are_confusable
from egnatia.registration.document.reading import Reading
from egnatia.registration.document.values import (
    birth_date_value,
    document_value,
    nationality_value,
    reads_well,
    sex_value,
)

Elements = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """Values to take into elements of the law's list.

    code       document, names, birth_date, sex or nationality: what an officer takes or leaves
    values     the elements as they would be
    shown      element code and value of what is new, to be told in words
    differs    something else was declared before: it is then not chosen beforehand
    doubtful   the zone doesn't read well there; neither
    spellings  in Arabic script, for surnames and forenames: one of them is taken as the name as written
    """

    code: str
    values: dict[str, Any]
    shown: tuple[tuple[str, Any], ...]
    differs: bool = False
    doubtful: bool = False
    spellings: Mapping[str, tuple[str, ...]] | None = None

    @property
    def is_chosen(self) -> bool:
        return not self.differs and not self.doubtful


def find_offers(reading: Reading, elements: Elements, *, other_name: bool = False) -> list[Offer]:
    """What the zone has and the registration hasn't, or has otherwise.

    other_name  the comparison found another name: its letters aren't those of the name as written
    """
    found = (_document(reading, elements), _names(reading, elements, other_name=other_name), *_others(reading, elements))
    return [offer for offer in found if offer is not None]


def take_offers(
    reading: Reading, elements: Elements, chosen: Collection[str], spellings: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The elements that the chosen offers change.

    spellings  by element, surnames or forenames: which one of those offered
    """
    changed: dict[str, Any] = {}
    for offer in find_offers(reading, elements):
        if offer.code in chosen:
            changed |= offer.values
            for element, offered in (offer.spellings or {}).items():
                wanted = (spellings or {}).get(element, "")
                changed[element] = [wanted if wanted in offered else offered[0]]
    return changed


def find_document(documents: list[dict[str, Any]], number: str) -> int | None:
    """The place of the document with that number; else of one whose number differs only in characters taken for one another."""
    numbers = [_bare(document.get("number", "")) for document in documents]
    wanted = _bare(number)
    if wanted in numbers:
        return numbers.index(wanted)
    return next((at for at, one in enumerate(numbers) if are_confusable(one, wanted)), None)


def _bare(number: str) -> str:
    return "".join(filter(str.isalnum, number.upper()))


def _document(reading: Reading, elements: Elements) -> Offer | None:
    zone, given = reading.zone, document_value(reading.zone)
    documents = [dict(document) for document in elements.get("documents") or ()]
    if not given.get("number") or not given.get("type"):
        return None
    at = find_document(documents, given["number"])
    before = documents[at] if at is not None else {}
    new = {name: value for name, value in given.items() if before.get(name) != value}
    if not new:
        return None
    if at is None:
        documents.append(given)
    else:
        documents[at] = {**before, **given}
    fields = (zone.document_number, zone.expiry_date, zone.issuing_state, zone.document_code)
    return Offer(
        "document",
        {"documents": documents},
        (("documents", [documents[-1 if at is None else at]]),),
        differs=any(before.get(name) for name in new),
        doubtful=not all(reads_well(field) for field in fields),
    )


def _names(reading: Reading, elements: Elements, *, other_name: bool) -> Offer | None:
    """To the names as written where there are none; else beside them, as their Latin letters."""
    if not reading.surname:
        return None
    doubtful = not reads_well(reading.zone.names)
    letters = {"surnames": [reading.surname]} | ({"forenames": [reading.forename]} if reading.forename else {})
    if not elements.get("surnames"):
        return _first_names(reading, letters, doubtful=doubtful)
    before = elements.get("names_latin") or {}
    if _same(letters, before) or _same(letters, elements):
        return None
    latin = {**before, **letters}
    differs = other_name or any(before.get(code) and before[code] != names for code, names in letters.items())
    return Offer("names", {"names_latin": latin}, (("names_latin", latin),), differs=differs, doubtful=doubtful)


def _first_names(reading: Reading, letters: dict[str, list[str]], *, doubtful: bool) -> Offer:
    decoded = {"surnames": reading.surname_spellings, "forenames": reading.forename_spellings}
    spellings = {element: found for element, found in decoded.items() if found}
    if not spellings:
        return Offer("names", dict(letters), tuple(letters.items()), doubtful=doubtful)
    values: dict[str, Any] = {**letters, "names_latin": letters}
    return Offer("names", values, (*letters.items(), ("names_latin", letters)), doubtful=doubtful, spellings=spellings)


def _same(letters: Mapping[str, list[str]], others: Mapping[str, Any]) -> bool:
    return all(_words(names) == _words(others.get(code) or ()) for code, names in letters.items())


def _words(names: Collection[str]) -> list[str]:
    return " ".join(names).casefold().split()


def _others(reading: Reading, elements: Elements) -> list[Offer]:
    zone = reading.zone
    birth, sex, nationality = birth_date_value(zone.birth_date.value), sex_value(zone), nationality_value(zone)
    found = []
    said = elements.get("birth_date") or {}
    if birth is not None and (birth["value"], birth["precision"]) != (said.get("value"), said.get("precision")):
        doubtful = not reads_well(zone.birth_date)
        shown = (("birth_date", birth),)
        found.append(Offer("birth_date", {"birth_date": birth}, shown, differs=bool(said), doubtful=doubtful))
    if sex is not None and sex != elements.get("sex"):
        found.append(Offer("sex", {"sex": sex}, (("sex", sex),), differs=bool(elements.get("sex"))))
    nationalities = list(elements.get("nationalities") or ())
    if nationality is not None and nationality not in nationalities:
        values = {"nationalities": [*nationalities, nationality]}
        found.append(
            Offer(
                "nationality",
                values,
                (("nationalities", [nationality]),),
                differs=bool(nationalities),
                doubtful=not reads_well(zone.nationality),
            )
        )
    return found
