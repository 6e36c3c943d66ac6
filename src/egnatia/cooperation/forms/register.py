"""The register of databases, tools and needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.cooperation.actions.changes import TITLE
from egnatia.cooperation.actions.keep_register import EntryFacts
from egnatia.cooperation.forms.fields import line, lines, partner_field
from egnatia.cooperation.models import RegisterEntry
from egnatia.ui.forms import EgnatiaForm


class RegisterFilterForm(EgnatiaForm):
    """Narrows the register."""

    partner = partner_field(_("Partner"), first=(("", _("All")),), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *RegisterEntry.Kind.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]  # none of a list's filters is needed

    def wanted(self) -> dict[str, str]:
        """What was chosen; everything where a choice isn't one of the list."""
        return dict(self.cleaned_data) if self.is_valid() else {}


class RegisterEntryForm(EgnatiaForm):
    """All that is said of a database, tool or need."""

    partner = partner_field(_("Partner"))
    kind = forms.ChoiceField(label=_("Kind"), choices=RegisterEntry.Kind.choices, widget=forms.RadioSelect)
    name = line(_("Name"))
    purpose = lines(_("What it is for"), rows=3)
    authority = line(_("Authority"), required=False, help_text=_("Who keeps it, or who needs it."))
    technology = line(
        _("Technology"),
        max_length=TITLE,
        width=0,
        required=False,
        help_text=_("What it is built with, and which formats it speaks."),
    )
    state = forms.ChoiceField(label=_("State"), choices=RegisterEntry.State.choices, widget=forms.RadioSelect)
    offered = forms.BooleanField(label=_("Offered to the other partners for use or for learning"), required=False)
    priority = forms.ChoiceField(
        label=_("Priority of a need"), required=False, choices=[("", "–"), *RegisterEntry.Priority.choices]
    )

    def facts(self) -> EntryFacts:
        return EntryFacts(**self.cleaned_data)


def initial_of(entry: RegisterEntry) -> dict[str, object]:
    """What the boxes hold when an entry is changed."""
    return {name: getattr(entry, name) for name in RegisterEntryForm.base_fields}
