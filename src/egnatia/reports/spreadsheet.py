"""A report's document as a spreadsheet: a sheet for each chapter, figures as tables of what they draw, numbers as numbers."""

import io
import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from egnatia.reports.document import Piece
from egnatia.reports.texts import Texts, get_texts

_FORBIDDEN_IN_NAMES = str.maketrans({sign: " " for sign in "[]:*?/\\"})
_TITLE, _BOLD = Font(bold=True, size=14), Font(bold=True)
#: Letters that fit beside each other: the first column, each other one, and a passage over all of them.
_FIRST, _OTHER, _COLUMNS = 44, 18, 6
_LINE = _FIRST + _OTHER * (_COLUMNS - 1)
_POINTS, _TITLE_POINTS = 15, 20  # height of a line


def xlsx_of(document: dict[str, Any], moment: datetime) -> bytes:
    """The workbook; the same document and moment give the same cells."""
    texts = get_texts(document["language"])
    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = moment.replace(tzinfo=None)
    book.properties.title, book.properties.creator = document["title"], document["node"]
    _write_front(_sheet(book, document["number"]), document)
    for number, chapter in enumerate(document["chapters"], 1):
        _write_chapter(_sheet(book, f"{number} {chapter['title']}"), chapter, texts)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: Workbook, name: str) -> Worksheet:
    """Wide enough to read, and a page wide where it is printed."""
    sheet = book.create_sheet(name.translate(_FORBIDDEN_IN_NAMES)[:31])
    for column in range(1, _COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _FIRST if column == 1 else _OTHER
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    return sheet


def _write_front(sheet: Worksheet, document: dict[str, Any]) -> None:
    _write_words(sheet, document["title"], _TITLE)
    _write_words(sheet, document["subtitle"])
    for row in document["rows"]:
        _write_row(sheet, row)
    for note in (document["note"], *document["footnotes"]):
        if note:
            _write_words(sheet, note)


def _write_chapter(sheet: Worksheet, chapter: Piece, texts: Texts) -> None:
    _write_words(sheet, chapter["title"], _TITLE)
    if chapter["mandate"]:
        _write_words(sheet, chapter["mandate"])
    for piece in chapter["pieces"]:
        sheet.append([])
        if piece["kind"] == "text":
            if heading := piece.get("heading") or piece.get("title"):
                _write_words(sheet, heading, _BOLD)
            _write_words(sheet, piece["text"])
            continue
        _write_words(sheet, piece["title"], _BOLD)
        _write_row(sheet, piece["head"], _BOLD)
        for row in _rows(piece, texts):
            _write_row(sheet, row)
        if piece["kind"] == "figure":
            _write_words(sheet, piece["caption"])


def _rows(piece: Piece, texts: Texts) -> list[list[Any]]:
    """A figure's own values; of a table the words, and as numbers those that its columns of figures hold."""
    if piece["kind"] == "table":
        numbers = set(piece["numbers"])
        return [[_number(cell, texts) if place in numbers else cell for place, cell in enumerate(row)] for row in piece["rows"]]
    drawn = {"columns": "points", "bars": "items", "map": "areas"}[piece["shape"]]
    values = [item[1] if drawn == "points" else item[-2] for item in piece[drawn]]
    return [[row[0], row[1] if value is None else value] for row, value in zip(piece["rows"], values, strict=True)]


def _number(word: str, texts: Texts) -> str | int | float:
    """What a count says; a change, a dash or a hidden count stays the word that it is."""
    form = texts.entries["format"]
    plain = word.replace(form["thousands"], "").replace(form["decimal"], ".")
    if re.fullmatch(r"\d+", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"\d+\.\d+", plain) else word


def _write_words(sheet: Worksheet, text: str, font: Font | None = None) -> None:
    """A passage over all columns, as high as its lines."""
    sheet.append([text])
    row = sheet.max_row
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_COLUMNS)
    lines = sum(math.ceil(max(len(line), 1) / _LINE) for line in text.split("\n"))
    sheet.row_dimensions[row].height = lines * (_TITLE_POINTS if font is _TITLE else _POINTS)
    _style(sheet.cell(row, 1), font)


def _write_row(sheet: Worksheet, values: Sequence[Any], font: Font | None = None) -> None:
    sheet.append(list(values))
    for cell in sheet[sheet.max_row]:
        _style(cell, font)


def _style(cell: Cell, font: Font | None) -> None:
    """Words are words: one that begins like a formula is marked as text, so that no program runs it."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(cell.value, str):
        cell.data_type, cell.quotePrefix = "s", True
    elif isinstance(cell.value, int):
        cell.number_format = "#,##0"
    if font is not None:
        cell.font = font
