"""What an officer says about two persons who may be one, and taking it back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.biographics.models import Suggestion
from egnatia.ui.forms import EgnatiaForm, Option

_DECISIONS = (
    (Suggestion.State.SAME, Option(_("Same person"), _("Their registrations are linked. That can be taken back."))),
    (
        Suggestion.State.DIFFERENT,
        Option(_("Not the same person"), _("Suggested again only if new data speak for it.")),
    ),
    (Suggestion.State.UNCLEAR, Option(_("Cannot tell"), _("It stays on both records, and comes up again with new data."))),
)


class _Why(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Why?"),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What you saw or were told. A colleague has to understand it later."),
            error_messages={"required": _("Say why.")},
        )


class JudgementForm(EgnatiaForm):
    """Decision, and why."""

    decision = forms.ChoiceField(
        label=_("Is it the same person?"),
        widget=forms.RadioSelect,
        choices=_DECISIONS,
        error_messages={"required": _("Say what you found.")},
    )
    why = _Why()


class UndoForm(EgnatiaForm):
    """Why it holds no more."""

    why = _Why()
