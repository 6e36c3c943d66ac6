"""What a value of each kind of data element must look like, and how it is written when stored."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.engines.dates.uncertain import check_possible
from egnatia.law import choices
from egnatia.law.ages import age_rules
from egnatia.law.calendars import add_months
from egnatia.law.characters import clean_latin_name, clean_name, clean_text
from egnatia.law.countries import countries
from egnatia.law.dates import engine_errors_as_problems, read_date, read_uncertain_date
from egnatia.law.elements import Element

NAME_LISTS = ("surnames", "forenames", "birth_names", "previous_names", "aliases")
EVENT_MEMBERS = ("place", "date", "time", "note")
DOCUMENT_MEMBERS = ("type", "number", "issuer", "expiry", "authenticity")
LONGEST_NOTE = 2000
LONGEST_VALIDITY_YEARS = 50  # no travel document is issued for longer; an expiry further off is a typing error
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def clean_text_value(value: Any, element: Element, today: date) -> str:
    """A line of text."""
    return clean_text(value, field=element.code, max_length=element.max_length)


def clean_names(value: Any, element: Element, today: date) -> list[str]:
    """A list of names as written; a single name may be given alone. Empty ones and repetitions are left out."""
    names = [
        clean_name(one, field=f"{element.code}.{index}", max_length=element.max_length)
        for index, one in enumerate(_as_list(value, element))
    ]
    return list(dict.fromkeys(name for name in names if name))


def clean_names_latin(value: Any, element: Element, today: date) -> dict[str, list[str]]:
    """The same names in Latin letters: {"surnames": […], "forenames": […], …}."""
    cleaned: dict[str, list[str]] = {}
    for code, names in _as_members(value, element.code, NAME_LISTS).items():
        if not isinstance(names, list):
            raise _wrong_kind(f"{element.code}.{code}")
        latin = [
            clean_latin_name(one, field=f"{element.code}.{code}.{index}", max_length=element.max_length)
            for index, one in enumerate(_as_list(names, element))
        ]
        if kept := [name for name in latin if name]:
            cleaned[code] = kept
    return cleaned


def clean_countries(value: Any, element: Element, today: date) -> list[str]:
    """A list of three-letter country codes."""
    codes = [clean_country(one, f"{element.code}.{index}") for index, one in enumerate(_as_list(value, element)) if one]
    return list(dict.fromkeys(codes))


def clean_country(value: Any, field: str) -> str:
    """A three-letter country code in capitals; Problem `law.country.unknown`."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if code not in countries():
        raise Problem(
            "law.country.unknown",
            gettext("This is not the code of a country."),
            gettext("Choose the country from the list, or give its three letters as in the passport."),
            field=field,
        )
    return code


def clean_birth_date(value: Any, element: Element, today: date) -> dict[str, str]:
    """A birth date as far as known: not in the future, and not further back than anyone lives."""
    birth = read_uncertain_date(value, field=element.code)
    with engine_errors_as_problems(field=element.code):
        check_possible(birth.when, on=today, oldest=age_rules().oldest)
    return birth.to_json()


def clean_past_date(value: Any, element: Element, today: date) -> str:
    """A day that has come: "YYYY-MM-DD"."""
    return _not_after(read_date(value, field=element.code), today, element.code, "law.date.future")


def clean_choice(value: Any, element: Element, today: date) -> str:
    """A code from the element's closed list."""
    return _choice(value, element.choices, element.code)


def clean_event(value: Any, element: Element, today: date) -> dict[str, str]:
    """What the registration is about: {"place", "date", "time" if known (HH:MM), "note" if any}."""
    members = _as_members(value, element.code, EVENT_MEMBERS)
    place = clean_text(members.get("place") or "", field="event.place", max_length=element.max_length)
    if not place:
        raise _missing_member("event.place", gettext("The place is missing."))
    if not members.get("date"):
        raise _missing_member("event.date", gettext("The date is missing."))
    day = read_date(members["date"], field="event.date")
    cleaned = {"place": place, "date": _not_after(day, today, "event.date", "law.event_date.future")}
    if time := members.get("time"):
        if not isinstance(time, str) or not _TIME.fullmatch(time.strip()):
            raise Problem(
                "law.time.not_a_time", gettext("This is not a time."), gettext("Write it as 14:30."), field="event.time"
            )
        cleaned["time"] = time.strip()
    if note := clean_text(members.get("note") or "", field="event.note", max_length=LONGEST_NOTE, lines=True):
        cleaned["note"] = note
    return cleaned


