"""Fingerprints and photo: files, and why a finger can't be taken."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.ui.forms import EgnatiaForm, FilesField
from egnatia.ui.hands import FINGER_NAMES

_ACCEPT = "image/*,.wsq,.jp2,.bmp,.tif,.tiff,.nst,.nist,.eft,.an2"
MOST_FILES = 20


def _fingers() -> list[tuple[str, Any]]:
    return [("", _("As the file's name says")), *((str(position), name) for position, name in FINGER_NAMES.items())]


def _reasons() -> list[tuple[str, Any]]:
    return [("", _("Choose a reason")), *((code, choice.name) for code, choice in law.missing_finger_reasons().items())]


class FingerFilesForm(EgnatiaForm):
    """Ten images at once, or one ANSI/NIST file, or one image of a named finger."""

    images = FilesField(
        label=_("Fingerprint images, or one ANSI/NIST file"),
        help_text=_(
            "Named 1 to 10 (1 right thumb, 6 left thumb), or right_thumb, left_index and so on. PNG, TIFF, BMP, WSQ, JPEG 2000."
        ),
        most=MOST_FILES,
        accept=_ACCEPT,
        error_messages={"required": _("Choose the files first.")},
    )
    position = forms.ChoiceField(label=_("Finger, for a single image"), choices=lazy(_fingers, list)(), required=False)
    dpi = forms.IntegerField(
        label=_("Resolution in dpi"),
        help_text=_("Only where a file doesn't say it; scanners mostly have 500."),
        required=False,
        min_value=100,
        max_value=4000,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )

    @property
    def shows_special(self) -> bool:
        """Whether the folded-away boxes have something in them, so that they stand open."""
        return any(self[name].value() or self[name].errors for name in ("position", "dpi"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("position") and len(cleaned.get("images") or []) > 1:
            self.add_error("position", _("You chose several files. Let their names say the fingers, or choose one file."))
        return cleaned


class MissingFingerForm(EgnatiaForm):
    """A finger that can't be taken."""

    finger = forms.TypedChoiceField(
        label=_("Finger"),
        coerce=int,
        choices=[("", _("Choose a finger")), *((position, name) for position, name in FINGER_NAMES.items())],
        error_messages={"required": _("Choose the finger.")},
    )
    reason = forms.ChoiceField(
        label=_("Why can't it be taken?"),
        choices=lazy(_reasons, list)(),
        error_messages={"required": _("Choose the reason.")},
    )


class PhotoForm(EgnatiaForm):
    """A photo from the camera or a file."""

    photo = forms.FileField(
        label=_("Photo of the face"),
        help_text=_("JPEG or PNG."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "user"}),
        error_messages={"required": _("Choose a photo first.")},
    )
