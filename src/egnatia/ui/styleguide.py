"""One page with every component, for who builds pages; the tests run their accessibility checks on it."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from egnatia.ui import hands
from egnatia.ui.components import Save, Tab, Task
from egnatia.ui.forms import (
    CountryField,
    EgnatiaForm,
    FilesField,
    Option,
    RepeatedTextField,
    ThreeBoxDateField,
    UncertainDateField,
)
from egnatia.ui.sample_figures import sample_figures

SOME_COUNTRIES = (("AFG", "Afghanistan"), ("ALB", "Albania"), ("MAR", "Morocco"), ("SYR", "Syria"), ("TUR", "Türkiye"))


class SampleForm(EgnatiaForm):
    """Every kind of field once."""

    surnames = RepeatedTextField(label=_("Surnames"), help_text=_("As written in the document, one in each box."), most=5)
    birth_date = UncertainDateField(
        label=_("Date of birth"), help_text=_("Leave empty what is not known. For example 27 3 1990."), margin=2
    )
    nationality = CountryField(label=_("Nationality"), choices=SOME_COUNTRIES, first=("SYR", "AFG"))
    sex = forms.ChoiceField(
        label=_("Sex"), widget=forms.RadioSelect, choices=[("f", _("Female")), ("m", _("Male")), ("u", _("Not specified"))]
    )
    verdict = forms.ChoiceField(
        label=_("Are these prints of the same finger?"),
        widget=forms.RadioSelect,
        choices=[
            ("same", Option(_("Same person"))),
            ("different", Option(_("Not the same person"))),
            ("cannot_tell", Option(_("Cannot tell"), _("A second examiner looks at it."))),
        ],
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages the person reads"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("ar", "العربية"), ("fa", "فارسی"), ("fr", "Français")],
        required=False,
    )
    event_date = ThreeBoxDateField(label=_("Date of the event"), past=True)
    place = forms.CharField(label=_("Place"), max_length=120, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}))
    remark = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    images = FilesField(label=_("Finger images"), help_text=_("PNG, TIFF, BMP, WSQ or JPEG 2000."), required=False)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, required=False)
    notice_given = forms.BooleanField(
        label=_("The person got the notice and had it explained"), help_text=_("In a language they understand.")
    )


def styleguide(request: HttpRequest) -> HttpResponse:
    """Shown in the demo only: it is for builders, not for officers."""
    if not getattr(settings, "IS_DEMO", False):
        raise Http404
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Everything is filled in."))
    return render(request, "ui/styleguide.html", {"form": form, **_samples(request)})


def _samples(request: HttpRequest) -> dict[str, Any]:
    now = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)
    here = request.path
    return {
        "now": now,
        "known_date": {"value": "1991-05-05", "precision": "day", "calendar": "solar_hijri", "stated": "1370-02-15"},
        "tabs": [
            Tab(_("Summary"), here, current=True),
            Tab(_("Data sets"), "#tables", count=3),
            Tab(_("Timeline"), "#timeline"),
        ],
        "tasks": [
            Task(_("Information notice"), _("Done"), here),
            Task(_("Fingerprints"), _("7 of 10"), here, "ochre", _("Three fingers are still to be taken.")),
            Task(_("Photo"), _("To do"), here, "teal"),
            Task(_("Review and sign"), _("Cannot start yet")),
        ],
        "fingers": [
            hands.Finger(1, "good", "", "#hands"),
            hands.Finger(2, "good", "", "#hands"),
            hands.Finger(3, "weak", "", "#hands"),
            hands.Finger(4, "refused", "", "#hands"),
            hands.Finger(5, "waiting", "", "#hands"),
            hands.Finger(6, "missing", "", "#hands"),
            hands.Finger(7, "good", "", "#hands"),
            hands.Finger(8, "empty", "", "#hands"),
        ],
        "page": Paginator(range(480), 25).get_page(request.GET.get("page")),
        "channels": _channels(),
        "figures": sample_figures(),
        "saves": [Save("CSV", "#figures"), Save(_("Picture (SVG)"), "#figures")],
    }


def _channels() -> list[tuple[str, list[tuple[str, Any]]]]:
    """A six by six sample."""
    codes = ("AL", "BA", "XK*", "ME", "MK", "RS")
    words: dict[str, Any] = {"open": _("open"), "late": _("late"), "closed": _("none"), "self": "–"}
    states = ("open", "open", "late", "open", "closed", "open")
    return [
        (
            code,
            [
                (state, words[state])
                for state in ("self" if row == column else states[(row + column) % 6] for column in range(6))
            ],
        )
        for row, code in enumerate(codes)
    ]
