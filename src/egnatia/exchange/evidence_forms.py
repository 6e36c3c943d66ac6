"""Forms about evidence that data are wrong: what they should be, what shows it; what is corrected by it, or why nothing is."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.exchange.actions.send_evidence import MAX_REMARK, Shown
from egnatia.exchange.field_names import field_name
from egnatia.exchange.models import Evidence
from egnatia.ui.forms import CountryField, EgnatiaForm, RepeatedTextField, UncertainDateField

_NAMES = ("surnames", "forenames", "birth_names", "previous_names", "aliases")
#: Boxes of one field of the data; all others have the field's own name.
_BOXES = {"nationalities": ("nationality",), "documents": ("document_kind", "document_number", "document_issuer")}


def _countries() -> list[tuple[str, str]]:
    return [(code, country.name) for code, country in law.countries().items()]


def _named(choices: Any) -> list[tuple[str, str]]:
    return [(code, choice.name) for code, choice in choices.items()]


class EvidenceForm(EgnatiaForm):
    """What was released, to be overwritten with what it should be; what is left as it is isn't proposed."""

    surnames = RepeatedTextField(label=_("Surnames"), required=False)
    forenames = RepeatedTextField(label=_("Forenames"), required=False)
    birth_names = RepeatedTextField(label=_("Names at birth"), required=False)
    previous_names = RepeatedTextField(label=_("Previously used names"), required=False)
    aliases = RepeatedTextField(label=_("Aliases"), required=False)
    birth_date = UncertainDateField(label=_("Date of birth"), required=False, margin=lambda: law.age_rules().estimate_margin)
    birth_place = forms.CharField(label=_("Place of birth"), required=False, max_length=200)
    nationality = CountryField(label=_("Nationality"), choices=_countries, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), widget=forms.RadioSelect, required=False, choices=lazy(lambda: _named(law.sexes()), list)()
    )
    document_kind = forms.ChoiceField(
        label=_("Document that is missing or wrong: kind"),
        help_text=_("It takes the place of a released one of the same kind."),
        required=False,
        choices=lazy(lambda: [("", _("No document")), *_named(law.document_types())], list)(),
    )
    document_number = forms.CharField(label=_("Its number"), required=False, max_length=40)
    document_issuer = CountryField(label=_("Issued by"), choices=_countries, required=False)
    evidence = forms.ChoiceField(
        label=_("What shows it"), widget=forms.RadioSelect, choices=lazy(lambda: _named(law.evidence_kinds()), list)()
    )
    document_type = forms.ChoiceField(
        label=_("Kind of document"),
        help_text=_("Where a document shows it."),
        required=False,
        choices=lazy(lambda: [("", _("Not a document")), *_named(law.document_types())], list)(),
    )
    checked_by = forms.ChoiceField(
        label=_("Who checked it"), widget=forms.RadioSelect, choices=lazy(lambda: _named(law.evidence_checks()), list)()
    )
    remark = forms.CharField(
        label=_("What was seen"),
        help_text=_("The partner's officer reads this. Nothing about the person that isn't needed for the correction."),
        max_length=MAX_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, released: dict[str, Any], **kwargs: Any) -> None:
        nationality = next(iter(released.get("nationalities") or ()), "")
        super().__init__(*args, initial={**released, "nationality": nationality}, **kwargs)
        self.released = released
        for field in (*_NAMES, "birth_date", "birth_place", "sex", *_BOXES):
            if field not in released:
                for box in _BOXES.get(field, (field,)):
                    del self.fields[box]

    def proposed(self) -> dict[str, Any]:
        """What differs from what was released."""
        given = self.cleaned_data
        said = {field: given.get(field) for field in (*_NAMES, "birth_date", "birth_place", "sex")}
        if given.get("nationality") and [given["nationality"]] != self.released.get("nationalities"):
            said["nationalities"] = [given["nationality"]]
        if given.get("document_kind") and given.get("document_number"):
            said["documents"] = self._documents()
        return {field: value for field, value in said.items() if value and value != self.released.get(field)}

    def shown(self) -> Shown:
        given = self.cleaned_data
        return Shown(given["evidence"], given["checked_by"], given["remark"], given["document_type"])

    def _documents(self) -> list[dict[str, str]]:
        given = self.cleaned_data
        kept = [one for one in self.released.get("documents") or [] if one["type"] != given["document_kind"]]
        new = {"type": given["document_kind"], "number": given["document_number"], "issuer": given["document_issuer"]}
        return [*kept, {member: value for member, value in new.items() if value}]


class FollowEvidenceForm(EgnatiaForm):
    """What is corrected as the evidence says."""

    corrected = forms.MultipleChoiceField(label=_("Correct as the partner says"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, evidence: Evidence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("corrected", [(field, field_name(field)) for field in evidence.fields])


class RefuseEvidenceForm(EgnatiaForm):
    """Why nothing is corrected."""

    reason = forms.ChoiceField(
        label=_("Reason"), widget=forms.RadioSelect, choices=lazy(lambda: _named(law.evidence_refusals()), list)()
    )
