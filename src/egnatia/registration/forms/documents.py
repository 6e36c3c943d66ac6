"""Identity and travel documents, one row each."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.registration.forms.countries import CountryTextField
from egnatia.registration.models import Draft
from egnatia.ui.forms import EgnatiaForm, ThreeBoxDateField

MOST_DOCUMENTS = 6


def _types() -> list[tuple[str, Any]]:
    return [("", _("Choose a kind")), *((code, choice.name) for code, choice in law.document_types().items())]


def _authenticities() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((code, choice.name) for code, choice in law.authenticity_values().items())]


class DocumentForm(EgnatiaForm):
    """One document; an empty row is no document."""

    type = forms.ChoiceField(label=_("Kind of document"), choices=lazy(_types, list)(), required=False)
    number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )
    issuer = CountryTextField(label=_("Issued by (country)"), required=False)
    expiry = ThreeBoxDateField(label=_("Valid until"), required=False)
    authenticity = forms.ChoiceField(
        label=_("Authenticity"),
        choices=lazy(_authenticities, list)(),
        required=False,
        help_text=_("A document known to be forged is not registered."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.get(name) for name in self.fields):
            if not cleaned.get("type"):
                self.add_error("type", _("Choose the kind of document."))
            if not cleaned.get("number") and "number" not in self.errors:
                self.add_error("number", _("Fill in the number of the document."))
        return cleaned

    def value(self) -> dict[str, str]:
        """The document as the law writes it; {} for an empty or half-filled row."""
        cleaned = self.cleaned_data
        if not cleaned.get("type") or not cleaned.get("number"):
            return {}
        expiry = cleaned.get("expiry")
        return {**{key: cleaned.get(key) or "" for key in self.fields}, "expiry": expiry.isoformat() if expiry else ""}


class DocumentFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable when the program runs
    """The rows together."""

    def values(self) -> dict[str, Any]:
        """As `save_step` takes them."""
        return {"documents": [row for form in self.forms if hasattr(form, "cleaned_data") and (row := form.value())]}


DocumentRows = forms.formset_factory(DocumentForm, formset=DocumentFormSet, extra=1, max_num=MOST_DOCUMENTS, absolute_max=20)


def initial_of(draft: Draft) -> list[dict[str, Any]]:
    """The rows that a draft holds."""
    rows = (draft.data or {}).get("elements", {}).get("documents", [])
    return [{**row, "expiry": date.fromisoformat(row["expiry"]) if row.get("expiry") else None} for row in rows]
