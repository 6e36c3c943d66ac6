"""The box for the lines of a machine-readable zone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.engines.documents.mrz.cleaning import LONGEST_TEXT
from egnatia.ui.forms import EgnatiaForm

_BOX: dict[str, Any] = {
    "rows": 3,
    "class": "eg-zone",
    "dir": "ltr",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "data-zone": "",
}


class ZoneForm(EgnatiaForm):
    """A zone that is typed, pasted, or sent by a document reader as keystrokes: Enter begins a line, it sends nothing."""

    zone = forms.CharField(
        label=_("Lines with the < signs"),
        help_text=_("Type or paste the two or three lines, or put the cursor here and use the document reader."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs=_BOX),
        error_messages={"required": _("Type the lines with the < signs first.")},
    )


class PagePhotoForm(EgnatiaForm):
    """A photo or scan of the page with those lines. It is read, and not kept."""

    photo = forms.FileField(
        label=_("Photo or scan of the page"),
        help_text=_("JPEG or PNG. The lines should fill the width of the picture. It is read and not kept."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
        error_messages={"required": _("Choose a picture first.")},
    )
