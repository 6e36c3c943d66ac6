"""A report's document as PDF and as a spreadsheet."""

import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from egnatia.base import clock
from egnatia.reports.document import Piece
from egnatia.reports.drawing import drawn_in, figure_of
from egnatia.reports.texts import HIDDEN_SIGN, MISSING
from egnatia.ui.pdf import render_pdf

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_NAMES = str.maketrans({sign: " " for sign in "[]:*?/\\"})
_WIDTH = 26


def pdf_of(document: dict[str, Any], moment: datetime) -> bytes:
    """Tagged PDF (PDF/UA-1). The same document and moment give the same bytes: `moment` is the date inside the file."""
    with drawn_in(document["language"]):
        chapters = [
            chapter | {"pieces": [_with_drawing(piece) for piece in chapter["pieces"]]} for chapter in document["chapters"]
        ]
    with clock.frozen(moment):
        return render_pdf("reports/report.typ", document | {"chapters": chapters})


def _with_drawing(piece: Piece) -> Piece:
    return piece | {"svg": figure_of(piece).svg} if piece["kind"] == "figure" else piece


def xlsx_of(document: dict[str, Any], moment: datetime) -> bytes:
    """A sheet for each chapter with its sentences and tables, figures as tables of what they draw; numbers are numbers."""
    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = moment.replace(tzinfo=None)
    book.properties.title, book.properties.creator = document["title"], document["node"]
    front = book.create_sheet(document["number"])
    notes = [[note] for note in (document["note"], *document["footnotes"]) if note]
    for row in ([document["title"]], [document["subtitle"]], *document["rows"], *notes):
        front.append([_harmless(value) for value in row])
    front["A1"].font = Font(bold=True, size=14)
    for number, chapter in enumerate(document["chapters"], 1):
        sheet = book.create_sheet(f"{number} {chapter['title']}".translate(_FORBIDDEN_IN_NAMES)[:31])
        _write_chapter(sheet, chapter)
    for sheet in book.worksheets:
        for column in range(1, 7):
            sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_chapter(sheet: Worksheet, chapter: Piece) -> None:
    sheet.append([_harmless(chapter["title"])])
    sheet["A1"].font = Font(bold=True, size=14)
    for piece in chapter["pieces"]:
        sheet.append([])
        if piece["kind"] == "text":
            sheet.append([_harmless(piece["text"])])
            continue
        sheet.append([_harmless(piece["title"])])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        sheet.append([_harmless(head) for head in piece["head"]])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True)
        for row in _rows(piece):
            sheet.append(row)
        if piece["kind"] == "figure":
            sheet.append([_harmless(piece["caption"])])


def _rows(piece: Piece) -> list[list[Any]]:
    """A figure's own values as numbers; a table's words as they are."""
    if piece["kind"] == "table":
        return [[_value(cell) for cell in row] for row in piece["rows"]]
    drawn = {"columns": "points", "bars": "items", "map": "areas"}[piece["shape"]]
    values = [item[1] if drawn == "points" else item[-2] for item in piece[drawn]]
    return [[_harmless(row[0]), row[1] if value is None else value] for row, value in zip(piece["rows"], values, strict=True)]


def _value(text: str) -> Any:
    """A figure as it is written; the signs for what isn't known or told stay signs."""
    return text if text in (HIDDEN_SIGN, MISSING) else _harmless(text)


def _harmless(text: str) -> str:
    """A cell that begins like a formula would be run by a spreadsheet."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
