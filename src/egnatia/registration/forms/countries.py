"""Countries typed by name or code, with suggestions: quicker than a list of 250, and usable without script."""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.ui.forms import RepeatedTextField

#: The id of the one list of suggestions that a page with such fields carries (`registration/parts/countries.html`).
SUGGESTIONS = "country-suggestions"
ADD_ANOTHER = _("Add another country")
UNKNOWN = _("“%(text)s” is not a country of the list. Type its name, or its three letters as in the passport.")


def country_names() -> list[str]:
    """The names to suggest, in the language of the page."""
    return sorted({country.name for country in law.countries().values()})


def name_of(code: str) -> str:
    """The country's name in the language of the page; what isn't a code stays as it was typed."""
    return law.countries()[code].name if code in law.countries() else code


def find_code(text: str) -> str | None:
    """The three-letter code for a name or a code of two or three letters."""
    return _codes(get_language() or "en").get(text.strip().casefold())


@lru_cache(maxsize=16)
def _codes(language: str) -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, country in law.countries().items():
        for text in (country.name_en, country.name, country.name.rstrip("*"), country.code2, code):
            if text:
                codes[text.casefold()] = code
    return codes


class CountryTextField(forms.CharField):
    """One country, typed; gives its code or ""."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": SUGGESTIONS, "class": "govuk-input--width-20", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=100, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return name_of(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        code = find_code(text) if text else ""
        if code is None:
            raise forms.ValidationError(UNKNOWN, code="unknown", params={"text": text})
        return code


class CountriesField(RepeatedTextField):
    """Several countries, typed one a box; gives their codes."""

    def __init__(self, *, most: int = 3, add_text: str | Promise = ADD_ANOTHER, **kwargs: Any) -> None:
        super().__init__(most=most, max_length=100, add_text=add_text, **kwargs)
        self.widget.template_name = "registration/forms/countries.html"
        self.widget.attrs["list"] = SUGGESTIONS

    def prepare_value(self, value: Any) -> Any:
        return [name_of(one) for one in value or []]

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(self._code(text) for text in super().to_python(value)))

    @staticmethod
    def _code(text: str) -> str:
        code = find_code(text)
        if code is None:
            raise forms.ValidationError(UNKNOWN, code="unknown", params={"text": text})
        return code
