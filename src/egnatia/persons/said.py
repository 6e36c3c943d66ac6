"""What is said of persons: a basis, a day, a remark; checked before it is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from egnatia import law
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.law.characters import clean_text

MAX_NOTE = 200
MAX_NAME = 150
#: Who gives a consent, and how.
CONSENT_BY = ("person", "representative")
CONSENT_HOW = ("written", "spoken")


def read_said(basis: str, *, on: date | None = None, note: str = "") -> dict[str, Any]:
    """As it is kept. Raises Problem `persons.said.basis`, `persons.said.future`, `law.text.too_long`."""
    if basis not in law.said_bases():
        raise Problem(
            "persons.said.basis", "It isn't said what this rests on.", "Choose what it rests on from the list.", field="basis"
        )
    return {"basis": basis} | _day(on, "on") | _note(note)


def read_ending(why: str, *, on: date | None = None, note: str = "") -> dict[str, Any]:
    """As it is kept. Raises Problem `persons.said.ending`, `persons.said.future`, `law.text.too_long`."""
    if why not in law.said_endings():
        raise Problem("persons.said.ending", "It isn't said why this ends.", "Choose the reason from the list.", field="why")
    return {"why": why} | _day(on, "on") | _note(note)


def read_consent(elements: Mapping[str, Any], *, by: str, name: str = "", on: date, how: str) -> dict[str, Any]:
    """A consent as it is kept; that of a child, or of who may be one, is given by the representative.

    elements   what is recorded of the person whose consent it is

    Raises Problem `persons.consent.missing`, `persons.consent.representative`, `persons.said.future`, `law.text.too_long`.
    """
    if by not in CONSENT_BY or how not in CONSENT_HOW:
        raise Problem(
            "persons.consent.missing", "It isn't said who consents, and how.", "Ask for the consent first.", field="consent_by"
        )
    name = clean_text(name, field="consent_name", max_length=MAX_NAME)
    if by == "person" and may_be_minor(elements):
        raise Problem(
            "persons.consent.representative",
            "This is a child, or may be one: the representative has to consent.",
            "Ask the representative, and write down who it is.",
            field="consent_by",
        )
    if by == "representative" and not name:
        raise Problem(
            "persons.consent.representative", "The representative isn't named.", "Write down who it is.", field="consent_name"
        )
    return {"by": by, "how": how} | ({"name": name} if name else {}) | _day(on, "consent_on")


def may_be_minor(elements: Mapping[str, Any]) -> bool:
    """Under age, or possibly so: in doubt a child is treated as one. Whose birth date nobody knows counts as grown up."""
    if not elements.get("birth_date"):
        return False
    birth = law.read_uncertain_date(elements["birth_date"], field="birth_date")
    youngest, _oldest = birth.when.ages(clock.local_today())
    return youngest < law.age_rules().adult_from


def _day(on: date | None, field: str) -> dict[str, str]:
    if on is None:
        return {}
    if on > clock.local_today():
        raise Problem("persons.said.future", "This day lies in the future.", "Check the day.", field=field)
    return {"on": on.isoformat()}


def _note(note: str) -> dict[str, str]:
    text = clean_text(note, field="note", max_length=MAX_NOTE)
    return {"note": text} if text else {}
