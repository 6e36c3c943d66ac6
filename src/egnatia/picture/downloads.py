"""What is shown, to be saved: CSV and Excel, each beginning with what the figures are, so that a file explains itself."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from egnatia.base import clock, node
from egnatia.picture.explore import Answer, cut_names
from egnatia.picture.indicators import units
from egnatia.picture.series_words import source_name

Value = str | int | float | date | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `facts`: lines above it that say what it holds; `rows`: values, not words; None: nothing reported."""

    name: str
    facts: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def time_sheet(found: Answer) -> Sheet:
    """A row for each period, a column for each line."""
    periods = sorted({period for _name, series in found.lines for period in series.periods})
    values = [dict(zip(series.periods, series.values, strict=True)) for _name, series in found.lines]
    head = (_("Period from"), *(name for name, _series in found.lines))
    rows = tuple((period, *(column.get(period) for column in values)) for period in periods)
    return Sheet(_("Over time"), facts_of(found), head, rows)


def cells_sheet(found: Answer) -> Sheet:
    """A row for each cell, all of them, with its sum over the whole span."""
    head = (_("Code"), cut_names()[found.question.cut].capitalize(), found.unit)
    return Sheet(_("The whole span"), facts_of(found), head, tuple(found.cells))


def facts_of(found: Answer) -> tuple[tuple[str, str], ...]:
    """Indicator, definition, unit, source, vintage and span."""
    question, unit = found.question, units()[found.question.indicator.unit]
    periods = [period for _name, series in found.lines for period in series.periods]
    return (
        (_("Indicator"), question.indicator.name),
        (_("Definition"), question.indicator.definition),
        (_("Unit"), f"{unit.name}: {unit.note}"),
        (_("On the ground of"), question.indicator.source),
        (_("Figures of"), ", ".join(source_name(one) for one in found.sources)),
        (_("By"), cut_names()[question.cut]),
        (_("Each period is a"), question.every),
        (_("First period"), min(periods).isoformat() if periods else ""),
        (_("Last period"), max(periods).isoformat() if periods else ""),
        (_("As known on"), date_format(found.vintage, "c")),
        (_("Asked for as it stood on"), question.as_of.date().isoformat() if question.as_of else _("the day of this file")),
        (_("Saved from"), f"{node.current().name}, {date_format(clock.now(), 'c')}"),
        (_("Empty cells"), _("nothing was reported")),
    )


def csv_of(sheet: Sheet) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([_harmless(label), _harmless(value)] for label, value in sheet.facts)
    writer.writerow([])
    writer.writerow([_harmless(name) for name in sheet.head])
    writer.writerows([_written(value) for value in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a sheet for each; numbers are numbers and days are days."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        for row in [*sheet.facts, (), sheet.head, *sheet.rows]:
            page.append([_harmless(value) if isinstance(value, str) else value for value in row])
        for cell in page[len(sheet.facts) + 2]:
            cell.font = Font(bold=True)
        page.freeze_panes = page.cell(len(sheet.facts) + 3, 1)
        for number in range(1, len(sheet.head) + 1):
            page.column_dimensions[get_column_letter(number)].width = 24
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _harmless(text: str) -> str:
    """A name that begins like a formula would be run by a spreadsheet."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _written(value: Value) -> str:
    if isinstance(value, str):
        return _harmless(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
