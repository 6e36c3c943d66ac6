"""A member of the working group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.cooperation.actions.add_member import MemberFacts
from egnatia.cooperation.forms.fields import line, lines, partner_field
from egnatia.cooperation.models import Member
from egnatia.ui.forms import EgnatiaForm, ThreeBoxDateField


class MemberForm(EgnatiaForm):
    """All that is said of a member; the last day ends the membership."""

    partner = partner_field(_("Partner"))
    full_name = line(_("Name"))
    position = line(_("Position"), help_text=_("For example: head of border police."))
    authority = line(_("Authority"), required=False)
    contact = lines(_("Contact"), help_text=_("Address and telephone at work."), rows=2, required=False)
    reports = forms.BooleanField(label=_("Represents the partner and reports to its minister"), required=False)
    since = ThreeBoxDateField(label=_("Member since"))
    until = ThreeBoxDateField(label=_("Last day"), required=False)

    def facts(self) -> MemberFacts:
        return MemberFacts(**self.cleaned_data)


def initial_of(member: Member) -> dict[str, object]:
    """What the boxes hold when a member is changed."""
    return {name: getattr(member, name) for name in MemberForm.base_fields}
