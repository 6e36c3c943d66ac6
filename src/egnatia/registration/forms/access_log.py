"""Filters of the access log."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia.accounts.models import Officer
from egnatia.audit.catalogue import LAW_ENFORCEMENT, event_types
from egnatia.ui.forms import EgnatiaForm, ThreeBoxDateField


def _officers() -> Iterable[tuple[str, Any]]:
    names = Officer.objects.order_by("full_name").values_list("pk", "full_name", "username")
    return [("", _("Everybody")), *((str(pk), f"{name} ({username})") for pk, name, username in names)]


def _actions() -> list[tuple[str, Any]]:
    shown = ((code, gettext(one.text)) for code, one in event_types().items() if not code.startswith(LAW_ENFORCEMENT))
    known = sorted(shown, key=lambda pair: pair[1])
    return [("", _("Everything")), ("kind:read", _("Every look")), ("kind:change", _("Every change")), *known]


def _wide() -> forms.Select:
    """Half the page, all of it on a phone: the events' names are long."""
    return forms.Select(attrs={"class": "govuk-!-width-one-half"})


class AccessLogForm(EgnatiaForm):
    """Sent in the address, so that a filtered log can be kept or passed on."""

    officer = forms.ChoiceField(label=_("Officer"), choices=_officers, required=False, widget=_wide())
    action = forms.ChoiceField(label=_("What was done"), choices=lazy(_actions, list)(), required=False, widget=_wide())
    since = ThreeBoxDateField(label=_("From"), required=False, past=True)
    until = ThreeBoxDateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]  # a filter never has to be set
