"""Nationalities as files and people write them, and the codes that statistics once used."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from egnatia import law
from egnatia.picture.data_files import read_data
from egnatia.picture.spelling import fold

_FOOTNOTES = "*^†‡¹²³ "


@dataclass(frozen=True, slots=True)
class ChangedCode:
    """A code that is no longer used: what it became, one country or several."""

    code: str
    became: tuple[str, ...]
    note: str


def find_nationality(text: str) -> str:
    """The three-letter code for a name or code in any of the region's scripts; "" for none that is in the list."""
    return _codes().get(fold(text.strip(_FOOTNOTES)), "")


def find_changed(text: str) -> ChangedCode | None:
    """What a code or name became that statistics no longer use."""
    return _changed().get(fold(text.strip(_FOOTNOTES)))


def nearest_name(text: str) -> str:
    """The name in the list that a misspelt one is likely to mean, with its code; "" where none is near."""
    near = get_close_matches(fold(text), _codes(), n=1, cutoff=0.75)
    if not near:
        return ""
    code = _codes()[near[0]]
    return f"{law.countries()[code].name} ({code})"


@cache
def _codes() -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for code, country in law.countries().items():
        for name in (code, country.code2, country.name_en):
            codes.setdefault(fold(name), code)
    for code, names in read_data("country_spellings")["spellings"].items():
        codes.update({fold(name): code for name in names})
    codes.pop("", None)
    return codes


@cache
def _changed() -> Mapping[str, ChangedCode]:
    return {
        fold(code): ChangedCode(code, tuple(entry["became"]), entry["note"])
        for code, entry in read_data("country_spellings")["changed"].items()
    }
