"""The form of cross-tables: sent in the address, so that a table can be kept, compared and passed on."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.analysis.crosstab import Question
from egnatia.picture.analysis.divisions import Division, divisions_of
from egnatia.picture.bands import AGE_BANDS
from egnatia.picture.indicators import Indicator, counted_here
from egnatia.picture.places import sections
from egnatia.picture.question_form import QuestionForm, keep_possible

_MONTHS_SHOWN = 12
#: Divisions of which one key can be asked for alone.
_ONLY = ("section", "nationality", "age_band", "sex")


class CrosstabForm(QuestionForm):
    """What is asked. What doesn't fit another choice any more (a division this indicator hasn't) is left out, not refused."""

    indicator = forms.ChoiceField(label=_("What"))
    rows = forms.ChoiceField(label=_("Rows"))
    columns = forms.ChoiceField(label=_("Columns"), required=False)
    section = forms.ChoiceField(label=_("Only this border section"), required=False)
    nationality = forms.ChoiceField(label=_("Only this nationality"), required=False)
    age_band = forms.ChoiceField(label=_("Only this age"), required=False)
    sex = forms.ChoiceField(label=_("Only this sex"), required=False)

    def __init__(self, data: Any) -> None:
        data = data.copy()
        offered = {one.code: one for one in counted_here() if one.is_raw}
        self.chosen: Indicator = offered.get(data.get("indicator", "")) or next(iter(offered.values()))
        divisions = {one.code: one for one in divisions_of(self.chosen)}
        data["indicator"] = self.chosen.code
        keep_possible(data, "rows", [*divisions], "nationality" if "nationality" in divisions else "type")
        others = [code for code in ("", *divisions) if code != data["rows"]]
        keep_possible(data, "columns", others, "" if "columns" in data or data["rows"] == "month" else "month")
        data.setdefault("start", _first_month().isoformat())
        super().__init__(data)
        self.address = data.urlencode()
        self._divisions = divisions
        self.offer("indicator", [(code, f"{one.name} ({one.unit_name})") for code, one in offered.items()])
        self.offer("rows", [(code, one.name) for code, one in divisions.items()])
        self.offer("columns", [("", gettext("none: how many")), *((code, one.name) for code, one in divisions.items())])
        self._offer_keys()

    def _offer_keys(self) -> None:
        partner = node.current().partner
        keys: dict[str, list[Any]] = {
            "section": [code for code, one in sections().items() if one.partner == partner],
            "nationality": list(law.countries()),
            "age_band": list(AGE_BANDS),
            "sex": list(law.sexes()),
        }
        for code in _ONLY:
            if code in self._divisions:
                named = [(key, self._divisions[code].key_name(key)) for key in keys[code]]
                in_order = named if code == "age_band" else sorted(named, key=lambda one: one[1])
                self.offer(code, [("", gettext("all")), *in_order])
            else:
                del self.fields[code]

    @property
    def only_fields(self) -> list[Any]:
        """The boxes that narrow, as this indicator has them."""
        return [self[code] for code in _ONLY if code in self.fields]

    @property
    def question(self) -> Question:
        """What a valid form asks."""
        values = self.cleaned_data
        columns: Division | None = self._divisions.get(values["columns"])
        return Question(
            indicator=self.chosen,
            rows=self._divisions[values["rows"]],
            columns=columns,
            start=values["start"],
            end=values["end"],
            only={code: values[code] for code in _ONLY if values.get(code)},
        )


def _first_month() -> date:
    """A year of months, the present one among them."""
    month = law.local_day(clock.now(), node.current().partner).replace(day=1)
    for _back in range(_MONTHS_SHOWN - 1):
        month = (month - timedelta(days=1)).replace(day=1)
    return month
