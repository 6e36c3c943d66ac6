"""Forms of the exchange's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.exchange.actions.start_regional_search import searchable_purposes
from egnatia.exchange.federation.listing import MAX_BYTES as LIST_MAX_BYTES
from egnatia.exchange.field_names import field_name
from egnatia.exchange.member_file import MAX_BYTES
from egnatia.exchange.models import FollowUp, Partner, PossibleMatch
from egnatia.exchange.models.partners import agreed_purposes
from egnatia.exchange.released_data import fields_by_person_only, fields_of, is_country_of_origin
from egnatia.exchange.security_flags import FLAG, READ
from egnatia.persons.models import DataSet
from egnatia.ui.forms import EgnatiaForm, Option

_REASON = {"rows": 3}


class SearchForm(EgnatiaForm):
    """Ask the region anew."""

    purpose = forms.ChoiceField(label=_("Purpose"), widget=forms.RadioSelect)
    urgent = forms.BooleanField(label=_("Urgent: an answer within the hour, on grounds of national law"), required=False)
    consent = forms.BooleanField(
        label=_("Consent is on record"),
        help_text=_("Child protection and family tracing need that of the person or the guardian."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreed = set(agreed_purposes())
        self.offer("purpose", [(one.code, one.name) for one in searchable_purposes() if one.code in agreed])


class FollowUpRequestForm(EgnatiaForm):
    """What is asked of the owner, and why."""

    need = forms.CharField(
        label=_("Why the data are needed"),
        help_text=_("The partner's officer reads this. No data about the person."),
        max_length=500,
        widget=forms.Textarea(attrs=_REASON),
    )
    fields_asked = forms.MultipleChoiceField(label=_("Data"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, match: PossibleMatch, officer: Any, **kwargs: Any) -> None:
        purpose = match.target.search.purpose
        kwargs.setdefault("initial", {"fields_asked": fields_of(purpose)})
        super().__init__(*args, **kwargs)
        hidden = set() if policy.may(officer, READ) else {FLAG}
        self.offer("fields_asked", [(field, label) for field, label in _choices(purpose) if field not in hidden])


class ReleaseForm(EgnatiaForm):
    """Which of the data that were asked for are released."""

    released = forms.MultipleChoiceField(label=_("Data to release"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, follow_up: FollowUp, data_set: DataSet, purpose: str, officer: Any, **kwargs: Any) -> None:
        by_person = set(fields_by_person_only(purpose))
        kwargs.setdefault("initial", {"released": [field for field in follow_up.fields if field not in by_person]})
        super().__init__(*args, **kwargs)
        hidden = by_person if is_country_of_origin(follow_up.partner.code, data_set) else set()
        hidden |= set() if policy.may(officer, READ) else {FLAG}
        self.offer(
            "released",
            [(field, label) for field, label in _choices(purpose) if field in follow_up.fields and field not in hidden],
        )


class RefusalForm(EgnatiaForm):
    """Why data are refused."""

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", [(one.code, one.name) for one in law.refusal_reasons().values()])


class RuleForm(EgnatiaForm):
    """A standing rule."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none())
    purpose = forms.ChoiceField(label=_("Purpose"))
    fields_released = forms.MultipleChoiceField(
        label=_("Released without a person looking at the single case"),
        help_text=_("Only what the purpose may see is released, and never the category or the reference number."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purposes = [law.purpose(code) for code in agreed_purposes()]
        every_field = dict.fromkeys(field for one in purposes for field in fields_of(one.code))
        partner = self.fields["partner"]
        assert isinstance(partner, forms.ModelChoiceField)  # noqa: S101  (declared above)
        partner.queryset = Partner.objects.filter(state=Partner.State.CONFIRMED)
        self.offer("purpose", [(one.code, one.name) for one in purposes])
        self.offer("fields_released", [(field, field_name(field)) for field in every_field])


class MemberFileForm(EgnatiaForm):
    """A partner's member file."""

    file = forms.FileField(label=_("Member file"), help_text=_("The partner makes it under Partners, or by command line."))

    def clean_file(self) -> bytes:
        return bytes(self.cleaned_data["file"].read(MAX_BYTES + 1))


class ListFileForm(EgnatiaForm):
    """A federation list, proposed or signed."""

    file = forms.FileField(label=_("Federation list"), help_text=_("A proposal, or a list with its signatures."))

    def clean_file(self) -> bytes:
        return bytes(self.cleaned_data["file"].read(LIST_MAX_BYTES + 1))


class SignListForm(EgnatiaForm):
    """This node's signature under a proposal."""

    instead = forms.BooleanField(
        label=_("Another proposal with this number was signed here, and the partners have given it up"), required=False
    )


class ApplyListForm(EgnatiaForm):
    """Apply a list that everybody has signed who has to."""

    fingerprint = forms.CharField(
        label=_("Fingerprint of the list, as another partner's operator reads it to you"),
        help_text=_("Needed only for the first list at this node, where the members' keys have not been confirmed before."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class FingerprintForm(EgnatiaForm):
    """The fingerprint that the partner's operator reads out."""

    fingerprint = forms.CharField(
        label=_("Fingerprint, as the partner's operator reads it to you"),
        help_text=_("Sixty digits. Call them on a number that you know; don't copy it from this page."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class SuspendForm(EgnatiaForm):
    """Why a partner is suspended."""

    reason = forms.CharField(label=_("Why the partner is suspended"), max_length=500, widget=forms.Textarea(attrs=_REASON))


def _choices(purpose: str) -> list[tuple[str, Any]]:
    """The fields of a purpose, those for the single case last."""
    usual = [(field, field_name(field)) for field in fields_of(purpose)]
    hint = _("Says whether asylum was asked for. Only a person at the owner releases it, for this case.")
    hints = {FLAG: _("Only where it is needed for this case. Only a person at the owner releases it; its grounds stay there.")}
    return usual + [(field, Option(field_name(field), hints.get(field, hint))) for field in fields_by_person_only(purpose)]
