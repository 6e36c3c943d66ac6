"""Codes of issuing states and nationalities that aren't of ISO 3166-1, and document codes, from `codes.toml`.

Codes of ISO 3166-1 aren't here: callers have their own table of countries.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from egnatia.engines.documents.mrz.formats import Format


@dataclass(frozen=True, slots=True)
class SpecialCode:
    """A code of part 3, section 5.

    kind  state, british, status, organization, deprecated, specimen or icao
    iso   the code of ISO 3166-1 that means the same; "" where there is none
    part  of section 5
    """

    code: str
    name: str
    kind: str
    part: str
    iso: str = ""

    @property
    def may_issue(self) -> bool:
        """Does whoever has this code issue documents? Stateless persons and refugees are no issuer."""
        return self.kind not in ("status", "icao")


def find_special_code(code: str) -> SpecialCode | None:
    """None for every code that is in no list of special codes, and those of ISO 3166-1 are in none."""
    return _special_codes().get(code)


def iso_code(code: str) -> str:
    """The code of ISO 3166-1 where the travel document has another one for the same state: D is DEU, RKS is XKX."""
    special = find_special_code(code)
    return special.iso if special is not None and special.iso else code


def zone_code(iso: str) -> str:
    """The code in travel documents of a state with that code of ISO 3166-1: DEU is D, XKX is RKS."""
    return next((code for code, one in _special_codes().items() if one.iso == iso), iso)


def writes_arabic_script(code: str) -> bool:
    """Is it a state in whose travel documents names may stand in the letter code of the Arabic script?"""
    return code in _data()["arabic_script"]["states"]


def find_document_kind(code: str, format_: Format) -> str | None:
    """What the document code says in words; None where its second letter is the issuing state's own, or unknown."""
    meanings: Mapping[str, str] = _data()["documents"].get(format_.name, {})
    return meanings.get(code)


def is_document_code_of(code: str, format_: Format) -> bool:
    """May a document of this format have this code?"""
    refused: list[str] = _data()["refused"].get(format_.name, [])
    return bool(code) and code[0] in format_.initials and code not in refused


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("egnatia.engines.documents").joinpath("codes.toml").read_text(encoding="utf-8"))


@cache
def _special_codes() -> Mapping[str, SpecialCode]:
    return {code: SpecialCode(code, **entry) for code, entry in _data()["special"].items()}
