"""What the codes in machine-readable zones mean for a registration: country, kind of document, what to know of an issuer."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.engines.documents.codes import iso_code
from egnatia.law.choices import document_types
from egnatia.law.countries import countries
from egnatia.law.entries import Entry
from egnatia.law.rule_files import RawEntry, cached_rules, entry_source, raw_entries
from egnatia.law.sources import RuleError

#: In a zone, UNK is a resident of Kosovo* with a document of UNMIK; in the law's list it is an unknown nationality.
_NOT_IN_ZONES = frozenset({"UNK"})
_FIELDS = ("document_code", "nationality")


@dataclass(frozen=True, slots=True)
class IssuingState(Entry):
    """What is known of an issuer, by its code in the zone.

    written_as     the code that its documents have instead, or ""
    ended          the last year in which it issued documents; None: it still does
    is_recognised  False where the partner doesn't recognise its documents
    """

    written_as: str
    ended: int | None
    is_recognised: bool


@dataclass(frozen=True, slots=True)
class DocumentCode(Entry):
    """The kind of document (`document_types`) to propose for what stands in a field: document_code or nationality."""

    type: str
    field: str


@cached_rules
def issuing_states() -> Mapping[str, IssuingState]:
    """Issuers that there is something to say about."""
    return {code: _read_state(code, entry) for code, entry in raw_entries("issuing_states").items()}


@cached_rules
def document_codes() -> Mapping[str, DocumentCode]:
    """Kinds of document by the beginning of the document code, or by nationality."""
    return {code: _read_code(code, entry) for code, entry in raw_entries("document_codes").items()}


def find_country_in_zone(code: str) -> str | None:
    """The law's country for a code of a zone: D is DEU, RKS is XKX; None for issuers that are none and for UNK."""
    country = iso_code(code)
    return country if country in countries() and country not in _NOT_IN_ZONES else None


def find_type_in_zone(document_code: str, nationality: str) -> str | None:
    """The kind of document to propose."""
    of_holder = document_codes().get(nationality)
    if of_holder is not None and of_holder.field == "nationality":
        return of_holder.type
    by_code = {code: one for code, one in document_codes().items() if one.field == "document_code"}
    found = next((by_code[document_code[:width]] for width in (2, 1) if document_code[:width] in by_code), None)
    return found.type if found is not None else None


def _read_state(code: str, entry: RawEntry) -> IssuingState:
    source = entry_source(entry, "issuing_states", code)
    return IssuingState(
        code, entry["name"], source, entry.get("written_as", ""), entry.get("ended"), entry.get("recognised", True)
    )


def _read_code(code: str, entry: RawEntry) -> DocumentCode:
    if entry["type"] not in document_types() or entry["field"] not in _FIELDS:
        raise RuleError(f"document_codes.toml [{code}]: type is one of document_types.toml, field one of {', '.join(_FIELDS)}")
    return DocumentCode(code, entry["name"], entry_source(entry, "document_codes", code), entry["type"], entry["field"])