def clean_documents(value: Any, element: Element, today: date) -> list[dict[str, str]]:
    """Documents: [{"type", "number", and "issuer", "expiry", "authenticity" where known}]. Empty rows are left out."""
    rows = [_as_members(one, f"{element.code}.{index}", DOCUMENT_MEMBERS) for index, one in enumerate(_as_list(value, element))]
    return [
        _clean_document(row, element, f"{element.code}.{index}", today) for index, row in enumerate(rows) if any(row.values())
    ]


def _clean_document(row: Mapping[str, Any], element: Element, field: str, today: date) -> dict[str, str]:
    kind = _choice(row.get("type"), "document_types", f"{field}.type")
    number = clean_text(row.get("number") or "", field=f"{field}.number", max_length=element.max_length)
    if not number:
        raise _missing_member(f"{field}.number", gettext("The document's number is missing."))
    cleaned = {"type": kind, "number": number.upper()}
    if row.get("issuer"):
        cleaned["issuer"] = clean_country(row["issuer"], f"{field}.issuer")
    if row.get("expiry"):
        expiry = read_date(row["expiry"], field=f"{field}.expiry")
        if expiry > add_months(today, 12 * LONGEST_VALIDITY_YEARS):
            raise Problem(
                "law.document.expiry_too_far",
                gettext("No document is valid for so long."),
                gettext("Check the year of expiry."),
                field=f"{field}.expiry",
            )
        cleaned["expiry"] = expiry.isoformat()
    if row.get("authenticity"):
        cleaned["authenticity"] = _choice(row["authenticity"], "authenticity_values", f"{field}.authenticity")
    return cleaned


def _choice(value: Any, list_name: str, field: str) -> str:
    allowed: Mapping[str, choices.Choice] = getattr(choices, list_name)()
    if not isinstance(value, str) or value.strip() not in allowed:
        raise Problem(
            "law.choice.unknown", gettext("This value is not in the list."), gettext("Choose one from the list."), field=field
        )
    return value.strip()


def _not_after(day: date, today: date, field: str, code: str) -> str:
    if day > today:
        raise Problem(code, gettext("This date lies in the future."), gettext("Check day, month and year."), field=field)
    return day.isoformat()


def _as_list(value: Any, element: Element) -> list[Any]:
    items = list(value) if isinstance(value, list | tuple) else [value]
    if len(items) > element.max_items:
        raise Problem(
            "law.element.too_many",
            gettext("There are more than %(limit)d values.") % {"limit": element.max_items},
            gettext("Keep those that matter."),
            field=element.code,
        )
    return items


def _as_members(value: Any, field: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    """A JSON object with known members only; Problem `law.element.wrong_kind` or `law.element.unknown`."""
    if not isinstance(value, Mapping):
        raise _wrong_kind(field)
    if unknown := sorted(set(map(str, value)) - set(allowed)):
        raise Problem(
            "law.element.unknown",
            gettext("This data element may not be recorded."),
            gettext("Leave it out: only the elements of the category's list are kept."),
            field=f"{field}.{unknown[0]}",
        )
    return value


def _missing_member(field: str, message: str) -> Problem:
    return Problem("law.element.missing", message, gettext("Fill it in."), field=field)


def _wrong_kind(field: str) -> Problem:
    return Problem(
        "law.element.wrong_kind",
        gettext("The value has another form than this element needs."),
        gettext("See the description of the data elements."),
        field=field,
    )


KINDS: dict[str, Callable[[Any, Element, date], Any]] = {
    "text": clean_text_value,
    "names": clean_names,
    "names_latin": clean_names_latin,
    "countries": clean_countries,
    "birth_date": clean_birth_date,
    "past_date": clean_past_date,
    "choice": clean_choice,
    "event": clean_event,
    "documents": clean_documents,
}
