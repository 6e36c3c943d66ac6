"""The pieces a report's document is made of, as JSON values: passages, tables, figures.

The web page, the PDF and the spreadsheet are all made from the same document, so they can't say different things.
"""

from collections.abc import Sequence
from typing import Any

Piece = dict[str, Any]


def passage(text: str) -> Piece:
    """Sentences written from the data."""
    return {"kind": "text", "text": text}


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()) -> Piece:
    """A table of words; `numbers`: places of the columns that are figures."""
    return {"kind": "table", "title": title, "head": list(head), "rows": [list(row) for row in rows], "numbers": list(numbers)}


def columns(title: str, *, name: str, unit: str, caption: str, description: str, points: Sequence[Sequence[Any]],
            head: Sequence[str], rows: Sequence[Sequence[str]]) -> Piece:  # fmt: skip
    """One series by month; points: first day (ISO) and value. `head`, `rows`: the same in words."""
    return {
        "kind": "figure", "shape": "columns", "title": title, "name": name, "unit": unit, "caption": caption,
        "description": description, "points": [list(point) for point in points], "head": list(head),
        "rows": [list(row) for row in rows],
    }  # fmt: skip


def bars(title: str, *, of: str, unit: str, caption: str, description: str, items: Sequence[Sequence[Any]]) -> Piece:
    """Bars; items: label, value (None where it isn't told), and the word that stands for it."""
    return {
        "kind": "figure", "shape": "bars", "title": title, "of": of, "unit": unit, "caption": caption,
        "description": description, "items": [list(item) for item in items], "head": [of, unit],
        "rows": [[label, word] for label, _value, word in items],
    }  # fmt: skip


def partners_map(title: str, *, of: str, unit: str, caption: str, description: str, areas: Sequence[Sequence[Any]]) -> Piece:
    """The six partners; areas: code, label, value (None where it isn't told), and the word that stands for it."""
    return {
        "kind": "figure", "shape": "map", "title": title, "of": of, "unit": unit, "caption": caption,
        "description": description, "areas": [list(area) for area in areas], "head": [of, unit],
        "rows": [[label, word] for _code, label, _value, word in areas],
    }  # fmt: skip
