"""Forms of what is entered by hand and of files that are taken in."""

from collections import defaultdict
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.actions.enter_event import MOST_PERSONS, groups_of
from egnatia.picture.bands import AGE_BANDS, UNKNOWN
from egnatia.picture.imports.layouts import layout_names
from egnatia.picture.imports.tables import MOST_BYTES
from egnatia.picture.indicators import event_kinds, groups, incident_kinds
from egnatia.picture.models import Mapping
from egnatia.picture.places import crossing_points, sections
from egnatia.registration.forms.countries import CountryTextField
from egnatia.ui.forms import EgnatiaForm, FilesField, ThreeBoxDateField

_NARROW = {"class": "govuk-input--width-4", "inputmode": "numeric"}


class _EntryForm(EgnatiaForm):
    """When and where it was."""

    on = ThreeBoxDateField(label=_("Day"), past=True)
    place = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": clock.local_today(), "persons": 1, "many": 1})
        super().__init__(*args, **kwargs)
        _offer(self, "place", [("", gettext("Not known")), *place_choices(node.current().partner)])


class EventForm(_EntryForm):
    """One event of one or more persons who are alike in everything that is asked."""

    field_order = ("what", "on", "place", "persons", "nationality", "age_band", "sex", "group_size")
    what = forms.ChoiceField(label=_("What happened"))
    persons = forms.IntegerField(
        label=_("How many persons"), min_value=1, max_value=MOST_PERSONS, widget=forms.TextInput(attrs=_NARROW)
    )
    nationality = CountryTextField(label=_("Nationality"), required=False)
    age_band = forms.ChoiceField(label=_("Age"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    group_size = forms.IntegerField(
        label=_("How many came together"),
        help_text=_("Where these persons were part of a larger group."),
        required=False,
        min_value=1,
        max_value=MOST_PERSONS,
        widget=forms.TextInput(attrs=_NARROW),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "what", [(f"{kind}:{group}", name) for kind, group, name in _kinds_and_groups()])
        _offer(self, "age_band", [("", gettext("Not known")), *((band, band) for band in AGE_BANDS if band != UNKNOWN)])
        _offer(self, "sex", [("", gettext("Not known")), *((code, sex.name) for code, sex in law.sexes().items())])

    def values(self) -> dict[str, Any]:
        """As `enter_event` takes them."""
        kind, _colon, group = self.cleaned_data["what"].partition(":")
        rest = {name: value for name, value in self.cleaned_data.items() if name != "what"}
        return {"kind": kind, "group": group, **rest}


class IncidentForm(_EntryForm):
    """One finding without persons."""

    field_order = ("type", "on", "place", "many")
    type = forms.ChoiceField(label=_("What was found"))
    many = forms.IntegerField(
        label=_("How many"),
        help_text=_("Documents, vehicles, pieces."),
        min_value=1,
        max_value=MOST_PERSONS,
        widget=forms.TextInput(attrs=_NARROW),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "type", [(kind.name, list(kind.types.items())) for kind in incident_kinds().values()])


class ImportForm(EgnatiaForm):
    """A file, how it is read, and the day it was published."""

    file = FilesField(label=_("File"), help_text=_("CSV or Excel (.xlsx)."), most=1, max_bytes=MOST_BYTES, accept=".csv,.xlsx")
    how = forms.ChoiceField(label=_("How it is read"))
    vintage = ThreeBoxDateField(
        label=_("Published on"), help_text=_("From this day on the figures are what was known."), past=True
    )
    accept_revisions = forms.BooleanField(
        label=_("Accept that a period's sum halves or doubles"),
        help_text=_("Only where the source confirms it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved = [(f"mapping:{name}", name) for name in Mapping.objects.order_by("name").values_list("name", flat=True)]
        _offer(self, "how", [*((f"layout:{code}", name) for code, name in layout_names().items()), *saved])

    def values(self) -> dict[str, Any]:
        """As `import_file` takes them, without the file."""
        sort, _colon, name = self.cleaned_data["how"].partition(":")
        vintage: date = self.cleaned_data["vintage"]
        return {sort: name, "vintage": vintage, "accept_revisions": self.cleaned_data["accept_revisions"]}


def place_choices(partner: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The partner's sections, each with its crossing points, as groups of a list."""
    points = defaultdict(list)
    for code, point in crossing_points().items():
        for section in point.sections:
            points[section].append((code, point.name))
    return [
        (section.name, [(code, gettext("%(section)s, no crossing point") % {"section": section.name}), *sorted(points[code])])
        for code, section in sections().items()
        if section.partner == partner
    ]


def _kinds_and_groups() -> list[tuple[str, str, str]]:
    """(kind, group, name) of everything that may be entered by hand."""
    return [
        (code, group, f"{kind.name}: {groups()[group].name}" if group else kind.name)
        for code, kind in event_kinds().items()
        if kind.by_hand
        for group in groups_of(code)
    ]


def _offer(form: EgnatiaForm, name: str, choices: list[Any]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
