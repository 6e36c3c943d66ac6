"""The languages the pages speak."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_info


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages, by the name its speakers give it."""

    code: str
    name: str
    current: bool


def page_languages() -> Iterator[Language]:
    """In the order of settings.LANGUAGES. One that Django doesn't know (Montenegrin) keeps the name the settings give it."""
    current = get_language()
    for code, english in settings.LANGUAGES:
        try:
            name = str(get_language_info(code)["name_local"])
        except KeyError:
            name = str(english)
        yield Language(code, name[:1].upper() + name[1:], code == current)
