"""The register as a file for other programs."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from egnatia import law
from egnatia.cooperation.models import RegisterEntry

#: Ending of the file → its media type.
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A cell that begins with one of these would be taken for a formula and run on the reader's machine.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def register_file(entries: Iterable[RegisterEntry], kind: str) -> bytes:
    """`csv` (UTF-8 with a mark, as Excel expects it) or `xlsx`. Raises KeyError for another kind."""
    rows = [_header(), *_rows(entries)]
    return {"csv": _as_csv, "xlsx": _as_xlsx}[kind](rows)


def _header() -> list[str]:
    return [
        _("Partner"), _("Partner's name"), _("Kind"), _("Name"), _("What it is for"), _("Authority"), _("Technology"),
        _("State"), _("Offered"), _("Priority"), _("Changed"),
    ]  # fmt: skip


def _rows(entries: Iterable[RegisterEntry]) -> Iterator[list[str]]:
    for entry in entries:
        yield [
            entry.partner,
            law.partner(entry.partner).name,
            str(RegisterEntry.Kind(entry.kind).label),
            entry.name,
            entry.purpose,
            entry.authority,
            entry.technology,
            str(RegisterEntry.State(entry.state).label),
            _("yes") if entry.offered else _("no"),
            str(RegisterEntry.Priority(entry.priority).label) if entry.priority else "",
            entry.changed_at.date().isoformat(),
        ]


def _as_csv(rows: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([[f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _as_xlsx(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (a new book has a sheet)
    sheet.title = _("Register")[:31]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            cell.data_type = "s"  # text, also where it begins like a formula
            cell.font = Font(bold=number == 1)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
