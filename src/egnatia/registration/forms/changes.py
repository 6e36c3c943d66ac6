"""Why a signed registration is corrected, declared void, or parted from another."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.registration.forms.event import EventForm
from egnatia.ui.forms import EgnatiaForm


def _correction_reasons() -> list[tuple[str, Any]]:
    return [("", _("Choose a reason")), *((code, choice.name) for code, choice in law.correction_reasons().items())]


def _void_reasons() -> list[tuple[str, Any]]:
    return [(code, choice.name) for code, choice in law.void_reasons().items()]


class _Note(forms.CharField):
    def __init__(self) -> None:
        super().__init__(label=_("Remark"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class CorrectionForm(EgnatiaForm):
    """Why a new version takes the place of the signed one."""

    reason = forms.ChoiceField(
        label=_("Why is it corrected?"),
        choices=lazy(_correction_reasons, list)(),
        error_messages={"required": _("Choose the reason.")},
    )
    note = _Note()


class VoidForm(EgnatiaForm):
    """Why a registration should never have been made."""

    reason = forms.ChoiceField(
        label=_("Why is it void?"),
        widget=forms.RadioSelect,
        choices=lazy(_void_reasons, list)(),
        error_messages={"required": _("Choose the reason.")},
    )
    note = _Note()


class EventOfMarkForm(EgnatiaForm):
    """What happened after the registration: a grant, a residence document, a citizenship. `events`: rules by code."""

    event = forms.ChoiceField(
        label=_("What happened?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what happened.")}
    )

    def __init__(self, *args: Any, events: Mapping[str, law.MarkingRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [(code, rule.name) for code, rule in events.items()]  # type: ignore[attr-defined]


class DissolveForm(EgnatiaForm):
    """Why a link doesn't hold."""

    reason = forms.CharField(
        label=_("Why are these not one person?"),
        help_text=_("It stands in the log. Don't write names here."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )


class CorrectedEventForm(EventForm):
    """The event of a signed registration. Its category stays: a wrong one is a reason to declare it void."""

    def __init__(self, *args: Any, category: int, **kwargs: Any) -> None:
        super().__init__(*args, category=category, **kwargs)
        del self.fields["category"]
