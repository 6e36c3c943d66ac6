"""Docstrings on a page: code between backquotes, and lines `name   what it is` as a list of terms."""

import re
from typing import NamedTuple

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_TERM = re.compile(r"^(\w+)\s{2,}(.+)$")


class Block(NamedTuple):
    """A paragraph, or terms with their words."""

    text: str
    terms: list[tuple[str, str]]


@register.filter
def blocks(text: str) -> list[Block]:
    """The paragraphs of a docstring. A line that goes on under a term's words belongs to them."""
    return [_block(part) for part in re.split(r"\n\s*\n", text.strip()) if part]


@register.filter
def code_spans(text: str) -> SafeString:
    """`name` in code; *same* without its asterisks."""
    parts = re.sub(r"\*(\w+)\*", r"\1", text).split("`")
    return format_html_join("", "{}{}{}", (_span(part, is_code=number % 2 == 1) for number, part in enumerate(parts)))


def _span(part: str, *, is_code: bool) -> tuple[SafeString, str, SafeString]:
    marks = ('<code class="eg-code">', "</code>") if is_code else ("", "")
    return SafeString(marks[0]), part, SafeString(marks[1])


def _block(part: str) -> Block:
    terms: list[tuple[str, str]] = []
    for line in part.split("\n"):
        if match := _TERM.match(line):
            terms.append((match[1], match[2]))
        elif terms:
            terms[-1] = (terms[-1][0], f"{terms[-1][1]} {line.strip()}")
        else:
            return Block(" ".join(part.split()), [])
    return Block("", terms)
