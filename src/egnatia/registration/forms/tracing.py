"""A relative is looked for: who, with whose consent and how far; somebody may be the one; it is closed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.persons.actions.open_tracing import OWN_REGISTER
from egnatia.persons.said import MAX_NAME, MAX_NOTE, may_be_minor, read_consent
from egnatia.registration.forms.countries import CountriesField
from egnatia.ui.forms import EgnatiaForm, Option, RepeatedTextField, ThreeBoxDateField, UncertainDateField


def _relations() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((code, relation.name) for code, relation in law.relations().items())]


def _sexes() -> list[tuple[str, Any]]:
    return [("", _("Not known")), *((code, choice.name) for code, choice in law.sexes().items())]


def _scopes() -> list[tuple[str, Any]]:
    return [(code, choice.name) for code, choice in law.tracing_scopes().items() if code != OWN_REGISTER]


def _closings() -> list[tuple[str, Any]]:
    return [(code, choice.name) for code, choice in law.tracing_closings().items()]


class ConsentForm(EgnatiaForm):
    """The consent of a person, for a child of the representative. `elements`: what is recorded of the person."""

    consent_by = forms.ChoiceField(
        label=_("Who consents?"),
        widget=forms.RadioSelect,
        choices=[
            ("person", _("The person")),
            ("representative", Option(_("The representative"), _("For a child, or somebody who may be one."))),
        ],
        error_messages={"required": _("Say who consents.")},
    )
    consent_name = forms.CharField(label=_("Name of the representative"), required=False, max_length=MAX_NAME)
    consent_how = forms.ChoiceField(
        label=_("How?"),
        widget=forms.RadioSelect,
        choices=[("written", _("In writing")), ("spoken", _("By word of mouth"))],
        error_messages={"required": _("Say how the consent was given.")},
    )
    consent_on = ThreeBoxDateField(label=_("On which day?"), past=True)

    def __init__(self, *args: Any, elements: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.elements = elements
        self.fields["consent_by"].initial = "representative" if may_be_minor(elements) else "person"
        self.fields["consent_on"].initial = clock.local_today()
        self.consent: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not {"consent_by", "consent_how", "consent_on"} & set(self.errors):
            try:
                self.consent = read_consent(
                    self.elements,
                    by=cleaned["consent_by"],
                    name=cleaned.get("consent_name", ""),
                    on=cleaned["consent_on"],
                    how=cleaned["consent_how"],
                )
            except Problem as problem:
                self.add_problem(problem)
        return cleaned


class TracingForm(ConsentForm):
    """Who is looked for, as far as known, and how far the consent goes."""

    WANTED = (
        *("surnames", "forenames", "birth_date", "sex", "nationalities", "birth_place", "relation", "father", "mother"),
        *("place", "on", "note"),
    )
    field_order = (*WANTED, "scope")

    surnames = RepeatedTextField(
        label=_("Surnames of who is looked for"), required=False, most=5, add_text=_("Add another surname")
    )
    forenames = RepeatedTextField(label=_("Forenames"), required=False, most=5, add_text=_("Add another forename"))
    birth_date = UncertainDateField(
        label=_("Date of birth"),
        help_text=_("As far as it is known: only the year, or only an age."),
        margin=lambda: law.age_rules().estimate_margin,
        required=False,
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=lazy(_sexes, list)())
    nationalities = CountriesField(label=_("Nationality"), required=False)
    birth_place = forms.CharField(label=_("Place of birth"), required=False, max_length=MAX_NOTE)
    relation = forms.ChoiceField(
        label=_("What are they to the person who asks?"),
        choices=lazy(_relations, list)(),
        error_messages={"required": _("Choose what they are to this person.")},
    )
    father = forms.CharField(
        label=_("Name of their father"),
        help_text=_("In any script. Who asks counts by their own name, whatever they are to the one looked for."),
        required=False,
        max_length=MAX_NAME,
    )
    mother = forms.CharField(label=_("Name of their mother"), required=False, max_length=MAX_NAME)
    place = forms.CharField(label=_("Where were they last together?"), required=False, max_length=MAX_NOTE)
    on = ThreeBoxDateField(label=_("When?"), required=False, past=True)
    note = forms.CharField(
        label=_("What helps to recognise them"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    scope = forms.MultipleChoiceField(
        label=_("How far does the consent go?"),
        help_text=_("A look in this register always. Tick only what the person wants."),
        widget=forms.CheckboxSelectMultiple,
        choices=lazy(_scopes, list)(),
        required=False,
    )

    def wanted(self) -> dict[str, Any]:
        """As `open_tracing` takes it."""
        return {name: self.cleaned_data.get(name) or None for name in self.WANTED}

    def add_problem(self, problem: Problem) -> None:
        """The law names `surnames.0` what here is the box `surnames`."""
        field = (problem.field or "").split(".")[0]
        super().add_problem(Problem(problem.code, problem.message, problem.cure, status=problem.status, field=field))


class DropForm(EgnatiaForm):
    """Why a person isn't the one, or isn't told of. `agreed`: they wanted it told before."""

    why = forms.ChoiceField(label=_("Why not?"), error_messages={"required": _("Choose the reason.")})

    def __init__(self, *args: Any, agreed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [one for one in law.tracing_droppings().values() if agreed or "after_agreement" not in one.marks]
        self.offer("why", [("", _("Choose a reason")), *((one.code, one.name) for one in fitting)])


class CloseForm(EgnatiaForm):
    """Why a request is closed."""

    closing = forms.ChoiceField(label=_("Why is it closed?"), widget=forms.RadioSelect, choices=lazy(_closings, list)())
