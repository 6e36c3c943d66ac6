"""Forms whose question stands in the page's address, so that what is seen can be kept, compared and passed on."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia.ui.forms import EgnatiaForm

DAY = {"type": "date", "class": "govuk-input--width-10"}


class QuestionForm(EgnatiaForm):
    """A question about a span of days; it never has to be complete."""

    start = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    end = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("start"), values.get("end")
        if start and end and start > end:
            self.add_error("end", gettext("This day lies before the first one."))
        return values


def keep_possible(data: Any, name: str, possible: Collection[str], otherwise: str) -> None:
    """Put `otherwise` in the place of a choice that another one has made impossible."""
    if data.get(name) not in possible:
        data[name] = otherwise
