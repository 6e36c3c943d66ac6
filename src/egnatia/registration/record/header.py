"""The strip on top of a person's pages, and the tabs below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia import law
from egnatia.accounts import policy
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import find_photo
from egnatia.persons.models import ChildNote, DataSet, Person
from egnatia.persons.said import may_be_minor
from egnatia.ui.components import Tab

#: Code, URL name, words. The code is what the access log keeps of a look.
PARTS: tuple[tuple[str, str, str | Promise], ...] = (
    ("summary", "person", gettext_lazy("Summary")),
    ("data_sets", "person_data_sets", gettext_lazy("Data sets")),
    ("family", "person_family", gettext_lazy("Family and group")),
    ("fingerprints", "person_fingerprints", gettext_lazy("Fingerprints")),
    ("searches", "person_searches", gettext_lazy("Searches")),
    ("timeline", "person_timeline", gettext_lazy("Timeline")),
    ("access_log", "person_access_log", gettext_lazy("Access log")),
)
#: Nothing is captured of a child under six, so there is nothing to compare or to search.
_PARTS_OF_NOTE = {"summary", "family", "timeline", "access_log"}


@dataclass(frozen=True, slots=True)
class Flag:
    """What must be minded about a person, in a word."""

    text: str | Promise
    colour: str


@dataclass(frozen=True, slots=True)
class Header:
    """data_set: the latest active one, or the latest that was void, or None (child's note only, or everything erased)."""

    person: Person
    data_set: DataSet | None
    note: ChildNote | None
    name: str
    latin_name: str
    elements: Mapping[str, Any]
    flags: tuple[Flag, ...]
    photo: Capture | None

    @property
    def reference(self) -> str:
        return self.data_set.reference_number if self.data_set else ""

    @property
    def is_active(self) -> bool:
        return self.data_set is not None and self.data_set.is_active

    @property
    def countries(self) -> list[str]:
        return [law.country(code).name for code in self.elements.get("nationalities", ())]

    @property
    def sex(self) -> str:
        choice = law.sexes().get(self.elements.get("sex", ""))
        return choice.name if choice else ""


def head_of(person: Person, *, with_photo: bool = True) -> Header:
    """The header of a person read by `read_person`, which has brought the data sets and notes along."""
    data_sets = list(person.data_sets.all())
    data_set = _latest(data_sets)
    note = next((one for one in person.child_notes.all() if one.erased_at is None), None)
    shown = data_set if data_set is not None and data_set.is_active else note or data_set
    elements = (shown.elements if shown else None) or {}
    return Header(
        person=person,
        data_set=data_set,
        note=note,
        name=heading_name(elements),
        latin_name=heading_name(elements.get("names_latin") or {}),
        elements=elements,
        flags=tuple(_flags(data_sets, data_set, note, elements)),
        photo=find_photo(data_set) if data_set is not None and with_photo else None,
    )


def tabs_of(header: Header, current: str) -> list[Tab]:
    """The parts of this record as links."""
    shown = [part for part in PARTS if header.data_set is not None or part[0] in _PARTS_OF_NOTE]
    return [Tab(text, reverse(name, args=(header.person.pk,)), current=code == current) for code, name, text in shown]


def may_see_prints(officer: Any) -> bool:
    """Prints are for those who compare them and those who take them; everybody else sees states only."""
    return policy.may(officer, "examine.read") or policy.may(officer, "registration.sign")


def told_apart_by(data_set: DataSet | None, child_note: ChildNote | None) -> tuple[str, dict[str, str] | None, list[str]]:
    """Of somebody in a list: name, birth date as `law` has it, and names of their countries, by what is held of them."""
    shown = data_set or child_note
    elements = (shown.elements if shown else None) or {}
    countries = [str(law.country(code).name) for code in elements.get("nationalities", ())]
    return heading_name(elements), elements.get("birth_date"), countries


def heading_name(elements: Mapping[str, Any]) -> str:
    """SURNAMES, Forenames."""
    parts = [" ".join(elements.get("surnames", [])).upper(), " ".join(elements.get("forenames", []))]
    return ", ".join(part for part in parts if part)


def _latest(data_sets: list[DataSet]) -> DataSet | None:
    kept = [one for one in data_sets if one.status != DataSet.Status.ERASED]
    return next((one for one in kept if one.is_active), kept[0] if kept else None)


def _flags(
    data_sets: list[DataSet], data_set: DataSet | None, note: ChildNote | None, elements: Mapping[str, Any]
) -> list[Flag]:
    flags = []
    if note is not None:
        flags.append(Flag(_("Child under six: note only"), "plum"))
    elif may_be_minor(elements):
        flags.append(Flag(_("Child"), "plum"))
    if data_set is not None and data_set.status == DataSet.Status.VOIDED:
        flags.append(Flag(_("Void"), "red"))
    if data_sets and data_set is None and note is None:
        flags.append(Flag(_("Erased"), "grey"))
    return flags
