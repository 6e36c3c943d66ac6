"""The verdict, as the examiner fills it in."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.biometrics.models import Verdict
from egnatia.ui.forms import EgnatiaForm, Option

_DECISIONS = (
    (Verdict.Decision.SAME, Option(_("Same person"), _("The details of the prints agree, and nothing speaks against it."))),
    (Verdict.Decision.DIFFERENT, Option(_("Not the same person"), _("Something in the prints can't come from one finger."))),
    (Verdict.Decision.CANNOT_TELL, Option(_("Cannot tell"), _("Another examiner looks at it, without knowing what you said."))),
)


class VerdictForm(EgnatiaForm):
    """Decision, a reason that belongs to it, and a remark."""

    decision = forms.ChoiceField(label=_("What do you find?"), widget=forms.RadioSelect, choices=_DECISIONS)
    reason = forms.ChoiceField(label=_("Why?"), choices=())
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What a colleague should know. Don't write names here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {Verdict.Decision.SAME: _("Same person"), Verdict.Decision.DIFFERENT: _("Not the same person")}
        words[Verdict.Decision.CANNOT_TELL] = _("Cannot tell")
        groups = [
            (text, [(code, choice.name) for code, choice in law.verdict_reasons(decision).items()])
            for decision, text in words.items()
        ]
        reason = cast(forms.ChoiceField, self.fields["reason"])
        reason.choices = [("", _("Choose a reason")), *groups]
