"""Dates that are not fully known: a value, how precise it is, and what it rests on."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.law.ages import age_rules

PRECISIONS = {"day": 10, "month": 7, "year": 4, "estimated_age": 4}  # length of the ISO value each comes with
BASES = ("documented", "declared", "assessed", "doubt")
_SHAPE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A birth date as far as it is known.

    >>> UncertainDate("1990-05", "month", "declared").latest
    datetime.date(1990, 5, 31)

    value      "1990-05-01", "1990-05" or "1990", as the precision says; for an estimated age the estimated year of birth
    precision  day, month, year or estimated_age
    basis      documented, declared, assessed or doubt
    """

    value: str
    precision: str
    basis: str

    @property
    def earliest(self) -> date:
        """The first day it may have been."""
        if self.precision == "estimated_age":
            return date(max(1, int(self.value) - age_rules().estimate_margin), 1, 1)
        return date.fromisoformat(self.value + "-01-01"[len(self.value) - 4 :])

    @property
    def latest(self) -> date:
        """The last day it may have been."""
        if self.precision == "estimated_age":
            return date(int(self.value) + age_rules().estimate_margin, 12, 31)
        if self.precision == "year":
            return date(int(self.value), 12, 31)
        first = self.earliest
        return first if self.precision == "day" else first.replace(day=calendar.monthrange(first.year, first.month)[1])

    def ages(self, on: date) -> tuple[int, int]:
        """The youngest and the oldest age in whole years that the person may have on a day; never below 0."""
        return max(0, age_between(self.latest, on)), max(0, age_between(self.earliest, on))

    def to_json(self) -> dict[str, str]:
        return {"value": self.value, "precision": self.precision, "basis": self.basis}


BirthDate = UncertainDate


def age_between(birth: date, on: date) -> int:
    """Whole years between two days; a person born on 29 February turns a year older on 1 March in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def read_date(value: object, *, field: str) -> date:
    """A calendar day from "YYYY-MM-DD"; Problem `law.date.not_a_date` or `law.date.not_in_calendar` (30 February)."""
    if isinstance(value, date) and not hasattr(value, "hour"):
        return value
    text = str(value).strip() if isinstance(value, str) else ""
    if len(text) != 10 or not _SHAPE.fullmatch(text):
        raise _not_a_date(field)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _not_in_calendar(field) from None


def read_uncertain_date(value: object, *, field: str) -> UncertainDate:
    """An uncertain date from its JSON form {"value", "precision", "basis"}; basis may be absent and is then "declared"."""
    if isinstance(value, UncertainDate):
        value = value.to_json()
    if not isinstance(value, Mapping):
        raise _not_a_date(field)
    _refuse_unknown_members(value, field)
    text = value.get("value")
    precision, basis = value.get("precision", "day"), value.get("basis") or "declared"
    if not isinstance(text, str) or not isinstance(precision, str) or not isinstance(basis, str):
        raise _not_a_date(field)
    text = text.strip()
    if basis not in BASES:
        raise Problem(
            "law.date.basis_unknown",
            gettext("It is not known what this date rests on."),
            gettext("Say whether it is documented, declared, assessed or in doubt."),
            field=field,
        )
    if PRECISIONS.get(precision) != len(text) or not _SHAPE.fullmatch(text):
        raise _not_a_date(field)
    read_date(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text, field=field)
    return UncertainDate(text, precision, basis)


def _refuse_unknown_members(value: Mapping[Any, Any], field: str) -> None:
    if unknown := set(value) - {"value", "precision", "basis"}:
        raise Problem(
            "law.element.unknown",
            gettext("This data element may not be recorded."),
            gettext("Leave it out: only the elements of the category's list are kept."),
            field=f"{field}.{min(map(str, unknown))}",
        )


def _not_a_date(field: str) -> Problem:
    return Problem(
        "law.date.not_a_date",
        gettext("This is not a date."),
        gettext("Give year, month and day as numbers, or only what is known of them."),
        field=field,
    )


def _not_in_calendar(field: str) -> Problem:
    return Problem(
        "law.date.not_in_calendar",
        gettext("This day is not in the calendar."),
        gettext("Check day and month, for instance for 30 February."),
        field=field,
    )
