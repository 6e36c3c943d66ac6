"""Fields that several of the forms have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.cooperation.actions.changes import EVIDENCE, NAME, TEXT

Choice = tuple[str, Any]


def partner_choices() -> list[Choice]:
    """The six, by their names in the reader's language."""
    return [(code, partner.name) for code, partner in law.partners().items()]


def partner_field(label: Any, *, first: tuple[Choice, ...] = (), **kwargs: Any) -> forms.ChoiceField:
    """A list of the partners, with `first` on top."""
    return forms.ChoiceField(label=label, choices=lambda: [*first, *partner_choices()], **kwargs)


def line(label: Any, *, max_length: int = NAME, width: int = 30, **kwargs: Any) -> forms.CharField:
    """One line of text."""
    attrs = {"class": f"govuk-input--width-{width}"} if width else {}
    return forms.CharField(label=label, max_length=max_length, widget=forms.TextInput(attrs=attrs), **kwargs)


def lines(label: Any, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """A longer text."""
    return forms.CharField(label=label, max_length=TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def evidence_field() -> forms.CharField:
    """Where it can be seen."""
    return line(
        _("Evidence"),
        max_length=EVIDENCE,
        help_text=_("Where it can be seen: a file number, a document, an address."),
        required=False,
    )
