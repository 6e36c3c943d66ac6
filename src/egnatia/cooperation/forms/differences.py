"""Two partners to compare."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.cooperation.forms.fields import partner_field
from egnatia.ui.forms import EgnatiaForm


class CompareForm(EgnatiaForm):
    """Sent in the address."""

    one = partner_field(_("Partner"))
    other = partner_field(_("Compared with"))


def chosen(data: Any, us: str) -> tuple[str, str]:
    """The two that were asked for; where they aren't two partners, this node's own and the next in the list."""
    form = CompareForm(data)
    if form.is_valid():
        return form.cleaned_data["one"], form.cleaned_data["other"]
    return us, next(code for code in law.partners() if code != us)
