"""Likely Latin forms of names that were written in another script, for the officer to choose from; both are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia.engines.names.latin_forms import latin_forms
from egnatia.registration.forms.countries import find_code

#: The languages that tell how Cyrillic letters are written in a state's documents (ISO 639-1).
_LANGUAGES: Mapping[str, str] = {
    "BGR": "bg",
    "BIH": "sr",
    "BLR": "be",
    "MKD": "mk",
    "MNE": "sr",
    "RUS": "ru",
    "SRB": "sr",
    "UKR": "uk",
}
PARTS: Mapping[str, str | Promise] = {"surnames": _("Surname"), "forenames": _("Forename")}


@dataclass(frozen=True, slots=True)
class LatinSuggestion:
    """One name as written, and how it may be written in Latin letters. `field`: what its choice is sent as."""

    field: str
    part: str | Promise
    name: str
    forms: tuple[str, ...]
    chosen: str


def field_of(part: str, at: int) -> str:
    return f"suggested_{part}_{at}"


def suggest(
    names: Mapping[str, Sequence[str]], latin: Mapping[str, Sequence[str]], nationalities: Iterable[str], sent: Any
) -> list[LatinSuggestion]:
    """For each name in another script, as long as nothing stands in the boxes for its Latin letters.

    names, latin   by part, surnames and forenames
    nationalities  as codes or as typed
    sent           what the form came with: what was chosen before
    """
    languages = (_LANGUAGES.get(find_code(one) or "") for one in nationalities)
    language = next(filter(None, languages), None)
    return [
        LatinSuggestion(field_of(part, at), label, name, forms, sent.get(field_of(part, at), ""))
        for part, label in PARTS.items()
        if not any(latin.get(part) or ())
        for at, name in enumerate(names.get(part) or ())
        if name and (forms := latin_forms(name, language))
    ]
