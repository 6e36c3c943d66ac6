"""Checks a data set's elements against the closed list of its category, and cleans them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.law.calendars import latest_day
from egnatia.law.categories import category as get_category
from egnatia.law.dates import read_uncertain_date
from egnatia.law.element_kinds import KINDS
from egnatia.law.elements import ElementUse

EMPTY: tuple[object, ...] = (None, "", [], {}, ())


def clean_elements(
    category: int, values: Mapping[str, Any], *, today: date | None = None, complete: bool = True
) -> dict[str, Any]:
    """The values as they are stored: NFC, trimmed, codes in capitals, empty ones left out, in the order of the list.

    category  the category's digit
    values    element code → value, JSON-able (docs/law.md shows each kind)
    today     the day nothing may lie after; where not given, the partners' present day
    complete  False while a registration is still being filled in: missing elements are accepted then
    Problem with `field` for the first thing that is wrong: `law.element.unknown`, `law.element.missing`, `law.name.too_long` …
    """
    cleaned, problems = _clean(category, values, today=today or latest_day(clock.now()), complete=complete)
    if problems:
        raise problems[0]
    return cleaned


def check_elements(category: int, values: Mapping[str, Any], *, today: date | None = None, complete: bool = True) -> None:
    """Raise the Problem that `clean_elements` would raise, if any."""
    clean_elements(category, values, today=today, complete=complete)


def find_problems(
    category: int, values: Mapping[str, Any], *, today: date | None = None, complete: bool = True
) -> list[Problem]:
    """All that is wrong, one Problem per element, in the order of the list: what a form's error summary shows."""
    return _clean(category, values, today=today or latest_day(clock.now()), complete=complete)[1]


def _clean(digit: int, values: Mapping[str, Any], *, today: date, complete: bool) -> tuple[dict[str, Any], list[Problem]]:
    uses = [use for use in get_category(digit).elements if use.element.where == "elements"]
    problems = [_unknown(code) for code in sorted(set(map(str, values)) - {use.code for use in uses})]
    cleaned: dict[str, Any] = {}
    for use in uses:
        try:
            value = _clean_one(use, values.get(use.code), today)
            if value in EMPTY and use.required and complete:
                raise _missing(use)
        except Problem as problem:
            problems.append(problem)
        else:
            if value not in EMPTY:
                cleaned[use.code] = value
    if not problems:
        problems.extend(_contradictions(cleaned))
    return cleaned, problems


def _clean_one(use: ElementUse, value: Any, today: date) -> Any:
    return None if value in EMPTY else KINDS[use.element.kind](value, use.element, today)


def _contradictions(cleaned: dict[str, Any]) -> list[Problem]:
    """What is wrong only in two elements together."""
    birth, event = cleaned.get("birth_date"), cleaned.get("event", {})
    if not birth or not event.get("date"):
        return []
    if date.fromisoformat(event["date"]) < read_uncertain_date(birth, field="birth_date").when.first:
        return [
            Problem(
                "law.event_date.before_birth",
                gettext("The event lies before the person's birth."),
                gettext("Check both dates."),
                field="event.date",
            )
        ]
    return []


def _unknown(code: str) -> Problem:
    return Problem(
        "law.element.unknown",
        gettext("This data element may not be recorded."),
        gettext("Leave it out: only the elements of the category's list are kept."),
        field=code,
    )


def _missing(use: ElementUse) -> Problem:
    return Problem(
        "law.element.missing",
        gettext("%(element)s is missing.") % {"element": use.element.name},
        gettext("Fill it in: this category requires it."),
        field=use.code,
    )
