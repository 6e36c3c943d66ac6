"""What a person is looked for by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.biographics.queries import LookUp
from egnatia.ui.forms import EgnatiaForm, ThreeBoxDateField

_QUIET = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}


class FindForm(EgnatiaForm):
    """One box for anything; the others for who knows which it is."""

    text = forms.CharField(
        label=_("What do you have in hand?"),
        help_text=_(
            "Name in any script and spelling, reference number, document number, or a birth date such as 4.5.1990 or "
            "15 Saur 1370; or name and date together."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**_QUIET, "class": "govuk-input--width-30"}),
    )
    reference = forms.CharField(
        label=_("Reference number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**_QUIET, "class": "govuk-input--width-20"}),
    )
    document = forms.CharField(
        label=_("Document number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**_QUIET, "class": "govuk-input--width-20"}),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Whole name, or some words of it, in any order."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**_QUIET, "class": "govuk-input--width-20"}),
    )
    birth_date = ThreeBoxDateField(label=_("Date of birth"), required=False, past=True, calendars=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]  # any one of them is enough

    def clean_reference(self) -> str:
        text: str = self.cleaned_data["reference"].strip()
        if text:
            try:
                law.check_reference_number(text)
            except Problem as problem:
                raise forms.ValidationError(f"{problem.message} {problem.cure}", code=problem.code) from problem
        return text

    def look_up(self) -> LookUp:
        """What to look up; empty as long as nothing was typed."""
        cleaned: dict[str, Any] = self.cleaned_data
        boxes = ("text", "reference", "document", "name")
        text, reference, document, name = ((cleaned.get(box) or "").strip() for box in boxes)
        return LookUp(text, reference, document, name, cleaned.get("birth_date"))

    @property
    def filled(self) -> dict[str, str]:
        """What is in the boxes, by their names as they are sent."""
        boxes = {*self.fields, *(name for name in self.data if name.startswith("birth_date_"))}
        return {name: self.data[name] for name in sorted(boxes) if self.data.get(name)}

    @property
    def shows_more(self) -> bool:
        """Whether one of the exact boxes has something in it, so that they stand open."""
        return self.is_bound and any(self[name].errors or self.cleaned_data.get(name) for name in self.fields if name != "text")
