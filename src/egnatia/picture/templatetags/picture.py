"""Tags of the picture's pages."""

from django import template

from egnatia.ui.chart_style import number_text

register = template.Library()


@register.simple_tag
def figure_number(value: float | None) -> str:
    """A count as the language writes it; "–" where nothing was reported."""
    return number_text(value)
