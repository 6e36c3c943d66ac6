"""Choices: options with a hint, and countries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = Iterable[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Option:
    """The label of a radio button or checkbox, with a hint below it: `("cannot_tell", Option(_("Cannot tell"), _("…")))`."""

    text: str | Promise
    hint: str | Promise = ""

    def __str__(self) -> str:
        return str(self.text)


class CountryField(forms.ChoiceField):
    """One country from a plain list, which every browser can search by typing.

    choices   (code, name) pairs or a function that gives them; sorted by name here, in the language of the page
    first     codes that stand on top, such as the six partners or the countries most seen lately
    """

    def __init__(self, *, choices: Choices | Callable[[], Choices], first: Iterable[str] = (), **kwargs: Any) -> None:
        self._source = choices
        self._first = tuple(first)
        super().__init__(choices=self._arranged, **kwargs)

    def _arranged(self) -> list[tuple[Any, Any]]:
        names = dict(self._source() if callable(self._source) else self._source)
        rest = sorted(((code, name) for code, name in names.items() if code not in self._first), key=lambda pair: str(pair[1]))
        head = [(code, names[code]) for code in self._first if code in names]
        if not head:
            return [("", _("Choose a country")), *rest]
        return [("", _("Choose a country")), (_("Often chosen"), head), (_("All countries"), rest)]
