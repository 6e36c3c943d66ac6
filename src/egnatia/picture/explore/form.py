"""The form of Explore: sent in the address, so that what is seen can be kept, compared and passed on."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.explore.answers import BY_SOURCE, Question, cut_names, name_of_cell
from egnatia.picture.indicators import Indicator, indicators
from egnatia.picture.queries.series import STEPS, keys_of
from egnatia.picture.queries.spans import earliest_period, latest_period, sources_of
from egnatia.picture.question_form import DAY, QuestionForm, keep_possible
from egnatia.picture.series_words import source_name
from egnatia.ui.charts import MOST_LINES

#: What is shown at first, the first of these that has figures.
_FIRST = ("irregular_crossings", "registrations", "route_detections", "route_year_totals")
#: How far back a question goes that doesn't say.
_SPANS = {"day": timedelta(days=90), "week": timedelta(days=730)}


class ExploreForm(QuestionForm):
    """What is asked. What doesn't fit another choice any more (a cut that this indicator hasn't) is left out, not refused."""

    indicator = forms.ChoiceField(label=_("What"))
    source = forms.ChoiceField(label=_("Whose figures"), required=False)
    cut = forms.ChoiceField(label=_("Divided by"), required=False)
    every = forms.ChoiceField(label=_("Period"), required=False)
    as_of = forms.DateField(
        label=_("As known on"),
        help_text=_("Figures are revised; empty: as known now."),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    key = forms.MultipleChoiceField(
        label=_("Lines"),
        help_text=_("At most six; none chosen: the largest."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, data: Any) -> None:
        data = data.copy()
        chosen = indicators().get(data.get("indicator", "")) or _first_indicator()
        data["indicator"] = chosen.code
        self.sources = sources_of(chosen.code)
        keep_possible(data, "cut", self._cuts(chosen), "")
        keep_possible(data, "every", _steps(chosen), chosen.every)
        keep_possible(data, "source", ["", *self.sources], "")
        super().__init__(data)
        keys = self._keys(chosen, data["cut"], data["source"])
        data.setlist("key", [key for key in data.getlist("key") if key in keys])
        self.chosen = chosen
        self.address = data.urlencode()
        self._offer(chosen, data["cut"], keys)

    def _offer(self, chosen: Indicator, cut: str, keys: list[str]) -> None:
        steps = {"day": gettext("day"), "week": gettext("week"), "month": gettext("month"), "year": gettext("year")}
        self.offer("indicator", [(code, f"{one.name} ({one.unit_name})") for code, one in indicators().items()])
        self.offer("source", [("", gettext("All together")), *((one, source_name(one)) for one in self.sources)])
        self.offer("cut", [(code, cut_names()[code]) for code in self._cuts(chosen)])
        self.offer("every", [(step, steps[step]) for step in _steps(chosen)])
        self.offer("key", sorted(((key, name_of_cell(cut, key)) for key in keys), key=lambda pair: pair[1]))
        if not keys:
            del self.fields["key"]

    def clean_key(self) -> list[str]:
        keys: list[str] = self.cleaned_data["key"]
        if len(keys) > MOST_LINES:
            raise forms.ValidationError(
                gettext("More lines than eyes can tell apart: choose at most %(n)s.") % {"n": MOST_LINES}
            )
        return keys

    @property
    def question(self) -> Question:
        """What a valid form asks."""
        values = self.cleaned_data
        every, end = values["every"], values["end"]
        return Question(
            indicator=self.chosen,
            every=every,
            source=values["source"],
            cut=values["cut"],
            keys=tuple(values.get("key") or ()),
            start=values["start"] or self._first_day(values["source"], every, end),
            end=end,
            as_of=_end_of(values["as_of"]) if values["as_of"] else None,
        )

    def _cuts(self, chosen: Indicator) -> list[str]:
        """Dividing by source makes sense only where there are several."""
        return ["", *([BY_SOURCE] if len(self.sources) > 1 else []), *chosen.cuts]

    def _keys(self, chosen: Indicator, cut: str, source: str) -> list[str]:
        if not cut:
            return []
        return self.sources if cut == BY_SOURCE else keys_of(chosen.code, cut, sources=[source] if source else None)

    def _first_day(self, source: str, every: str, end: date | None) -> date | None:
        """Days and weeks go back a while from the last figure; months and years to the first one."""
        if every not in _SPANS:
            return None
        code, sources = self.chosen.code, [source] if source else self.sources
        last = end or latest_period(code, sources)
        earliest = earliest_period(code, sources)
        return max(earliest, last - _SPANS[every]) if last and earliest else None


def _first_indicator() -> Indicator:
    code = next((code for code in _FIRST if sources_of(code)), _FIRST[0])
    return indicators()[code]


def _steps(chosen: Indicator) -> list[str]:
    """No finer than the indicator is kept; weeks only of days."""
    finer = {"day": STEPS, "month": ("month", "year"), "year": ("year",)}
    return list(finer[chosen.every])


def _end_of(day: date) -> datetime:
    zone = law.partner(node.current().partner).zone
    return min(datetime.combine(day, time.max, tzinfo=zone), clock.now())
