"""Forms of the administrator's pages, and of signing in."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.accounts.models import Officer, Unit
from egnatia.accounts.roles import ROLES
from egnatia.base.node_settings import SettingType, setting_types
from egnatia.ui.forms import EgnatiaForm


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password, without the library's placeholders, which vanish while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields.pop("remember", None)
        self.use_required_attribute = False
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class UnitForm(EgnatiaForm):
    name = forms.CharField(label=_("Name of the unit"), max_length=150)
    place = forms.CharField(label=_("Place"), max_length=150, required=False)


class OfficerForm(EgnatiaForm):
    """An account. New ones also take a user name and a first password."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.all())
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.code, role.name) for role in ROLES.values() if "api.use" not in role.permissions],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("As the browser asks")), *settings.LANGUAGES], required=False
    )
    is_active = forms.BooleanField(label=_("May sign in"), required=False, initial=True)

    @classmethod
    def of(cls, officer: Officer, data: Any = None) -> "OfficerForm":
        """The form filled from an account."""
        initial = {
            "full_name": officer.full_name,
            "unit": officer.unit,
            "roles": sorted(officer.roles),
            "language": officer.language,
            "is_active": officer.is_active,
        }
        return cls(data, initial=initial)


class NewOfficerForm(OfficerForm):
    """An account that doesn't exist yet."""

    username = forms.CharField(label=_("User name"), max_length=60)
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least twelve characters. It must be changed at the first signing in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("username", "full_name", "unit", "roles", "language", "password", "is_active")


class PasswordForm(EgnatiaForm):
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least twelve characters. It must be changed at the next signing in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ReasonForm(EgnatiaForm):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class SystemForm(EgnatiaForm):
    """A connected system and the key to the API that it gets."""

    name = forms.CharField(label=_("Name of the system"), max_length=60)
    unit = forms.ModelChoiceField(label=_("Unit it registers for"), queryset=Unit.objects.all())
    purposes = forms.MultipleChoiceField(label=_("Purposes it may ask for"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(purpose.code, f"{purpose.code}: {purpose.name}") for purpose in law.purposes().values()]
        self.fields["purposes"].choices = choices  # type: ignore[attr-defined]


class NodeSettingsForm(EgnatiaForm):
    """One field for each setting that the administrator may change at the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for setting in setting_types().values():
            if setting.at_page:
                self.fields[setting.key] = _field(setting)


def _field(setting: SettingType) -> forms.Field:
    if setting.kind == "bool":
        return forms.BooleanField(label=setting.text, required=False)
    if setting.choices:
        return forms.ChoiceField(label=setting.text, choices=[(choice, choice) for choice in setting.choices])
    if setting.kind == "int":
        return forms.IntegerField(label=setting.text, min_value=setting.minimum, max_value=setting.maximum)
    return forms.CharField(label=setting.text, max_length=200, required=False)
