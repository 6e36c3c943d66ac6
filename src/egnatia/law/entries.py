"""What every typed entry has in common: a code, an English name shown in the reader's language, a source."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.law.sources import Source

E = TypeVar("E")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule. `name_en` is what the file says; `name` is that in the language active when it is read.

    `name` is a plain string, read anew each time: don't keep it across requests, and use callables for form choices.
    """

    code: str
    name_en: str
    source: Source

    @property
    def name(self) -> str:
        return gettext(self.name_en)

    def __str__(self) -> str:
        return self.name


def get_entry(entries: Mapping[K, E], code: K, *, what: str) -> E:
    """The entry under a code; Problem `law.<what>.unknown` where there is none."""
    try:
        return entries[code]
    except KeyError:
        raise Problem(
            f"law.{what}.unknown",
            gettext("This code is not in the list."),
            gettext("Choose a value from the list."),
            field=what,
        ) from None
