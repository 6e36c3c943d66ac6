"""A reading as the page of the documents shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia import law
from egnatia.engines.documents.checks import Comparison, Outcome
from egnatia.engines.documents.mrz.corrections import Proposal
from egnatia.engines.documents.mrz.zone import Status
from egnatia.registration.document import words
from egnatia.registration.document.findings import Finding, compare_reading
from egnatia.registration.document.offers import Offer, find_offers
from egnatia.registration.document.reading import Reading
from egnatia.registration.document.values import reads_well
from egnatia.registration.templatetags.registration import document_line, element_text

Text = str | Promise
#: In the order of a form. What follows is shown only where there is something to see.
_FIELDS = ("names", "birth_date", "sex", "nationality", "document_code", "document_number", "issuing_state", "expiry_date")
_FURTHER = ("optional_data", "second_optional_data", "composite")
_OFFERS: Mapping[str, Text] = {
    "document": gettext_lazy("Document"),
    "names": gettext_lazy("Name"),
    "birth_date": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "nationality": gettext_lazy("Nationality"),
}
#: Elements that an offer's label names already.
_BY_THEMSELVES = ("birth_date", "sex", "nationalities")


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: what it says, how it reads, and how it compares with what was declared."""

    label: Text
    value: str
    status: Text
    colour: str
    outcome: Text = ""
    outcome_colour: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A proposal: what would be exchanged, and the zone that it makes."""

    texts: tuple[str, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class SpellingChoice:
    """Spellings in Arabic script of one part of the name, the likeliest first."""

    element: str
    label: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferLine:
    """Something to take into the registration."""

    code: str
    label: Text
    texts: tuple[str, ...]
    note: str
    is_chosen: bool
    choices: tuple[SpellingChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """Everything about one reading. `codes`: the findings that its lines tell."""

    fields: list[FieldLine]
    corrections: list[CorrectionLine]
    is_ambiguous: bool
    doubtful: list[str]
    unnoticed: list[str]
    offers: list[OfferLine]
    codes: tuple[str, ...]


def page_of(reading: Reading, elements: Mapping[str, Any]) -> ReadingPage:
    compared = {one.field: one for one in compare_reading(reading, elements)}
    proposals = reading.proposals
    other_name = compared["names"].outcome is Outcome.DIFFERS
    return ReadingPage(
        fields=[line for name in (*_FIELDS, *_FURTHER) if (line := _field(reading, name, compared.get(name)))],
        corrections=[_correction(one) for one in proposals.corrections],
        is_ambiguous=proposals.is_ambiguous,
        doubtful=[words.exchange_text(one) for one in proposals.letters],
        unnoticed=[words.exchange_text(one) for one in proposals.unnoticed],
        offers=[_offer(one) for one in find_offers(reading, elements, other_name=other_name)],
        codes=(*(one.code for one in compared.values()), *(f"{name}.check_digit_wrong" for name in reading.zone.fields())),
    )


def sentences(findings: Iterable[Finding], *, beside: ReadingPage | None = None) -> list[str]:
    """What there is to act on, each once. `beside`: shown with a reading, whose lines say some of it already."""
    said = frozenset(beside.codes) if beside is not None else frozenset()
    return list(dict.fromkeys(words.finding_text(one) for one in findings if one.code not in words.QUIET | said))


def _field(reading: Reading, name: str, compared: Comparison | None) -> FieldLine | None:
    zone = reading.zone
    found = zone.fields().get(name)
    if found is None or (name in _FURTHER and found.status is Status.EMPTY) or (name == "composite" and reads_well(found)):
        return None
    status, colour = words.STATUSES[found.status]
    value = words.value_text(zone, name, found)
    if name == "names" and reading.in_arabic_script:
        value = f"{value} ({reading.in_arabic_script})"
    if compared is None:
        return FieldLine(words.FIELDS[name], value, status, colour)
    outcome, outcome_colour = words.OUTCOMES[compared.outcome]
    return FieldLine(words.FIELDS[name], value, status, colour, outcome, outcome_colour, words.comparison_text(compared))


def _correction(proposal: Proposal) -> CorrectionLine:
    return CorrectionLine(tuple(map(words.exchange_text, proposal.exchanges)), "\n".join(proposal.lines))


def _offer(offer: Offer) -> OfferLine:
    texts = tuple(_texts(offer))
    choices = tuple(
        SpellingChoice(element, law.element(element).name, spellings) for element, spellings in (offer.spellings or {}).items()
    )
    return OfferLine(offer.code, _OFFERS[offer.code], texts, _note(offer), offer.is_chosen, choices)


def _texts(offer: Offer) -> Iterator[str]:
    for element, value in offer.shown:
        if element == "documents":
            yield from map(document_line, value)
        elif len(offer.shown) == 1 and element in _BY_THEMSELVES:
            yield element_text(element, value)
        else:
            yield f"{law.element(element).name}: {element_text(element, value)}"


def _note(offer: Offer) -> str:
    if offer.doubtful:
        return _("It doesn't read well: look at the document first.")
    if offer.code == "nationality" and offer.differs:
        return _("Another one was declared; both are then kept.")
    if offer.code == "names" and offer.differs:
        return _("Another name was declared. It stays; these letters are kept beside it if you choose this.")
    if offer.differs:
        return _("Something else was declared; it is replaced if you choose this.")
    return ""
