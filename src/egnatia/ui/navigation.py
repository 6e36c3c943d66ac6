"""The entries of the navigation bar; packages above add theirs when they are loaded."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


def _everyone(_: HttpRequest) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the bar.

    url_name   resolved at each request, so that the bar can be built before the URLs are
    order      from left to right
    visible    whether this officer sees it
    count      how many things wait there, or None; shown beside the words when above zero
    """

    text: str | Promise
    url_name: str
    order: int = 100
    visible: Callable[[HttpRequest], bool] = _everyone
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one request sees it. `current`: this very page; `active`: a page below it."""

    text: str | Promise
    href: str
    current: bool
    active: bool
    count: int


_entries: dict[str, Entry] = {}


def add(*entries: Entry) -> None:
    """Put entries into the bar; the same URL name twice counts once."""
    _entries.update({entry.url_name: entry for entry in entries})


def links(request: HttpRequest) -> list[Link]:
    """The bar for this request, in order."""
    shown = sorted((entry for entry in _entries.values() if entry.visible(request)), key=lambda entry: entry.order)
    return [_link(entry, request) for entry in shown]


def _link(entry: Entry, request: HttpRequest) -> Link:
    href = reverse(entry.url_name)
    return Link(
        text=entry.text,
        href=href,
        current=request.path == href,
        active=href != "/" and request.path.startswith(href),
        count=entry.count(request) if entry.count else 0,
    )
