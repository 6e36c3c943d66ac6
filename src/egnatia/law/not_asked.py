"""Who is not asked: a partner whose nationality the person holds, claims or fears."""

from collections.abc import Iterable, Mapping
from typing import Any

from egnatia.law.choices import Choice, document_types, load_choices
from egnatia.law.partners import find_partner_of_country
from egnatia.law.purposes import purpose as get_purpose
from egnatia.law.rule_files import cached_rules


@cached_rules
def not_asked_reasons() -> Mapping[str, Choice]:
    """Why a partner isn't asked, in words for the page of a regional search."""
    return load_choices("not_asked_reasons")


def partners_not_asked(elements: Mapping[str, Any], purpose: str) -> dict[str, str]:
    """The partners that may not be asked about this person, with the code of the reason (`not_asked_reasons`).

    elements  a data set's elements; a document that proves a nationality counts as one
    purpose   one that asks the country of nationality (return and readmission) leaves nobody out
    Source: asylum procedures regulation art. 7, Eurodac art. 49(4): whoever may persecute the person must not learn of them.
    """
    if get_purpose(purpose).asks_country_of_nationality:
        return {}
    refused: dict[str, str] = {}
    for reason, countries in _countries_by_reason(elements):
        for code3 in countries:
            partner = find_partner_of_country(code3)
            if partner is not None:
                refused.setdefault(partner.code, reason)
    return refused


def _countries_by_reason(elements: Mapping[str, Any]) -> Iterable[tuple[str, list[str]]]:
    yield "nationality", list(elements.get("nationalities") or ())
    yield "document_of_nationality", _issuers_of_nationality_documents(elements.get("documents") or ())
    yield "nationality_claimed", list(elements.get("nationalities_claimed") or ())
    yield "country_feared", list(elements.get("countries_feared") or ())


def _issuers_of_nationality_documents(documents: Iterable[Mapping[str, Any]]) -> list[str]:
    proving = {code for code, kind in document_types().items() if "shows_nationality" in kind.marks}
    return [str(document["issuer"]) for document in documents if document.get("type") in proving and document.get("issuer")]
