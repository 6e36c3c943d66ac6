"""The notice: how it was given."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.ui.forms import EgnatiaForm, Option


class NoticeForm(EgnatiaForm):
    """How the notice whose text stands above the form was given."""

    language = forms.CharField(widget=forms.HiddenInput, max_length=10)
    mode = forms.ChoiceField(
        label=_("How did you give the notice?"),
        widget=forms.RadioSelect,
        choices=[
            ("both", Option(_("On paper or screen, and explained"), _("What the law asks for wherever it is possible."))),
            ("written", _("On paper or screen only")),
            ("spoken", Option(_("By word of mouth only"), _("The person can't read, or it was given by telephone."))),
        ],
        error_messages={"required": _("Say how you gave the notice.")},
    )
    interpreter = forms.CharField(
        label=_("Interpreter"),
        help_text=_("Name or number, if one took part."),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def values(self) -> dict[str, Any]:
        return self.cleaned_data
