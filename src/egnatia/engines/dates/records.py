"""Uncertain dates in the JSON that data sets hold.

    {"value": "1991-04-12", "precision": "day", "basis": "declared"}

reads as a Gregorian date, as it always has. What was stated otherwise has further members, all of them text:

    {"value": "1991-05-05", "precision": "day", "basis": "declared",
     "calendar": "solar_hijri", "stated": "1370-02-15", "naming": "afghan"}
    {"value": "1991", "precision": "estimated_age", "basis": "assessed",
     "stated": "35", "stated_on": "2026-11-29", "margin": "2"}

`value` and `precision` are then what a reader sees that knows no calendars: the Gregorian day, or the year for a month or year
of another calendar, which never is a Gregorian one. Where it reaches into two Gregorian years, no value holds all of it; the
year of its middle day stands for it. `stated` is what the person said and prevails, so that a better conversion reaches old
records.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.month_names import Naming
from egnatia.engines.dates.uncertain import EstimatedAge, Precision, UncertainDate
from egnatia.engines.errors import EngineError

_MEMBERS = {"value", "precision", "basis", "calendar"}
_MEMBERS_OF_AGE = _MEMBERS | {"stated", "stated_on", "margin"}
_MEMBERS_OF_OTHER_CALENDAR = _MEMBERS | {"stated", "naming"}
#: All that a record may have.
MEMBERS = frozenset(_MEMBERS_OF_AGE | _MEMBERS_OF_OTHER_CALENDAR)
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)


class Basis(StrEnum):
    """What a date rests on."""

    DOCUMENTED = "documented"
    DECLARED = "declared"
    ASSESSED = "assessed"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class DateRecord:
    """An uncertain date and what it rests on."""

    when: UncertainDate
    basis: Basis = Basis.DECLARED

    def to_json(self) -> dict[str, str]:
        """The record as data sets hold it; `read_record` reads it back."""
        value, precision = _seen_without_calendars(self.when)
        record = {"value": value, "precision": precision.value, "basis": self.basis.value}
        if self.when.calendar is not Calendar.GREGORIAN:
            record |= {"calendar": self.when.calendar.value, "stated": _write(self.when)}
            if self.when.naming:
                record["naming"] = self.when.naming.value
        estimate = self.when.estimate
        if estimate and estimate.age is not None and estimate.on is not None:
            record |= {"stated": str(estimate.age), "stated_on": estimate.on.isoformat(), "margin": str(estimate.margin)}
        return record


def read_record(record: object, *, estimate_margin: int) -> DateRecord:
    """The date of a record.

    estimate_margin  years to either side for estimated ages of which the record doesn't keep them; the law knows how many

    Raises EngineError `date.record_unreadable`, and what `UncertainDate` raises.
    """
    if not isinstance(record, Mapping) or not all(isinstance(text, str) for text in (*record, *record.values())):
        raise _record_unreadable("members")
    members: dict[str, str] = dict(record)
    try:
        basis = Basis(members.get("basis") or Basis.DECLARED)
        precision = Precision(members.get("precision", Precision.DAY))
        calendar = Calendar(members.get("calendar", Calendar.GREGORIAN))
        naming = Naming(members["naming"]) if "naming" in members else None
    except ValueError:
        raise _record_unreadable("precision, basis, calendar or naming") from None
    if precision is Precision.ESTIMATED_AGE and calendar is Calendar.GREGORIAN:
        _refuse_others(members, _MEMBERS_OF_AGE)
        return DateRecord(_read_estimate(members, estimate_margin), basis)
    if calendar is Calendar.GREGORIAN:
        _refuse_others(members, _MEMBERS)
        return DateRecord(_read_gregorian(members.get("value", ""), precision), basis)
    if precision is Precision.ESTIMATED_AGE:
        raise _record_unreadable("calendar")
    _refuse_others(members, _MEMBERS_OF_OTHER_CALENDAR)
    return DateRecord(UncertainDate(calendar, *_read_shape(members.get("stated", ""), "stated"), naming=naming), basis)


def _refuse_others(members: Mapping[str, str], known: set[str]) -> None:
    """A member that would be left unread is refused: somebody meant something by it."""
    if unknown := set(members) - known:
        raise _record_unreadable(f"member {min(unknown)}")


def _read_gregorian(value: str, precision: Precision) -> UncertainDate:
    when = UncertainDate(Calendar.GREGORIAN, *_read_shape(value, "value"))
    if when.precision is not precision:
        raise _record_unreadable("precision")
    return when


def _read_estimate(members: Mapping[str, str], margin: int) -> UncertainDate:
    if "stated" not in members:
        _refuse_others(members, _MEMBERS)
        year, month, _ = _read_shape(members.get("value", ""), "value")
        if month is not None:
            raise _record_unreadable("precision")
        return UncertainDate(Calendar.GREGORIAN, year, estimate=EstimatedAge(margin))
    if not _NUMBER.fullmatch(members["stated"]) or not _NUMBER.fullmatch(members.get("margin", "")):
        raise _record_unreadable("stated or margin")
    year, month, day = _read_shape(members.get("stated_on", ""), "stated_on")
    if month is None or day is None:
        raise _record_unreadable("stated_on")
    on = UncertainDate(Calendar.GREGORIAN, year, month, day).first
    return UncertainDate.of_age(int(members["stated"]), on=on, margin=int(members["margin"]))


def _read_shape(text: str, member: str) -> tuple[int, int | None, int | None]:
    shape = _SHAPE.fullmatch(text.strip())
    if not shape:
        raise _record_unreadable(member)
    year, month, day = (group and int(group) for group in shape.groups())
    return int(year or 0), None if month is None else int(month), None if day is None else int(day)


def _write(when: UncertainDate) -> str:
    parts = [f"{when.year:04}", *(f"{part:02}" for part in (when.month, when.day) if part is not None)]
    return "-".join(parts)


def _seen_without_calendars(when: UncertainDate) -> tuple[str, Precision]:
    """The Gregorian day, or the year of the middle day of a month or year in another calendar."""
    if when.calendar is Calendar.GREGORIAN:
        return _write(when), when.precision
    first, last = when.first, when.last
    if first == last:
        return first.isoformat(), Precision.DAY
    middle: date = first + timedelta(days=(last - first).days // 2)
    return f"{middle.year:04}", Precision.YEAR


def _record_unreadable(member: str) -> EngineError:
    return EngineError(
        "date.record_unreadable",
        f"The record isn't one of an uncertain date: see its {member[:40]}.",
        'It looks like {"value": "1991-04-12", "precision": "day", "basis": "declared"}.',
    )
