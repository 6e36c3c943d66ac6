"""What is asked when a passage is written by hand, and when a report is signed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.ui.forms import EgnatiaForm


class PassageForm(EgnatiaForm):
    """One's own words for a passage; leaving the box empty gives the place back to the data."""

    text = forms.CharField(
        label=_("Your words"),
        help_text=_("They stay when figures are brought up to date. Leave the box empty to have what the data say again."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )


class IssueForm(EgnatiaForm):
    """Who signs."""

    signatory = forms.CharField(label=_("Signed by"), help_text=_("Name and office, as they are to stand in the report."))
    seen = forms.BooleanField(label=_("I have read the report. Once issued, it can't be changed by anybody."))
