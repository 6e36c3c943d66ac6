"""Who the person is, as they say and as their documents say."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.registration.forms.countries import CountriesField
from egnatia.registration.forms.latin_names import LatinSuggestion, field_of, suggest
from egnatia.registration.models import Draft
from egnatia.ui.forms import EgnatiaForm, RepeatedTextField, UncertainDateField

_LATIN = ("surnames", "forenames")
_MOST_NAMES = 5
_OTHER_NAMES = ("birth_names", "previous_names", "aliases")


def _sexes() -> list[tuple[str, str]]:
    return [(code, choice.name) for code, choice in law.sexes().items()]


class IdentityForm(EgnatiaForm):
    """Names as written and in Latin letters, birth, sex, nationality, and which countries must not be asked."""

    surnames = RepeatedTextField(
        label=_("Surnames"),
        help_text=_("As written in the document, or as the person says. Somebody with a single name has it here."),
        most=_MOST_NAMES,
        add_text=_("Add another surname"),
        error_messages={"required": _("Fill in the surname.")},
    )
    forenames = RepeatedTextField(label=_("Forenames"), required=False, most=_MOST_NAMES, add_text=_("Add another forename"))
    latin_surnames = RepeatedTextField(
        label=_("Surnames in Latin letters"),
        help_text=_("If written above in another script: as in the lines at the foot of the passport."),
        required=False,
        most=_MOST_NAMES,
        add_text=_("Add another surname"),
    )
    latin_forenames = RepeatedTextField(
        label=_("Forenames in Latin letters"), required=False, most=_MOST_NAMES, add_text=_("Add another forename")
    )
    birth_names = RepeatedTextField(label=_("Names at birth"), required=False, most=5, add_text=_("Add another name"))
    previous_names = RepeatedTextField(label=_("Previously used names"), required=False, most=5, add_text=_("Add another name"))
    aliases = RepeatedTextField(label=_("Aliases"), required=False, most=10, add_text=_("Add another alias"))
    birth_date = UncertainDateField(
        label=_("Date of birth"),
        help_text=_("As it was said, in its own calendar. Leave empty what nobody knows: only the year, or only an age."),
        margin=lambda: law.age_rules().estimate_margin,
        error_messages={"required": _("Fill in the birth date, or the year, or an age.")},
    )
    birth_place = forms.CharField(
        label=_("Place of birth"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        widget=forms.RadioSelect,
        choices=lazy(_sexes, list)(),
        error_messages={"required": _("Choose the sex.")},
    )
    nationalities = CountriesField(
        label=_("Nationality"),
        help_text=_("As the person says. Type “Stateless” or “Unknown” where that is so."),
        error_messages={"required": _("Fill in the nationality.")},
    )
    nationalities_claimed = CountriesField(
        label=_("Other nationalities the person claims"),
        help_text=_("These countries are not asked. Never sent to anybody."),
        required=False,
    )
    countries_feared = CountriesField(
        label=_("Countries the person fears"),
        help_text=_("These countries are not asked. Never sent to anybody."),
        required=False,
        most=5,
    )
    doubt_about_age = forms.BooleanField(label=_("I doubt that this person is six years old or older"), required=False)
    proof_of_age = forms.BooleanField(
        label=_("A document or an official assessment proves that the person is six or older"), required=False
    )

    def values(self) -> dict[str, Any]:
        """As `save_step` takes them; what was not valid is left out."""
        cleaned = dict(self.cleaned_data)
        latin = {code: cleaned.pop(f"latin_{code}", []) or self._chosen_forms(code) for code in _LATIN}
        return {**cleaned, "names_latin": {code: names for code, names in latin.items() if names}}

    @property
    def suggestions(self) -> list[LatinSuggestion]:
        """Likely Latin forms of the names as they stand in the boxes."""
        names = {code: self[code].value() or [] for code in _LATIN}
        latin = {code: self[f"latin_{code}"].value() or [] for code in _LATIN}
        return suggest(names, latin, self["nationalities"].value() or [], self.data)

    def _chosen_forms(self, code: str) -> list[str]:
        """Of the likely forms, those that were chosen; typed ones come before."""
        chosen = (self.data.get(field_of(code, at), "") for at in range(_MOST_NAMES))
        return [form for form in chosen if form]

    @property
    def shows_other_names(self) -> bool:
        """Whether the folded-away names have something in them, so that they stand open."""
        return any(self[name].value() or self[name].errors for name in _OTHER_NAMES)

    def add_problem(self, problem: Any) -> None:
        """The law names `names_latin.surnames.0` what here is the box `latin_surnames`."""
        parts = (problem.field or "").split(".")
        name = f"latin_{parts[1]}" if parts[0] == "names_latin" and len(parts) > 1 else parts[0]
        text = f"{problem.message} {problem.cure}"
        self.add_error(name if name in self.fields else None, forms.ValidationError(text, code=problem.code))

    @staticmethod
    def initial_of(draft: Draft) -> dict[str, Any]:
        data = draft.data or {}
        elements = data.get("elements", {})
        latin = {f"latin_{code}": names for code, names in elements.get("names_latin", {}).items()}
        age = data.get("age", {})
        return {**elements, **latin, "doubt_about_age": age.get("doubt"), "proof_of_age": age.get("proof")}
