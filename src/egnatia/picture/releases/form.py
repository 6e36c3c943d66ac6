"""The form of a release: what, for which months, whose."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.explore.answers import cut_names
from egnatia.picture.indicators import get_indicator
from egnatia.picture.periods import period_of
from egnatia.picture.queries.spans import sources_of
from egnatia.picture.series_words import period_name, source_name
from egnatia.picture.sharing_rules import release_rules
from egnatia.ui.forms import EgnatiaForm

_MONTHS_OFFERED = 60
_ALL = "all"


class ReleaseForm(EgnatiaForm):
    """Only what the rules for sharing release, and only months that are over."""

    what = forms.ChoiceField(label=_("What"))
    start = forms.ChoiceField(label=_("First month"))
    end = forms.ChoiceField(label=_("Last month"))
    source = forms.ChoiceField(label=_("Whose figures"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(month.isoformat(), period_name(month, "month")) for month in _months_over()]
        us = node.current().partner
        self.offer("what", _what())
        self.offer("start", months)
        self.offer("end", months)
        self.offer("source", [(us, source_name(us)), (_ALL, gettext("All partners that have told theirs"))])

    def values(self) -> dict[str, Any]:
        """As `make_release` takes them."""
        indicator, _colon, cut = self.cleaned_data["what"].partition(":")
        source = self.cleaned_data["source"]
        told = [code for code in sources_of(indicator) if code in law.partners()]
        return {
            "indicator": indicator,
            "cut": cut,
            "start": date.fromisoformat(self.cleaned_data["start"]),
            "end": date.fromisoformat(self.cleaned_data["end"]),
            "sources": told if source == _ALL else [source],
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("start", "") > values.get("end", "9999"):
            self.add_error("end", gettext("The last month comes before the first."))
        return values


def _what() -> list[tuple[str, Any]]:
    """By indicator, its cuts."""
    return [
        (get_indicator(code).name, [(f"{code}:{cut}", f"{get_indicator(code).name}: {cut_names()[cut]}") for cut in rule.cuts])
        for code, rule in release_rules().items()
    ]


def _months_over() -> list[date]:
    """The latest first."""
    months = [period_of(period_of(clock.today(), "month") - timedelta(days=1), "month")]
    while len(months) < _MONTHS_OFFERED:
        months.append(period_of(months[-1] - timedelta(days=1), "month"))
    return months
