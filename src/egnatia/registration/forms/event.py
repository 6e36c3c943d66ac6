"""Category and event."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.registration.models import Draft
from egnatia.registration.steps import EVENT, elements_of
from egnatia.ui.forms import EgnatiaForm, Option, ThreeBoxDateField

LONGEST_NOTE = 2000


class EventForm(EgnatiaForm):
    """What brings the person here; where and when it happened. Categories with elements of their own ask for those too."""

    category = forms.ChoiceField(
        label=_("Why is the person registered?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the person is registered.")},
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("Where the application was made, or the person was found or came ashore."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": _("Say where it was.")},
    )
    date = ThreeBoxDateField(label=_("Date"), past=True)
    time = forms.TimeField(
        label=_("Time"),
        help_text=_("For instance 14:30. The limit of 72 hours runs from then."),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": _("Write the time as 14:30.")},
    )
    note = forms.CharField(label=_("Remark"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, category: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosable = law.choosable_categories(node.current().partner, node.current().settings)
        self.fields["category"].choices = [(str(one.digit), Option(one.name, one.trigger)) for one in choosable]  # type: ignore[attr-defined]
        self._extra = [code for code in elements_of(EVENT, category) if code != "event"] if category is not None else []
        for code in self._extra:
            self.fields[code] = _field_of(law.element(code))

    def values(self) -> dict[str, Any]:
        """As `save_step` takes them; what was not valid is left out."""
        cleaned = self.cleaned_data
        day, at = cleaned.get("date"), cleaned.get("time")
        event = {
            "place": cleaned.get("place", ""),
            "date": day.isoformat() if day else "",
            "time": at.strftime("%H:%M") if at else "",
            "note": cleaned.get("note", ""),
        }
        extra = {code: _as_json(cleaned.get(code)) for code in self._extra}
        return {"category": cleaned.get("category"), "event": event, **extra}

    @staticmethod
    def initial_of(draft: Draft) -> dict[str, Any]:
        elements = (draft.data or {}).get("elements", {})
        event = elements.get("event", {})
        return {
            **elements,
            "category": str(draft.category) if draft.category is not None else None,
            "place": event.get("place", draft.unit.place),
            "date": date.fromisoformat(event["date"]) if event.get("date") else clock.local_today(),
            "time": event.get("time"),
            "note": event.get("note", ""),
        }


def _field_of(element: law.Element) -> forms.Field:
    if element.kind == "past_date":
        return ThreeBoxDateField(label=element.name, past=True, required=False)
    return forms.CharField(label=element.name, required=False, max_length=element.max_length)


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
