"""Dates in boxes: no picker, as people read a date off a document or say it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.base import clock
from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.records import Basis, DateRecord
from egnatia.ui.dates import CALENDAR_NAMES, in_words
from egnatia.ui.forms.date_boxes import BASES, DATE_BOXES, ERRORS, WrongBoxes, in_boxes, read_date_boxes, read_known_boxes

OLDEST_YEAR = 1890
#: Years, or what gives them when the form is shown: the law's stand in its files.
Margin = int | Callable[[], int]
#: What is said, and at which box, where no other calendar can be chosen.
_WITHOUT_CALENDARS = {
    "date.calendar_unclear": ("date.year_two_digits", "year"),
    "date.calendar_contradicts": ("date.month_name_unknown", "month"),
}


class DateBoxes(forms.Widget):
    """Day, month and year.

    more    boxes beside: calendar; age, margin, kept (the age as it was, hidden); basis
    margin  years that an age may be off, unless something else is typed
    wrong   the boxes to mark
    """

    template_name = "ui/forms/date.html"
    use_fieldset = True

    def __init__(self, *more: str, margin: Margin = 0, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.more = more
        self.margin = margin
        self.wrong: tuple[str, ...] = ()

    @property
    def first_box(self) -> str:
        return self.wrong[0] if self.wrong else "day"

    @property
    def boxes(self) -> tuple[str, ...]:
        return (*DATE_BOXES, *self.more)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {box: str(data.get(f"{name}_{box}", "") or "").strip() for box in self.boxes}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}_{box}" in data for box in self.boxes)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        margin = str(self.margin() if callable(self.margin) else self.margin)
        filled = {"calendar": Calendar.GREGORIAN.value, "margin": margin, **in_boxes(value, margin)}
        context["widget"].update(
            dates=[
                {
                    "box": box,
                    "label": label,
                    "value": filled.get(box, ""),
                    "wrong": box in self.wrong,
                    "is_number": box != "month" or "calendar" not in self.more,
                    "width": 4 if box == "year" else 5 if box == "month" and "calendar" in self.more else 2,
                }
                for box, label in (("day", _("Day")), ("month", _("Month")), ("year", _("Year")))
            ],
            more=self.more,
            names=",".join(("of", *(f"{name}_{box}" for box in self.boxes))),
            filled=filled,
            wrong=self.wrong,
            calendars=CALENDAR_NAMES.items(),
            bases=BASES.items(),
            conversion=conversion_in_words(filled),
        )
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day"


def conversion_in_words(boxes: dict[str, str]) -> str:
    """What the boxes say; empty as long as they say nothing, or nothing that can be."""
    try:
        return in_words(read_known_boxes(boxes))
    except WrongBoxes:
        return ""


class _BoxesField(forms.Field):
    """What both kinds of date share: saying which box is wrong."""

    widget: DateBoxes
    default_error_messages = ERRORS

    def __init__(self, *, widget: DateBoxes, past: bool, **kwargs: Any) -> None:
        self.past = past
        super().__init__(widget=widget, **kwargs)

    def refuse(self, code: str, *boxes: str, **details: Any) -> forms.ValidationError:
        self.widget.wrong = boxes
        return forms.ValidationError(self.error_messages[code], code=code, params=details)

    def refuse_boxes(self, wrong: WrongBoxes) -> forms.ValidationError:
        if "calendar" in self.widget.boxes or "calendar" not in wrong.boxes:
            return self.refuse(wrong.code, *wrong.boxes, **wrong.details)
        code, box = _WITHOUT_CALENDARS[wrong.code]
        return self.refuse(code, box)

    def is_left_empty(self, boxes: dict[str, str], *names: str) -> bool:
        """Whether nothing was typed. Refuses that where something has to be."""
        if any(boxes[box] for box in names):
            return False
        if self.required:
            raise self.refuse("required", *DATE_BOXES)
        return True

    def check_past(self, earliest: dt.date) -> None:
        if self.past and earliest > clock.local_today():
            raise self.refuse("date.future", "year")


class ThreeBoxDateField(_BoxesField):
    """A whole date. Gives a `datetime.date` or None.

    past       it can't lie in the future
    calendars  it may be given in any of the calendars that people state a birth date in
    """

    def __init__(self, *, past: bool = False, calendars: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=DateBoxes("calendar") if calendars else DateBoxes(), past=past, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        boxes = value or dict.fromkeys(self.widget.boxes, "")
        if self.is_left_empty(boxes, *DATE_BOXES):
            return None
        if missing := [box for box in DATE_BOXES if not boxes[box]]:
            raise self.refuse("incomplete", *missing)
        try:
            day = read_date_boxes(boxes).first
        except WrongBoxes as wrong:
            raise self.refuse_boxes(wrong) from wrong
        if day.year < OLDEST_YEAR:
            raise self.refuse("date.year_two_digits", "year")
        self.check_past(day)
        return day


class UncertainDateField(_BoxesField):
    """A date as well as it is known, as it was stated. Gives the JSON form of a data element (docs/dates.md) or None.

    margin  years to either side that an age is taken to be off unless the officer says otherwise; a number, or what gives it
    Its basis is always asked, since it decides what the law allows.
    """

    def __init__(self, *, margin: Margin, past: bool = True, **kwargs: Any) -> None:
        widget = DateBoxes("calendar", "age", "margin", "kept", "basis", margin=margin)
        super().__init__(widget=widget, past=past, **kwargs)

    def clean(self, value: Any) -> dict[str, str] | None:
        boxes = value or dict.fromkeys(self.widget.boxes, "")
        if self.is_left_empty(boxes, *DATE_BOXES, "age"):
            return None
        try:
            when = read_known_boxes(boxes)
        except WrongBoxes as wrong:
            raise self.refuse_boxes(wrong) from wrong
        self.check_past(when.first)
        if boxes["basis"] not in BASES:
            raise self.refuse("basis", "basis")
        return DateRecord(when, Basis(boxes["basis"])).to_json()
