"""Tables as files for other programs, CSV and Excel, each beginning with what it holds, so that a file explains itself."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Value = str | int | float | date | None
#: Ending of a file → its media type.
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `facts`: lines above it that say what it holds; `rows`: values, not words; None: nothing reported."""

    name: str
    facts: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


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
    from openpyxl import Workbook  # here, for it takes a moment that most requests needn't wait
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

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
