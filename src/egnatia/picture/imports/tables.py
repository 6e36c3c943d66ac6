"""A CSV or Excel file as rows of text, with the numbers that the rows have on the screen of whoever must mend them."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from egnatia.base.errors import Problem

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 30_000_000
MOST_BYTES_UNPACKED = 300_000_000  # an Excel file is a ZIP archive: a small one may hold far more
MOST_ROWS = 500_000
_MOST_COLUMNS = 500
_ZIP = b"PK\x03\x04"
_ENCODINGS = ("utf-8-sig", "cp1250")  # what Excel writes in the region where it doesn't write UTF-8
#: What openpyxl and the layers below it raise over a damaged or foreign file; they promise nothing, a fuzz test found these.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, EOFError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and the text of each cell by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the header.

    header   names of the columns; twice   those that stand more than once
    merged   ranges of merged cells at or below the header, as Excel names them (A3:B5)
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    twice: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


def read_table(data: bytes, name: str, *, header: int = 1, sheet: str = "") -> Table:
    """The table in a CSV file (UTF-8 or Windows-1250; comma, semicolon or tab) or an Excel workbook (.xlsx).

    header   number of the row that names the columns
    sheet    of a workbook; the first one where not named

    Raises Problem `picture.import.too_large`, `picture.import.unreadable`, `picture.import.empty`, `picture.import.no_sheet`.
    """
    if len(data) > MOST_BYTES:
        raise _too_large()
    if data.startswith(_ZIP):
        return _read_workbook(data, header, sheet)
    if name.casefold().endswith((".xls", ".ods")) or b"\0" in data[:4096]:
        raise _unreadable()
    return _read_csv(_decode(data), header)


def _decode(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable()


def _read_csv(text: str, header: int) -> Table:
    head = next((line for line in text.splitlines()[header - 1 :] if line.strip()), "")
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        lines = [(reader.line_num, line) for line in reader]
    except csv.Error as error:
        raise _unreadable() from error
    return _table(((number, line) for number, line in lines if number >= header), ())


def _read_workbook(data: bytes, header: int, sheet: str) -> Table:
    from openpyxl import load_workbook  # most processes of a node never read one
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES_UNPACKED:
                raise _too_large()
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (InvalidFileException, *_BROKEN) as error:
        raise _unreadable() from error
    page = _sheet(book, sheet)
    merged = tuple(str(area) for area in page.merged_cells.ranges if area.max_row >= header)
    lines = enumerate(page.iter_rows(min_row=header, values_only=True), start=header)
    return _table(((number, [_text(value) for value in line]) for number, line in lines), merged)


def _sheet(book: Any, name: str) -> "Worksheet":
    pages = {page.title: page for page in book.worksheets}
    if not pages or (name and name not in pages):
        raise Problem(
            "picture.import.no_sheet",
            gettext("The workbook has no such sheet."),
            gettext("Name one of these: %(names)s.") % {"names": ", ".join(pages)},
            field="sheet",
        )
    page: Worksheet = pages[name] if name else book.worksheets[0]
    return page


def _text(value: Any) -> str:
    """As it would stand in a CSV file: days as 2024-03-31, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(lines: Iterable[tuple[int, list[str]]], merged: tuple[str, ...]) -> Table:
    rows: list[Row] = []
    header: tuple[str, ...] = ()
    for number, line in lines:
        cells = [" ".join(cell.split()) for cell in line]
        if not any(cells):
            continue
        if not header:
            header = tuple(cells)
            continue
        if len(rows) >= MOST_ROWS or len(cells) > _MOST_COLUMNS:
            raise _too_large()
        cells += [""] * (len(header) - len(cells))
        beyond = {f"({place})": cell for place, cell in enumerate(cells, start=1) if place > len(header) and cell}
        rows.append(Row(number, dict(zip(header, cells, strict=False)) | beyond))
    if not rows:
        raise Problem(
            "picture.import.empty",
            gettext("The file has no rows below its header."),
            gettext("Look whether it is the right file, and whether the header stands in the row that the mapping names."),
        )
    named = tuple(name for name in header if name)
    return Table(header, tuple(rows), tuple(sorted({name for name in named if named.count(name) > 1})), merged)


def _too_large() -> Problem:
    return Problem(
        "picture.import.too_large",
        gettext("The file is too large."),
        gettext("Split it by year and import the parts one after the other."),
        status=413,
    )


def _unreadable() -> Problem:
    return Problem(
        "picture.import.unreadable",
        gettext("This is no CSV file and no Excel workbook that can be read."),
        gettext("Save it as CSV (UTF-8) or as .xlsx and try again."),
    )
