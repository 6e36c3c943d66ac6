"""Forms of a security flag: on what it is set, and why it is removed."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.persons.actions.flag_data_set import MAX_AUTHORITY
from egnatia.ui.forms import EgnatiaForm


def _grounds() -> list[tuple[str, Any]]:
    return [(code, choice.name) for code, choice in law.security_flag_grounds().items()]


def _removals() -> list[tuple[str, Any]]:
    return [(code, choice.name) for code, choice in law.security_flag_removals().items()]


class SecurityFlagForm(EgnatiaForm):
    """On what the flag rests."""

    grounds = forms.MultipleChoiceField(
        label=_("Grounds"),
        help_text=_("The law has no others."),
        widget=forms.CheckboxSelectMultiple,
        choices=lazy(_grounds, list)(),
    )
    authority = forms.CharField(
        label=_("Authority whose finding it rests on, and its number"),
        max_length=MAX_AUTHORITY,
        error_messages={"required": _("Say whose finding it rests on.")},
    )


class RemoveFlagForm(EgnatiaForm):
    """Why the flag goes, and which partners were asked. `partners`: those that hold a data set of the person."""

    reason = forms.ChoiceField(label=_("Why is it removed?"), widget=forms.RadioSelect, choices=lazy(_removals, list)())
    consulted = forms.MultipleChoiceField(
        label=_("Partners that were asked"),
        help_text=_("They hold a data set of the person. Where the threat is gone, all of them are asked before."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, partners: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("consulted", [(code, law.partner(code).name) for code in partners])
        if not partners:
            del self.fields["consulted"]
