"""A joint operation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.cooperation.actions.plan_operation import OperationFacts
from egnatia.cooperation.forms.fields import line, lines, partner_choices
from egnatia.cooperation.models import JointOperation
from egnatia.ui.forms import EgnatiaForm, ThreeBoxDateField


class OperationForm(EgnatiaForm):
    """Who, where, from when to when."""

    name = line(_("Name"))
    led_by = line(_("Led by"), help_text=_("A partner, a European agency, or both."))
    partners = forms.MultipleChoiceField(
        label=_("Partners that take part"), choices=partner_choices, widget=forms.CheckboxSelectMultiple
    )
    place = line(_("Place"), max_length=200, help_text=_("Border section, crossing point or town."))
    starts_on = ThreeBoxDateField(label=_("First day"))
    ends_on = ThreeBoxDateField(label=_("Last day"), required=False)
    text = lines(_("Remarks"), required=False)

    def facts(self) -> OperationFacts:
        return OperationFacts(**self.cleaned_data | {"partners": tuple(self.cleaned_data["partners"])})


def initial_of(operation: JointOperation) -> dict[str, object]:
    """What the boxes hold when an operation is changed."""
    return {name: getattr(operation, name) for name in OperationForm.base_fields}
