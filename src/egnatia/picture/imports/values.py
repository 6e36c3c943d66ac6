"""Reading single cells: a day, a count, a nationality, a place, sex and age; what can't be read says how to mend it."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext

from egnatia import law
from egnatia.picture.bands import AGE_BANDS, UNKNOWN, band_of
from egnatia.picture.countries import find_changed, find_nationality, nearest_name
from egnatia.picture.imports.layouts import Layout
from egnatia.picture.indicators import incident_kinds
from egnatia.picture.periods import period_of
from egnatia.picture.places import find_place, section_of
from egnatia.picture.spelling import fold

_WHOLE = re.compile(r"\d+(\.0+)?")
_THOUSANDS = re.compile(r"\d{1,3}([.,\s  '’]\d{3})+")
_TOTALS = frozenset(("total", "grand total", "sum", "ukupno", "ukupan broj", "vkupno", "zbir", "svega", "gjithsej", "totali"))
#: How files write a sex, beside the codes of the law.
_SEXES = {
    "male": "m male man men mashkull muski musko maski muz",
    "female": "f female woman women femer femra zenski zensko z zena",
    "x": "x other",
    "unspecified": "u unknown unspecified nepoznato nepoznat not stated",
}


class Unreadable(Exception):
    """A cell that can't be read: which fault, what is wrong, how to mend it."""

    def __init__(self, code: str, message: str, cure: str) -> None:
        super().__init__(message)
        self.code, self.message, self.cure = code, message, cure


def read_period(text: str, layout: Layout) -> date:
    """The first day of the period. Raises Unreadable `date`."""
    cleaned = text.strip()
    try:
        if layout.date_form:
            day = datetime.strptime(cleaned, layout.date_form).date()
        elif layout.every == "year" and re.fullmatch(r"\d{4}", cleaned):
            day = date(int(cleaned), 1, 1)
        elif layout.every == "month" and re.fullmatch(r"\d{4}-\d{2}", cleaned):
            day = date.fromisoformat(cleaned + "-01")
        else:
            day = date.fromisoformat(cleaned if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cleaned) else "")
    except ValueError:
        raise Unreadable(
            "date",
            gettext("“%(text)s” is not read as a date: it stands there as text.") % {"text": text},
            gettext('Write it as 2024-03-31, or name its form in the mapping: date_form = "%d.%m.%Y".'),
        ) from None
    if day.year < 1990 or period_of(day, layout.every) != day:
        raise Unreadable(
            "date",
            gettext("“%(text)s” is not the first day of its period.") % {"text": text},
            gettext("Write the first day of the month or year, or choose a mapping by day."),
        )
    return day


def read_count(text: str, layout: Layout) -> int | None:
    """A whole number, or None where nothing was reported. Raises Unreadable `negative`, `thousands`, `count`."""
    cleaned = text.strip()
    if not cleaned or cleaned in layout.not_reported or cleaned.casefold() == "nan":
        return None
    if cleaned.startswith(("-", "−")) and len(cleaned) > 1:
        raise Unreadable("negative", gettext("A count can't be below nought."), gettext("Correct it in the source."))
    if layout.thousands and layout.thousands in cleaned:
        parts = cleaned.split(layout.thousands)
        if len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]):
            cleaned = "".join(parts)
    if _THOUSANDS.fullmatch(cleaned) and not _WHOLE.fullmatch(cleaned):
        raise Unreadable(
            "thousands",
            gettext("“%(text)s” has a sign between thousands.") % {"text": text},
            gettext("Write the number without it, or name the sign in the mapping: thousands."),
        )
    if not _WHOLE.fullmatch(cleaned):
        raise Unreadable(
            "count",
            gettext("“%(text)s” is not a whole number.") % {"text": text},
            gettext("Write a whole number; leave the cell empty where nothing was reported."),
        )
    return int(cleaned.partition(".")[0])


def read_nationality(text: str, spellings: Mapping[str, str]) -> str:
    """Three letters. Raises Unreadable `changed_code`, `nationality`."""
    if not text:
        raise Unreadable("nationality", gettext("The nationality is missing."), gettext("Write it, or UNK for unknown."))
    meant = spellings.get(text, text)
    changed = find_changed(meant)
    if changed is not None and len(changed.became) > 1:
        raise Unreadable(
            "changed_code",
            gettext("“%(text)s” is no longer used: %(note)s") % {"text": text, "note": changed.note},
            gettext("Divide the count among %(codes)s, or name one of them in the mapping's spellings.")
            % {"codes": ", ".join(changed.became)},
        )
    code = changed.became[0] if changed else find_nationality(meant)
    if not code:
        near = nearest_name(meant)
        raise Unreadable(
            "nationality",
            gettext("“%(text)s” is not a country of the list.") % {"text": text},
            gettext("Did you mean %(near)s? Correct it, or add it to the mapping's spellings.") % {"near": near}
            if near
            else gettext("Write its name or three letters, or add it to the mapping's spellings."),
        )
    return code


def read_place(text: str, partner: str, spellings: Mapping[str, str]) -> str:
    """The code of a crossing point or section of this partner; "" for an empty cell. Raises Unreadable `place`."""
    if not text or fold(text) == UNKNOWN:
        return ""
    place = find_place(spellings.get(text, text), partner)
    if not section_of(place, partner):
        raise Unreadable(
            "place",
            gettext("“%(text)s” is no crossing point or section of this partner.") % {"text": text},
            gettext("Write one that `egnatia picture sections` lists, or add it to the mapping's spellings."),
        )
    return place


def read_sex(text: str, spellings: Mapping[str, str]) -> str:
    """A code of `law.sexes()`, "" for an empty cell. Raises Unreadable `sex`."""
    word = fold(spellings.get(text, text))
    if not word or word in law.sexes():
        return word
    found = next((code for code, words in _SEXES.items() if word in words.split()), "")
    if not found:
        raise Unreadable(
            "sex", gettext("“%(text)s” is no sex.") % {"text": text}, gettext("Write male, female, x or leave it empty.")
        )
    return found


def read_age(text: str, spellings: Mapping[str, str]) -> str:
    """The band of an age in years, or a band itself. Raises Unreadable `age`."""
    meant = spellings.get(text, text).replace("–", "-").replace(" ", "")
    if not meant:
        return ""
    if meant.casefold() in AGE_BANDS:
        return meant.casefold()
    if re.fullmatch(r"\d{1,3}", meant) and int(meant) <= law.age_rules().oldest:
        return band_of(int(meant))
    raise Unreadable(
        "age",
        gettext("“%(text)s” is neither an age nor one of the age bands.") % {"text": text},
        gettext("Write years, or one of %(bands)s.") % {"bands": ", ".join(AGE_BANDS)},
    )


def read_type(text: str, spellings: Mapping[str, str]) -> str:
    """A type of incident. Raises Unreadable `type`."""
    meant = spellings.get(text, text)
    if any(meant in kind.types for kind in incident_kinds().values()):
        return meant
    raise Unreadable(
        "type", gettext("“%(text)s” is no type of incident.") % {"text": text}, gettext("Choose one from the list.")
    )


def is_total(text: str) -> bool:
    """Whether a row stands for the sum of others, in any of the region's languages."""
    return fold(text) in _TOTALS
