"""The values that components show; views build them, template tags in `ui` draw them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.functional import Promise

Text = str | Promise
#: What a colour of a tag means; a tag always says it in words too.
COLOURS = ("teal", "green", "ochre", "red", "plum", "grey")


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list. No `href`: it can't be started yet. No `colour`: done, said quietly."""

    text: Text
    status: Text
    href: str = ""
    colour: str = ""
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a record, reached by an ordinary link."""

    text: Text
    href: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Save:
    """A form in which what is shown can be saved: "CSV", "Picture (SVG)"."""

    text: Text
    href: str


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """A line of the error summary; without `focus_id` it belongs to no box."""

    text: Text
    focus_id: str = ""
    label: Text = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A number in the pagination; without `href` a gap."""

    number: int
    href: str
    current: bool


def error_items(forms: Iterable[Any]) -> Iterator[ErrorItem]:
    """Every error of the forms in the order of their fields, those of no field first."""
    for form in forms:
        if form is None or not getattr(form, "is_bound", False):
            continue
        for error in form.non_field_errors():
            yield ErrorItem(error)
        for field in form:
            for error in field.errors:
                yield ErrorItem(error, getattr(field, "focus_id", field.id_for_label), field.label)


def page_links(page: "Page[Any]", query: QueryDict, *, parameter: str = "page") -> list[PageLink]:
    """Links around `page` that keep the rest of the query, so that a filtered list can be sent to a colleague."""
    return [
        PageLink(number, page_href(number, query, parameter=parameter), number == page.number)
        if isinstance(number, int)
        else PageLink(0, "", False)
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]


def page_href(number: int, query: QueryDict, *, parameter: str = "page") -> str:
    changed = query.copy()
    changed[parameter] = str(number)
    return f"?{changed.urlencode()}"
