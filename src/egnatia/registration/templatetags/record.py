"""Words of a person's record: `{% load record %}`."""

from django import template

from egnatia import law

register = template.Library()


@register.simple_tag
def category_name(digit: int) -> str:
    """A category by its name; one that the law's file doesn't have any more keeps its digit."""
    known = law.categories().get(digit)
    return known.name if known else str(digit)
