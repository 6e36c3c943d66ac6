"""From a figure in a report's document to the drawing, in the language of the report."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.utils import translation

from egnatia.reports.document import Piece
from egnatia.reports.texts import get_texts
from egnatia.ui import charts, maps
from egnatia.ui.figures import Figure


@contextmanager
def drawn_in(language: str) -> Iterator[None]:
    """Axes and figures in this language: names of months and separators are those of Django's formats."""
    with translation.override(get_texts(language).figures):
        yield


def figure_of(piece: Piece) -> Figure:
    """The drawing of a piece; title, description and table are the document's own words."""
    drawn = _SHAPES[piece["shape"]](piece)
    return replace(
        drawn, description=piece["description"], head=tuple(piece["head"]), rows=tuple(tuple(row) for row in piece["rows"])
    )


def _columns(piece: Piece) -> Figure:
    points = [(date.fromisoformat(day), value) for day, value in piece["points"]]
    line = charts.Line(piece["name"], points, unit=piece["unit"])
    return charts.columns(line, title=piece["title"], every="month", caption=piece["caption"])


def _bars(piece: Piece) -> Figure:
    items = [charts.Bar(label, value, word if value is None else "") for label, value, word in piece["items"]]
    return charts.bars(items, title=piece["title"], unit=piece["unit"], of=piece["of"], caption=piece["caption"])


def _map(piece: Piece) -> Figure:
    areas = [maps.AreaValue(code, label, value, word if value is None else "") for code, label, value, word in piece["areas"]]
    return maps.map_of_partners(areas, title=piece["title"], unit=piece["unit"], caption=piece["caption"], of=piece["of"])


_SHAPES = {"columns": _columns, "bars": _bars, "map": _map}
