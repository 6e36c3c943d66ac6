"""The form of the page that proves letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.exchange.gateways import Gateway
from egnatia.ui.forms import EgnatiaForm


class LettersForm(EgnatiaForm):
    """Whose letters. `newest` is the number of the node's log: where it began more than one, which of them proves."""

    number = forms.CharField(label=_("Number of the registration"), max_length=40)
    log = forms.ChoiceField(label=_("Log"), help_text=_("A log before this one was closed when the database was restored."))

    def __init__(self, *args: Any, gateway: Gateway, newest: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"log": str(newest)}, **kwargs)
        if gateway is Gateway.LAW_ENFORCEMENT:
            self.fields["number"].label = _("Number of a registration, or of a request of law enforcement")
        if newest == 1:
            del self.fields["log"]
        else:
            self.offer("log", [(str(number), str(number)) for number in range(newest, 0, -1)])
