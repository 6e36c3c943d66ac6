"""Indicators: what is counted, in which unit, from which events, on which ground. Each is defined once, in the data.

>>> indicators()["irregular_crossings"].unit
'detections'
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.picture.data_files import read_data

EVERY = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a code and a name; `name_en` is what the file says, `name` that in the language of the page."""

    code: str
    name_en: str

    @property
    def name(self) -> str:
        return gettext(self.name_en)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Unit(Named):
    """What one of it is. Figures of different units never share an axis or a sum."""

    note_en: str

    @property
    def note(self) -> str:
        return gettext(self.note_en)


@dataclass(frozen=True, slots=True)
class Indicator(Named):
    """One thing that is counted.

    unit         code of `units()`
    every        the finest period it is kept by: day | month | year
    cuts         by what its cells may be divided: section, nationality, group, type
    kinds        kinds of event it counts, none for a published series
    groups, origins  only events of these; none named: all
    weight       persons: an event counts for the persons it stands for; events: for one
    silence      zero: a day without an event had none; unknown: it was perhaps not reported
    act, article, status   the citation, as in the law's rule files
    """

    definition_en: str
    unit: str
    every: str
    cuts: tuple[str, ...]
    kinds: frozenset[str]
    groups: frozenset[str]
    origins: frozenset[str]
    weight: str
    silence: str
    act: str
    article: str
    status: str

    @property
    def definition(self) -> str:
        return gettext(self.definition_en)

    @property
    def unit_name(self) -> str:
        return units()[self.unit].name

    @property
    def source(self) -> str:
        return f"{source_name(self.act)}, {self.article}"

    @property
    def is_counted_here(self) -> bool:
        """Whether this node counts it from its own events or incidents; otherwise it is a published series."""
        return bool(self.kinds) or self.code == INCIDENTS

    @property
    def is_raw(self) -> bool:
        """Whether the single events that it counts are in the analysts' files."""
        return self.is_counted_here and all(event_kinds()[kind].raw for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class EventKind(Named):
    """A kind of event.

    by_hand   the form and imports may bring it
    raw       its single events are in the analysts' files
    """

    by_hand: bool
    raw: bool


@dataclass(frozen=True, slots=True)
class Group(Named):
    """A group of persons: categories of the law, as the picture tells them; `kind` of event that their data sets are."""

    categories: frozenset[int]
    kind: str


@dataclass(frozen=True, slots=True)
class IncidentKind(Named):
    """A kind of finding, and the closed list of its types by code."""

    types_en: tuple[tuple[str, str], ...]

    @property
    def types(self) -> dict[str, str]:
        return {code: gettext(name) for code, name in self.types_en}


INCIDENTS = "incidents"


@cache
def units() -> Mapping[str, Unit]:
    """The closed list of units, by code."""
    return {code: Unit(code, entry["name"], entry["note"]) for code, entry in read_data("indicators")["units"].items()}


@cache
def indicators() -> Mapping[str, Indicator]:
    """All indicators, by code."""
    file = read_data("indicators")
    return {code: _read(code, {**file["defaults"], **entry}) for code, entry in file["indicators"].items()}


def _read(code: str, entry: dict[str, Any]) -> Indicator:
    return Indicator(
        code=code,
        name_en=entry["name"],
        definition_en=entry["definition"],
        unit=units()[entry["unit"]].code,
        every=EVERY[EVERY.index(entry["every"])],
        cuts=tuple(entry["cuts"]),
        kinds=frozenset(entry["kinds"]),
        groups=frozenset(entry["groups"]),
        origins=frozenset(entry["origins"]),
        weight=entry["weight"],
        silence=entry["silence"],
        act=entry["source"]["act"],
        article=entry["source"]["article"],
        status=entry["status"],
    )


def counted_here() -> list[Indicator]:
    """The indicators that a node counts from its own events and incidents."""
    return [indicator for indicator in indicators().values() if indicator.is_counted_here]


def get_indicator(code: str) -> Indicator:
    """Raises Problem `picture.indicator.unknown`."""
    if code not in indicators():
        raise Problem(
            "picture.indicator.unknown",
            gettext("There is no indicator of this name."),
            gettext("Choose one of those that `egnatia picture indicators` lists."),
            status=404,
            field="indicator",
        )
    return indicators()[code]


def get_raw_indicator(code: str) -> Indicator:
    """One whose single events are in the analysts' files.

    Raises Problem `picture.indicator.unknown` and `picture.indicator.not_raw`.
    """
    found = get_indicator(code)
    if not found.is_raw:
        raise Problem(
            "picture.indicator.not_raw",
            gettext("There are only counts of this, no single events."),
            gettext("Look at it under Explore, or choose an indicator that this node counts."),
            field="indicator",
        )
    return found


def check_units(wanted: Collection[Indicator]) -> str:
    """The one unit that these have in common. Raises Problem `picture.units_differ`: they would share an axis or a sum."""
    found = {indicator.unit for indicator in wanted}
    if len(found) > 1:
        raise Problem(
            "picture.units_differ",
            gettext("These figures count different things: %(units)s.")
            % {"units": ", ".join(sorted(units()[unit].name for unit in found))},
            gettext("Show them in figures of their own, side by side."),
            field="indicator",
        )
    return next(iter(found), "")


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """Kinds of event, by code."""
    kinds = read_data("indicators")["kinds"]
    return {code: EventKind(code, entry["name"], entry["by_hand"], entry.get("raw", True)) for code, entry in kinds.items()}


@cache
def groups() -> Mapping[str, Group]:
    """Groups of persons, by code."""
    entries = read_data("indicators")["groups"]
    return {code: Group(code, entry["name"], frozenset(entry["categories"]), entry["kind"]) for code, entry in entries.items()}


def group_of(category: int) -> str:
    """The group of a category of the law, or "" for one that the picture doesn't tell."""
    return next((code for code, group in groups().items() if category in group.categories), "")


@cache
def incident_kinds() -> Mapping[str, IncidentKind]:
    """Kinds of incident with their types, by code."""
    entries = read_data("indicators")["incidents"]
    return {code: IncidentKind(code, entry["name"], tuple(entry["types"].items())) for code, entry in entries.items()}


def source_name(act: str) -> str:
    """The name of what an indicator cites: one of the law's acts, or a published series."""
    published = read_data("sources")["published"]
    if act in published:
        return gettext(published[act]["name"])
    return law.acts()[act].name
