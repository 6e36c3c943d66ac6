"""Items of the work programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.cooperation.actions.changes import TITLE
from egnatia.cooperation.actions.plan_item import ItemFacts
from egnatia.cooperation.forms.fields import evidence_field, line, lines, partner_field
from egnatia.cooperation.models import Item
from egnatia.ui.forms import EgnatiaForm, ThreeBoxDateField


class ItemForm(EgnatiaForm):
    """What is to be done, by whom, by when."""

    chapter = forms.ChoiceField(label=_("Chapter"), choices=Item.Chapter.choices, widget=forms.RadioSelect)
    title = line(_("What is to be done"), max_length=TITLE, width=0)
    text = lines(_("Description"), required=False)
    owner = partner_field(_("Who does it"), first=(("", _("All six together")),), required=False)
    due_on = ThreeBoxDateField(label=_("Due"), required=False)

    def facts(self) -> ItemFacts:
        return ItemFacts(**self.cleaned_data)


def initial_of(item: Item) -> dict[str, object]:
    """What the boxes hold when an item is changed."""
    return {name: getattr(item, name) for name in ItemForm.base_fields}


class ItemProgressForm(EgnatiaForm):
    """How far it has come."""

    state = forms.ChoiceField(label=_("State"), choices=Item.State.choices, widget=forms.RadioSelect)
    text = lines(_("What was done, or what stands in the way"))
    evidence = evidence_field()
