"""How the columns of one kind of file are read: the layouts that come with the program, and a partner's saved mappings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext

from egnatia import law
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.picture.data_files import read_data
from egnatia.picture.indicators import EVERY, INCIDENTS, Indicator, get_indicator

#: The fields that a column may give. Together, sex and age make the cell of the cut "group".
FIELDS = ("period", "value", "nationality", "place", "sex", "age", "age_band", "type")
_KEYS = {
    "name", "source", "indicator", "every", "columns", "wide", "identity", "only", "ignored", "whole", "date_form",
    "thousands", "not_reported", "spellings", "header", "sheet",
}  # fmt: skip
OWN = "own"


@dataclass(frozen=True, slots=True)
class Layout:
    """What `data/layouts.toml` describes, for one kind of file; `code` is the layout's or the mapping's name.

    columns      by field, the name of the column
    wide         the cut whose cells are columns, "" where rows have one figure each; `keys` by name of the column
    """

    code: str
    name: str
    source: str
    indicator: Indicator
    every: str
    columns: Mapping[str, str]
    wide: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    identity: tuple[str, ...] = ()
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    whole: bool = True
    date_form: str = ""
    thousands: str = ""
    not_reported: frozenset[str] = frozenset()
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    header: int = 1
    sheet: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which the file can't be read."""
        return tuple(dict.fromkeys((*self.columns.values(), *self.keys, *self.identity, *self.only)))

    @property
    def makes_events(self) -> bool:
        """Whether the rows become events or findings: this partner's own days of something that is counted from these."""
        return self.source == node.current().partner and self.every == "day" and self.indicator.is_counted_here

    @property
    def makes_incidents(self) -> bool:
        return self.makes_events and self.indicator.code == INCIDENTS


@cache
def _layouts() -> Mapping[str, Mapping[str, Any]]:
    return {code: entry for code, entry in read_data("layouts").items() if isinstance(entry, dict)}


def layout_names() -> dict[str, str]:
    """The layouts that come with the program: code and what they are."""
    return {code: gettext(entry["name"]) for code, entry in _layouts().items()}


def get_layout(code: str) -> Layout:
    """One of those that come with the program. Raises Problem `picture.layout.unknown`."""
    if code not in _layouts():
        raise Problem(
            "picture.layout.unknown",
            gettext("There is no layout of this name."),
            gettext("Choose among %(names)s, or a saved mapping.") % {"names": ", ".join(_layouts())},
            field="layout",
        )
    return read_layout(code, _layouts()[code])


def read_layout(code: str, entry: Mapping[str, Any]) -> Layout:
    """A layout from what a mapping says, checked. Raises Problem `picture.mapping.invalid`, `picture.indicator.unknown`."""
    _check(entry)
    indicator = get_indicator(str(entry["indicator"]))
    wide = entry.get("wide") or {}
    keys = wide.get("keys", {})
    layout = Layout(
        code=code,
        name=str(entry.get("name", code)),
        source=_source(str(entry["source"])),
        indicator=indicator,
        every=str(entry["every"]),
        columns=dict(entry["columns"]),
        wide=str(wide.get("cut", "")),
        keys={name: name for name in keys} if isinstance(keys, list) else dict(keys),
        identity=tuple(entry.get("identity", ())),
        only={column: frozenset(values) for column, values in entry.get("only", {}).items()},
        ignored=frozenset(entry.get("ignored", ())),
        whole=bool(entry.get("whole", True)),
        date_form=str(entry.get("date_form", "")),
        thousands=str(entry.get("thousands", "")),
        not_reported=frozenset(entry.get("not_reported", ())),
        spellings={name: dict(words) for name, words in entry.get("spellings", {}).items()},
        header=int(entry.get("header", 1)),
        sheet=str(entry.get("sheet", "")),
    )
    _check_against_indicator(layout)
    return layout


def _check(entry: Mapping[str, Any]) -> None:
    for key in entry:
        if key not in _KEYS:
            raise _invalid(gettext("“%(key)s” says nothing here.") % {"key": key}, key)
    for key in ("source", "indicator", "every", "columns"):
        if not entry.get(key):
            raise _invalid(gettext("“%(key)s” is missing.") % {"key": key}, key)
    columns, tables = entry["columns"], ("columns", "wide", "only", "spellings")
    for key in tables:
        if not isinstance(entry.get(key, {}), Mapping):
            raise _invalid(gettext("“%(key)s” has to be a table.") % {"key": key}, key)
    for name in columns:
        if name not in FIELDS:
            raise _invalid(gettext("There is no field “%(name)s”.") % {"name": name}, "columns")
    if "period" not in columns or ("value" not in columns) == (not entry.get("wide")):
        raise _invalid(
            gettext("A mapping names the column of the period, and either that of the value or the wide ones."), "columns"
        )
    if entry["every"] not in EVERY:
        raise _invalid(gettext("A period is a day, a month or a year."), "every")
    if len(str(entry.get("thousands", ""))) > 1:
        raise _invalid(gettext("Between thousands stands one sign."), "thousands")
    if not isinstance(entry.get("header", 1), int) or entry.get("header", 1) < 1:
        raise _invalid(gettext("The header is a row, counted from 1."), "header")


def _check_against_indicator(layout: Layout) -> None:
    indicator = layout.indicator
    cuts = {
        "nationality": "nationality",
        "place": "section",
        "sex": "group",
        "age": "group",
        "age_band": "group",
        "type": "type",
    }
    for name in (*layout.columns, *((layout.wide,) if layout.wide else ())):
        cut = cuts.get(name, name)
        if cut not in ("period", "value", *indicator.cuts):
            raise _invalid(gettext("%(indicator)s isn't divided by that.") % {"indicator": indicator.name}, name)
    if layout.makes_incidents and "type" not in layout.columns:
        raise _invalid(gettext("“%(key)s” is missing.") % {"key": "type"}, "columns")
    if layout.makes_events and not layout.makes_incidents and len(indicator.kinds) != 1:
        raise _invalid(
            gettext("%(indicator)s are counted from several kinds of events.") % {"indicator": indicator.name}, "indicator"
        )
    if layout.source in law.partners() and not indicator.is_counted_here:
        raise _invalid(gettext("%(indicator)s are no partner's figures.") % {"indicator": indicator.name}, "source")
    if indicator.every != "day" and layout.every != indicator.every:
        raise _invalid(gettext("%(indicator)s are kept by another period.") % {"indicator": indicator.name}, "every")


def _source(text: str) -> str:
    published = {entry["code"] for entry in read_data("sources")["published"].values()}
    source = node.current().partner if text == OWN else text
    if source not in published and source not in law.partners():
        raise _invalid(gettext("It is not known whose figures these are."), "source")
    return source


def _invalid(message: str, key: str) -> Problem:
    return Problem(
        "picture.mapping.invalid",
        message,
        gettext("Mend the mapping; docs/picture-imports.md says what it may hold."),
        field=key,
    )
