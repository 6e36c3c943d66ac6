"""A file's rows against its layout: the figures they make, and everything that is wrong with them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TypeVar

from django.utils.translation import gettext

from egnatia.base import clock
from egnatia.picture.bands import group_key
from egnatia.picture.countries import find_changed
from egnatia.picture.imports import values
from egnatia.picture.imports.layouts import Layout
from egnatia.picture.imports.tables import Row, Table
from egnatia.picture.imports.told import Told
from egnatia.picture.imports.values import Unreadable
from egnatia.picture.periods import next_period
from egnatia.picture.places import UNKNOWN, section_of

T = TypeVar("T")
_MISSING_LISTED, _MISSING_NAMED = 100, 10


@dataclass(frozen=True, slots=True)
class Figure:
    """What one row, or one cell of a wide one, says: how many in a period, of whom and where; "" where it isn't said."""

    row: int
    period: date
    value: int
    nationality: str = ""
    place: str = ""
    sex: str = ""
    age_band: str = ""
    type: str = ""
    key: str = ""


@dataclass(slots=True)
class Checked:
    """What came of reading a file.

    figures   empty where anything is wrong
    told      faults and remarks, in order of the rows
    rows      how many rows were read
    """

    figures: list[Figure] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    rows: int = 0

    @property
    def errors(self) -> list[Told]:
        return [one for one in self.told if one.is_error]


def check(table: Table, layout: Layout) -> Checked:
    """Read every row; what can't be read is told, and nothing is guessed."""
    checked = Checked(told=_check_columns(table, layout))
    if checked.errors:
        return checked
    seen: dict[tuple[object, ...], int] = {}
    totals: list[tuple[Row, date, int]] = []
    for row in table.rows:
        if any(row.cells.get(column, "") not in wanted for column, wanted in layout.only.items()):
            continue
        checked.rows += 1
        if _is_total_row(row, layout):
            _take_total(row, layout, totals, checked)
        else:
            _take_row(row, layout, seen, checked)
    _check_totals(totals, checked)
    _tell_missing(layout, checked)
    return checked


def cells_of(figures: list[Figure], layout: Layout) -> list[tuple[date, str, str, int]]:
    """The counts that the figures add up to: the total of each period, and its cells by every cut that the rows give."""
    cells: defaultdict[tuple[date, str, str], int] = defaultdict(int)
    for figure in figures:
        if layout.whole:
            cells[figure.period, "", ""] += figure.value
        for cut, key in _keys_of(figure, layout):
            cells[figure.period, cut, key] += figure.value
    return [(period, cut, key, value) for (period, cut, key), value in cells.items()]


def _keys_of(figure: Figure, layout: Layout) -> list[tuple[str, str]]:
    keys = [(layout.wide, figure.key)] if layout.wide else []
    if "nationality" in layout.columns:
        keys.append(("nationality", figure.nationality))
    if "place" in layout.columns:
        keys.append(("section", section_of(figure.place, layout.source) or UNKNOWN))
    if {"sex", "age", "age_band"} & layout.columns.keys():
        keys.append(("group", group_key(figure.age_band, figure.sex)))
    if "type" in layout.columns:
        keys.append(("type", figure.type))
    return keys


def _check_columns(table: Table, layout: Layout) -> list[Told]:
    told = [
        Told(
            0, name, "column_missing",
            gettext("The column “%(name)s” is missing.") % {"name": name},
            gettext("Add it, or correct its name; the file has: %(names)s.") % {"names": ", ".join(filter(None, table.header))},
        )
        for name in layout.needed
        if name not in table.header
    ]  # fmt: skip
    told += [
        Told(
            0, name, "column_new",
            gettext("The column “%(name)s” is new.") % {"name": name},
            gettext("Say in the mapping what it is, or that it is ignored."),
        )
        for name in table.header
        if name and name not in layout.needed and name not in layout.ignored
    ]  # fmt: skip
    told += [
        Told(0, name, "column_twice", gettext("Two columns have the name “%(name)s”.") % {"name": name}, gettext("Rename one."))
        for name in table.twice
    ]
    told += [
        Told(
            int("".join(filter(str.isdigit, area.split(":")[0]))), area, "merged_cells",
            gettext("Cells are merged: it is not clear to which rows their text belongs."),
            gettext("Undo the merging and write the text into every row."),
        )
        for area in table.merged
    ]  # fmt: skip
    return told


