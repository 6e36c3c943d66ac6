"""Forms of the pages about alarms, recommendations and outcomes."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.accounts.models import Officer, Unit
from egnatia.base import clock
from egnatia.exchange.queries import confirmed_partners
from egnatia.picture.actions.decide_alarm import DECISIONS
from egnatia.picture.actions.edit_recommendation import Owner
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.alarms.rules import reasons_for
from egnatia.picture.indicators import indicators
from egnatia.picture.models import Alarm, Recommendation
from egnatia.picture.series_words import source_name
from egnatia.ui.forms import EgnatiaForm, Option, ThreeBoxDateField

_LINES = {"rows": 3}
_TEXT = {"rows": 5}


class AlarmFilterForm(EgnatiaForm):
    """Sent in the address, so that a filtered list can be kept or passed on."""

    state = forms.ChoiceField(label=_("State"), required=False)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"state": "undecided"})
        super().__init__(*args, **kwargs)
        present = Alarm.objects.order_by().values_list("indicator", "source").distinct()
        known = {indicator for indicator, _source in present}, {source for _indicator, source in present}
        states = [("undecided", gettext("Open and confirmed")), *Alarm.State.choices]
        self.offer("state", [("", gettext("Every state")), *states])
        self.offer("direction", [("", gettext("Rises and falls")), *Alarm.Direction.choices])
        names = [(code, one.name) for code, one in indicators().items() if code in known[0]]
        self.offer("indicator", [("", gettext("Every indicator")), *names])
        self.offer(
            "source",
            [("", gettext("Every source")), *sorted((one, source_name(one).partition(",")[0]) for one in known[1])],
        )
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]  # a filter never has to be set
            field.widget.attrs["class"] = "govuk-!-width-full"  # on a phone the longest name would widen the page

    @property
    def filters(self) -> dict[str, str]:
        """What is asked for; undecided alarms where nothing was said."""
        if not self.is_bound:
            return {"state": "undecided"}
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


class DecisionForm(EgnatiaForm):
    """One decision with its reason: `state:reason` in one list, so that no reason can be given that doesn't fit."""

    decision = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What you know about it. Nothing about a single person."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs=_LINES),
    )

    def __init__(self, *args: Any, alarm: Alarm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = DECISIONS[Alarm.State(alarm.state)]
        self.offer(
            "decision",
            [
                (f"{state}:{reason.code}", Option(f"{Alarm.State(state).label}: {reason.name}"))
                for state in states
                for reason in reasons_for(state)
            ],
        )


class RecommendationForm(EgnatiaForm):
    """The measure as this place needs it."""

    text = forms.CharField(
        label=_("What is to be done"),
        help_text=_("Places, times, numbers. Nothing about a single person. A partner that sees to it is sent this text."),
        max_length=2000,
        widget=forms.Textarea(attrs=_TEXT),
    )
    level = forms.ChoiceField(label=_("Level"), widget=forms.RadioSelect, choices=Recommendation.Level.choices)

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"text": recommendation.text, "level": recommendation.level})
        super().__init__(*args, **kwargs)


class AssignmentForm(EgnatiaForm):
    """Who sees to it, until when, and the questions on rights that have to be answered with yes first."""

    owner = forms.ChoiceField(
        label=_("Who sees to it"),
        help_text=_("A partner is sent the text as it stands, and answers. Only partners that this node reaches are listed."),
    )
    due = ThreeBoxDateField(label=_("Done until"))

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        measure = get_measure(recommendation.measure)
        kwargs.setdefault("initial", _initial_assignment(recommendation, measure.ready))
        super().__init__(*args, **kwargs)
        self.offer("owner", [("", gettext("Choose an officer, a unit or a partner")), *_owners()])
        self.questions = [f"rights_{question.code}" for question in measure.rights]
        for question in measure.rights:
            self.fields[f"rights_{question.code}"] = forms.BooleanField(
                label=question.question,
                help_text=question.source,
                initial=recommendation.rights.get(question.code, False),
                error_messages={"required": gettext("Tick it once it holds; change the measure where it doesn't.")},
            )

    @property
    def chosen_owner(self) -> Owner:
        kind, _colon, code = str(self.cleaned_data["owner"]).partition(":")
        if kind == "officer":
            return Owner(officer=Officer.objects.get(pk=code))
        return Owner(unit=Unit.objects.get(pk=code)) if kind == "unit" else Owner(partner=code)

    @property
    def rights(self) -> dict[str, bool]:
        return {name.removeprefix("rights_"): self.cleaned_data[name] for name in self.questions}


class DropForm(EgnatiaForm):
    """Why a measure isn't taken."""

    note = forms.CharField(label=_("Why it isn't done"), max_length=500, widget=forms.Textarea(attrs=_LINES))


class OutcomeForm(EgnatiaForm):
    """What was done."""

    text = forms.CharField(
        label=_("What was done"),
        help_text=_("Also what was done otherwise than recommended. Nothing about a single person."),
        max_length=2000,
        widget=forms.Textarea(attrs=_TEXT),
    )
    done_on = ThreeBoxDateField(label=_("Since which day it works"), past=True)


class PartnerDoneForm(OutcomeForm):
    """What was done about a measure that a partner asked for."""

    text = forms.CharField(
        label=_("What was done"),
        help_text=_("The partner is sent this text. Nothing about a single person."),
        max_length=2000,
        widget=forms.Textarea(attrs=_TEXT),
    )

    @property
    def answer(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "done_on": self.cleaned_data["done_on"]}


class DeclineForm(EgnatiaForm):
    """Why a measure that a partner asked for isn't taken."""

    text = forms.CharField(
        label=_("Why it isn't done"),
        help_text=_("The partner is sent this text. Nothing about a single person."),
        max_length=2000,
        widget=forms.Textarea(attrs=_LINES),
    )

    @property
    def answer(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"]}


def _owners() -> Iterable[tuple[str, Any]]:
    """Officers, units and partners, each under its heading."""
    people = Officer.objects.filter(is_active=True, kind="person").select_related("unit").order_by("full_name")
    yield (gettext("Units"), [(f"unit:{unit.pk}", unit.name) for unit in Unit.objects.all()])
    yield (gettext("Officers"), [(f"officer:{one.pk}", f"{one.full_name} ({one.unit})") for one in people])
    reached = set(confirmed_partners().values_list("code", flat=True))
    partners = [(f"partner:{code}", partner.name) for code, partner in law.partners().items() if code in reached]
    if partners:
        yield (gettext("Partners"), partners)


def _initial_assignment(recommendation: Recommendation, ready: int) -> dict[str, Any]:
    owner = ""
    if recommendation.owner_officer_id:
        owner = f"officer:{recommendation.owner_officer_id}"
    elif recommendation.owner_unit_id:
        owner = f"unit:{recommendation.owner_unit_id}"
    elif recommendation.owner_partner:
        owner = f"partner:{recommendation.owner_partner}"
    return {"owner": owner, "due": recommendation.due or clock.today() + timedelta(days=ready)}
