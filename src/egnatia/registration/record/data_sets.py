"""A person's data sets as they are shown: every version, what it says, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia import law
from egnatia.persons.models import DataSet, Mark, Person, SecurityFlag
from egnatia.persons.queries import find_mark
from egnatia.registration.templatetags.registration import document_line, element_text

STATES = {
    DataSet.Status.ACTIVE: (gettext_lazy("In force"), "green"),
    DataSet.Status.SUPERSEDED: (gettext_lazy("Replaced by a correction"), "grey"),
    DataSet.Status.VOIDED: (gettext_lazy("Void"), "red"),
    DataSet.Status.ERASED: (gettext_lazy("Erased"), "grey"),
}


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One data element in words; `lines` are shown one below the other. `is_changed`: other than in the version before."""

    name: str
    lines: tuple[str, ...]
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version: its state, why it was made or declared void, and what it says."""

    data_set: DataSet
    state: str
    colour: str
    why: str
    rows: tuple[ElementRow, ...]


@dataclass(frozen=True, slots=True)
class Registration:
    """All versions under one reference number, the newest first."""

    reference: str
    category: law.Category
    versions: tuple[VersionRow, ...]
    mark: Mark | None = None
    flag: SecurityFlag | None = None

    @property
    def newest(self) -> DataSet:
        return self.versions[0].data_set

    @property
    def may_be_flagged(self) -> bool:
        """Whether the law has a security flag for its category."""
        return self.category.digit in law.supplements()["security_flag"].letters

    @property
    def mark_name(self) -> str:
        return law.marking_rule(self.mark.event).name if self.mark else ""


def registrations_of(person: Person, flags: Mapping[str, SecurityFlag] | None = None) -> list[Registration]:
    """The person's registrations, the latest first; from the data sets that came along with the person.

    flags   those that the officer may see, by reference number
    """
    by_reference = sorted(person.data_sets.all(), key=lambda one: (one.reference_number, -one.version))
    found = [
        _registration(list(versions), flags or {})
        for _, versions in groupby(by_reference, key=lambda one: one.reference_number)
    ]
    return sorted(found, key=lambda one: one.newest.signed_at, reverse=True)


def element_rows(category: int, elements: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> tuple[ElementRow, ...]:
    """What is known, in the order of the category's closed list. `before`: the version to tell changes from."""
    codes = [use.code for use in law.category(category).elements if use.element.where == "elements"]
    shown = [code for code in codes if elements.get(code) or (before and before.get(code))]
    return tuple(
        ElementRow(
            law.element(code).name, _lines(code, elements.get(code)), before is not None and _differs(code, elements, before)
        )
        for code in shown
    )


def _registration(versions: list[DataSet], flags: Mapping[str, SecurityFlag]) -> Registration:
    return Registration(
        versions[0].reference_number,
        law.category(versions[0].category),
        tuple(_version_row(one, before) for one, before in zip(versions, [*versions[1:], None], strict=True)),
        find_mark(versions[0].reference_number),
        flags.get(versions[0].reference_number),
    )


def _version_row(data_set: DataSet, before: DataSet | None) -> VersionRow:
    state, colour = STATES[DataSet.Status(data_set.status)]
    earlier = before.elements if before else None
    rows = element_rows(data_set.category, data_set.elements, earlier) if data_set.elements else ()
    return VersionRow(data_set, str(state), colour, _why(data_set), rows)


def _why(data_set: DataSet) -> str:
    if data_set.void_reason:
        return _with_note(law.void_reasons().get(data_set.void_reason), data_set.void_note)
    if data_set.reason:
        return _with_note(law.correction_reasons().get(data_set.reason), data_set.reason_note)
    return ""


def _with_note(reason: Any, note: str | None) -> str:
    return ": ".join(part for part in (reason.name if reason else "", note or "") if part)


def _lines(code: str, value: Any) -> tuple[str, ...]:
    if not value:
        return (_("not recorded"),)
    if code == "event":
        return _event_lines(value)
    if code == "documents":
        return tuple(document_line(one) for one in value)
    return (element_text(code, value),)


def _event_lines(event: Mapping[str, str]) -> tuple[str, ...]:
    day = date_format(date.fromisoformat(event["date"]), "j F Y") if event.get("date") else ""
    first = ", ".join(part for part in (event.get("place", ""), day, event.get("time", "")) if part)
    return tuple(part for part in (first, event.get("note", "")) if part)


def _differs(code: str, elements: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    return bool(elements.get(code) != before.get(code))
