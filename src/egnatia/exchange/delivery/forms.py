"""Forms of the page of messages under way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.exchange.actions.stopping import MAX_REASON
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.ui.forms import EgnatiaForm

_ALL = ("", _("All"))


class QueueFilterForm(EgnatiaForm):
    """Narrows the list. Sent in the address, so that a list can be sent to a colleague."""

    partner = forms.ChoiceField(label=_("Partner"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Under way or parked")),
            *((state.value, state.label) for state in (*OutboxMessage.UNDER_WAY, OutboxMessage.State.DROPPED)),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("partner", [_ALL, *((partner.code, str(partner)) for partner in Partner.objects.all())])
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]  # none of a list's filters is needed

    def wanted(self) -> tuple[Partner | None, str]:
        """Partner and state that were chosen; everything where a choice isn't one of the list."""
        if not self.is_valid():
            return None, ""
        partner = Partner.objects.filter(code=self.cleaned_data["partner"]).first()
        return partner, self.cleaned_data["state"]


class ReasonForm(EgnatiaForm):
    """Why a message is parked or dropped."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the list and in the access log. No data about a person."),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