def _take_row(row: Row, layout: Layout, seen: dict[tuple[object, ...], int], checked: Checked) -> None:
    told_before = len(checked.errors)
    beyond = [name for name in row.cells if name.startswith("(")]
    if beyond:
        message = gettext("There is something to the right of the last named column.")
        checked.told.append(Told(row.number, beyond[0], "beyond", message, gettext("Delete it, or name the column.")))
    period = _read(checked, row, layout.columns["period"], lambda text: values.read_period(text, layout))
    described = _read_described(row, layout, checked)
    if len(checked.errors) > told_before or period is None:
        _read_values(row, layout, checked)  # told in the same go, so that a file needs no second round
        return
    if period > clock.today():
        message, cure = gettext("This period hasn't begun yet."), gettext("Check the year.")
        checked.told.append(Told(row.number, layout.columns["period"], "future", message, cure))
        return
    identity = (period, *described.values(), *(row.cells.get(column, "") for column in layout.identity))
    if identity in seen:
        message = gettext("This row says the same as row %(row)s.") % {"row": seen[identity]}
        checked.told.append(Told(row.number, "", "row_twice", message, gettext("Delete one of the two.")))
        return
    seen[identity] = row.number
    for key, value in _read_values(row, layout, checked):
        checked.figures.append(Figure(row=row.number, period=period, value=value, key=key, **described))


def _read_described(row: Row, layout: Layout, checked: Checked) -> dict[str, str]:
    """Of whom and where: what the row's other columns say."""
    words = layout.spellings
    readers = {
        "nationality": lambda text: values.read_nationality(text, words.get("nationality", {})),
        "place": lambda text: values.read_place(text, layout.source, words.get("place", {})),
        "sex": lambda text: values.read_sex(text, words.get("sex", {})),
        "age": lambda text: values.read_age(text, words.get("age", {})),
        "age_band": lambda text: values.read_age(text, words.get("age_band", {})),
        "type": lambda text: values.read_type(text, words.get("type", {})),
    }
    described: dict[str, str] = {}
    for name, reader in readers.items():
        if name in layout.columns:
            value = _read(checked, row, layout.columns[name], reader)
            described["age_band" if name == "age" else name] = value or ""
            if name == "nationality" and value:
                _tell_changed(row, layout.columns[name], value, checked)
    return described


def _tell_changed(row: Row, column: str, code: str, checked: Checked) -> None:
    changed = find_changed(row.cells.get(column, ""))
    if changed is not None:
        message = gettext("“%(old)s” was read as %(new)s.") % {"old": changed.code, "new": code}
        checked.told.append(Told(row.number, column, "changed_code", message, changed.note, is_error=False))


def _read_values(row: Row, layout: Layout, checked: Checked) -> list[tuple[str, int]]:
    """(cell, how many) of each figure of the row; what wasn't reported is left out."""
    columns = layout.keys if layout.wide else {layout.columns["value"]: ""}
    found = []
    for column, key in columns.items():
        value = _read(checked, row, column, lambda text: values.read_count(text, layout))
        if value is not None:
            found.append((key, value))
    return found


def _read(checked: Checked, row: Row, column: str, reader: Callable[[str], T]) -> T | None:
    """What a reader makes of a cell, or None with the fault told."""
    try:
        return reader(row.cells.get(column, ""))
    except Unreadable as fault:
        checked.told.append(Told(row.number, column, fault.code, fault.message, fault.cure))
        return None


def _is_total_row(row: Row, layout: Layout) -> bool:
    """Whether the row stands for the sum of its period's other rows, or of the whole table."""
    texts = [row.cells.get(layout.columns[name], "") for name in ("period", "nationality", "place") if name in layout.columns]
    return any(values.is_total(text) for text in texts)


def _take_total(row: Row, layout: Layout, totals: list[tuple[Row, date, int]], checked: Checked) -> None:
    if layout.wide:
        return  # the sums of its columns: nothing that the rows don't say
    is_of_all = values.is_total(row.cells.get(layout.columns["period"], ""))
    period = (
        date.max if is_of_all else _read(checked, row, layout.columns["period"], lambda text: values.read_period(text, layout))
    )
    value = _read(checked, row, layout.columns["value"], lambda text: values.read_count(text, layout))
    if period is not None and value is not None:
        totals.append((row, period, value))


def _check_totals(totals: list[tuple[Row, date, int]], checked: Checked) -> None:
    for row, period, said in totals:
        found = sum(figure.value for figure in checked.figures if period in (date.max, figure.period))
        if found != said:
            message = gettext("The total says %(said)s, the rows add up to %(found)s.") % {"said": said, "found": found}
            cure = gettext("Find the row that is missing or wrong, or correct the total.")
            checked.told.append(Told(row.number, "", "total", message, cure))


def _tell_missing(layout: Layout, checked: Checked) -> None:
    """Periods between the first and the last that have no figure: they stay unreported, and somebody should know."""
    there = sorted({figure.period for figure in checked.figures})
    missing: list[date] = []
    for before, after in pairwise(there):
        period = next_period(before, layout.every)
        while period < after and len(missing) < _MISSING_LISTED:
            missing.append(period)
            period = next_period(period, layout.every)
    if missing:
        named = ", ".join(day.isoformat() for day in missing[:_MISSING_NAMED]) + (" …" if len(missing) > _MISSING_NAMED else "")
        message = gettext("There are no figures for %(days)s.") % {"days": named}
        cure = gettext("They stay unreported; add rows, with 0 where there was nothing.")
        checked.told.append(Told(0, layout.columns["period"], "period_missing", message, cure, is_error=False))
