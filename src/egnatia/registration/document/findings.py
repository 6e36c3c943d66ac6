"""What an officer is told about a document: whether it agrees with what was said, and what its own rules say. Nothing blocks.

A finding has no element in the law's list, so a signed registration has none. While the draft is open, codes alone are kept
with it, for the check page; they go with what they are about, and with the draft.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from egnatia import law
from egnatia.base import clock
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.documents.checks import (
    Comparison,
    Declared,
    Outcome,
    check_document,
    check_issuer,
    compare_with_declared,
)
from egnatia.engines.documents.codes import zone_code
from egnatia.engines.documents.holder_names import judge_names
from egnatia.engines.documents.mrz.names import HolderName
from egnatia.registration.document.offers import find_document
from egnatia.registration.document.reading import Reading
from egnatia.registration.document.values import sex_in_zone
from egnatia.registration.lost_documents import find_lost

#: What a finding is about: when one of these changes, it goes.
_ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "names": ("surnames", "forenames", "names_latin"),
    "birth_date": ("birth_date",),
    "nationality": ("nationalities",),
    "sex": ("sex",),
}
_DOCUMENTS = ("documents",)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. `code` is that of `engines.documents.checks`.

    document  the number of the one it is about, where the registration has it
    """

    code: str
    document: str = ""


def compare_reading(reading: Reading, elements: Mapping[str, Any]) -> list[Comparison]:
    """Field by field: what the zone says against what was declared."""

    def compare_names(of_document: HolderName, said: str) -> bool | None:
        written = [str(of_document), *filter(None, [reading.in_arabic_script])]
        return judge_names(written, said.split("\n"))

    return compare_with_declared(reading.zone, _declared(reading, elements), compare_names)


def find_in_zone(reading: Reading, elements: Mapping[str, Any]) -> list[Finding]:
    """What differs from what was declared, and what the document's own rules have to say."""
    differing = [one.code for one in compare_reading(reading, elements) if one.outcome is Outcome.DIFFERS]
    rules = law.issuing_states()
    remarks = check_document(reading.zone, clock.local_today(), find_lost, rules.get)
    codes = dict.fromkeys((*differing, *(remark.code for remark in remarks)))
    documents = list(elements.get("documents") or ())
    at = find_document(documents, reading.zone.document_number.value or "")
    return [Finding(code, documents[at]["number"] if at is not None else "") for code in codes]


def find_in_elements(elements: Mapping[str, Any]) -> list[Finding]:
    """What can be said of the documents that a registration holds, without their zones."""
    return [Finding(code, row["number"]) for row in elements.get("documents") or () for code in _of_row(row, elements)]


def _of_row(row: Mapping[str, str], elements: Mapping[str, Any]) -> Iterator[str]:
    issuer, expiry = row.get("issuer", ""), row.get("expiry")
    if expiry and date.fromisoformat(expiry) < clock.local_today():
        yield "expiry_date.expired"
    rules = law.issuing_states()
    yield from (remark.code for remark in check_issuer(zone_code(issuer), rules.get))
    if issuer and find_lost(issuer, row["number"]):
        yield "document_number.reported_lost"
    nationalities = elements.get("nationalities") or ()
    if row["type"] == "passport" and issuer and nationalities and issuer not in nationalities:
        yield "nationality.not_of_issuer"


def keep_findings(data: dict[str, Any], findings: list[Finding]) -> None:
    """Keep the codes with a draft's data, in place of what was found before."""
    data["findings"] = [{"code": one.code, "document": one.document} for one in findings]


def drop_findings(data: dict[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Let go of what was found about elements that have changed."""
    if kept := data.get("findings"):
        data["findings"] = [one for one in kept if all(before.get(code) == after.get(code) for code in _about(one["code"]))]


def findings_of(data: Mapping[str, Any]) -> list[Finding]:
    """All there is to say at the check page: what the zone brought, and what the documents themselves do."""
    kept = [Finding(**one) for one in data.get("findings") or ()]
    return list(dict.fromkeys((*kept, *find_in_elements(data.get("elements") or {}))))


def _about(code: str) -> tuple[str, ...]:
    return _ELEMENTS.get(code.partition(".")[0], _DOCUMENTS)


def _declared(reading: Reading, elements: Mapping[str, Any]) -> Declared:
    documents = list(elements.get("documents") or ())
    at = find_document(documents, reading.zone.document_number.value or "")
    document = documents[at] if at is not None else {}
    birth, expiry = elements.get("birth_date"), document.get("expiry")
    nationalities = elements.get("nationalities") or ()
    return Declared(
        name="\n".join(_names_of(elements)) or None,
        birth_date=law.read_uncertain_date(birth, field="birth_date").when if birth else None,
        nationality=_nationality(nationalities, law.find_country_in_zone(reading.zone.nationality.value or "")),
        sex=sex_in_zone(elements.get("sex")),
        document_number=document.get("number"),
        expiry_date=UncertainDate.of_day(date.fromisoformat(expiry)) if expiry else None,
    )


def _nationality(said: Sequence[str], of_document: str | None) -> str | None:
    """The one that the document has too, where there is one among several."""
    return of_document if of_document in said else next(iter(said), None)


def _names_of(elements: Mapping[str, Any]) -> Iterator[str]:
    """The person's name as written, and in Latin letters; one is enough to agree."""
    for names in (elements, elements.get("names_latin") or {}):
        if whole := " ".join([*(names.get("surnames") or ()), *(names.get("forenames") or ())]):
            yield whole
