"""Parts of the reports' pages."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from egnatia.reports.document import Piece
from egnatia.reports.drawing import drawn_in, figure_of

register = template.Library()


@register.simple_tag
def report_figure(piece: Piece, language: str) -> SafeString:
    """A figure of the report with its table, drawn in the report's language and not in that of the page."""
    with drawn_in(language):
        context = {"figure": figure_of(piece), "level": 3, "saves": (), "hidden_title": False}
        return mark_safe(render_to_string("ui/components/figure.html", context))  # noqa: S308  (a template's own output)


@register.simple_tag
def report_cells(piece: Piece) -> list[list[tuple[str, bool]]]:
    """Rows of a table as pairs: the cell, and whether its column is one of figures."""
    numbers = set(piece["numbers"])
    return [[(cell, place in numbers) for place, cell in enumerate(row)] for row in piece["rows"]]


@register.simple_tag
def report_heads(piece: Piece) -> list[tuple[str, bool]]:
    """Heads of a table's columns, and whether they are of figures."""
    numbers = set(piece["numbers"])
    return [(head, place in numbers) for place, head in enumerate(piece["head"])]
