"""Dates in three boxes: no picker, as people read a date off a document or say it.

An uncertain date leaves boxes empty: only a year, or a year and a month, or nothing but an age. What is known is kept with how
well it is known: {"value": "1990-05", "precision": "month", "basis": "declared"}.
"""

import calendar
import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.base import clock

DATE_BOXES = ("day", "month", "year")
OLDEST_YEAR = 1890
OLDEST_AGE = 120
BASES = (
    ("documented", _("From a document")),
    ("declared", _("As the person says")),
    ("assessed", _("By an age assessment")),
    ("doubt", _("In doubt")),
)
ERRORS: dict[str, Any] = {
    "not_a_number": _("Type the date in figures, such as 27 3 1990."),
    "no_such_month": _("Type a month from 1 to 12."),
    "no_such_date": _("There is no such day. Check day and month."),
    "year_digits": _("Type the year with four figures, such as 1990."),
    "future": _("The date lies in the future. Check the year."),
    "gap": _("Fill in the month too, or leave the day empty."),
    "no_year": _("Fill in the year."),
    "incomplete": _("Fill in day, month and year."),
    "age": _("Type an age in whole years from 0 to 120."),
    "date_and_age": _("Give the date or the age, not both."),
    "basis": _("Say how the date is known."),
}


class DateBoxes(forms.Widget):
    """Day, month and year; with `extra` also an age and how the date is known. `wrong`: the boxes to mark."""

    template_name = "ui/forms/date.html"
    use_fieldset = True

    def __init__(self, *, extra: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.extra = extra
        self.wrong: tuple[str, ...] = ()

    @property
    def first_box(self) -> str:
        return self.wrong[0] if self.wrong else "day"

    @property
    def boxes(self) -> tuple[str, ...]:
        return (*DATE_BOXES, "age", "basis") if self.extra else DATE_BOXES

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {box: str(data.get(f"{name}_{box}", "") or "").strip() for box in self.boxes}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}_{box}" in data for box in self.boxes)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = in_boxes(value)
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        context["widget"].update(
            dates=[
                {"box": box, "label": labels[box], "value": filled.get(box, ""), "wrong": box in self.wrong}
                for box in DATE_BOXES
            ],
            extra=self.extra,
            age=filled.get("age", ""),
            age_wrong="age" in self.wrong,
            basis=filled.get("basis", ""),
            basis_wrong="basis" in self.wrong,
            bases=BASES,
        )
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day"


def in_boxes(value: Any) -> dict[str, str]:
    """What the boxes show for a date, an uncertain date, or what was typed before."""
    if value is None or value == "":
        return {}
    if isinstance(value, dt.date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    if "value" not in value:
        return dict(value)
    year, month, day = (*value["value"].split("-"), "", "")[:3]
    if value["precision"] == "estimated_age":
        return {"age": str(clock.today().year - int(year)), "basis": value["basis"]}
    return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year, "basis": value["basis"]}


class _BoxesField(forms.Field):
    """What both kinds of date share: reading the boxes and saying which one is wrong."""

    widget: DateBoxes
    default_error_messages = ERRORS

    def __init__(self, *, past: bool = False, extra: bool = False, **kwargs: Any) -> None:
        self.past = past
        super().__init__(widget=DateBoxes(extra=extra), **kwargs)

    def refuse(self, code: str, *boxes: str) -> forms.ValidationError:
        self.widget.wrong = boxes
        return forms.ValidationError(self.error_messages[code], code=code)

    def read_numbers(self, boxes: dict[str, str]) -> dict[str, int]:
        """The filled date boxes as numbers, each possible by itself. Figures of any script are read."""
        for box in DATE_BOXES:
            if boxes[box] and not (boxes[box].isdecimal() and len(boxes[box]) <= 4):
                raise self.refuse("not_a_number", box)
        numbers = {box: int(boxes[box]) for box in DATE_BOXES if boxes[box]}
        if "year" in numbers and not OLDEST_YEAR <= numbers["year"] <= 9999:
            raise self.refuse("year_digits", "year")
        if "month" in numbers and not 1 <= numbers["month"] <= 12:
            raise self.refuse("no_such_month", "month")
        return numbers

    def check_day(self, year: int, month: int, day: int) -> dt.date:
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            raise self.refuse("no_such_date", "day")
        return dt.date(year, month, day)

    def check_past(self, earliest: dt.date) -> None:
        if self.past and earliest > clock.local_today():
            raise self.refuse("future", "year")


class ThreeBoxDateField(_BoxesField):
    """A whole date. `past`: it can't lie in the future. Gives a `datetime.date` or None."""

    def clean(self, value: Any) -> dt.date | None:
        boxes = value or dict.fromkeys(DATE_BOXES, "")
        if not any(boxes.values()):
            if self.required:
                raise self.refuse("required", "day", "month", "year")
            return None
        numbers = self.read_numbers(boxes)
        missing = [box for box in DATE_BOXES if box not in numbers]
        if missing:
            raise self.refuse("incomplete", *missing)
        date = self.check_day(numbers["year"], numbers["month"], numbers["day"])
        self.check_past(date)
        return date


class UncertainDateField(_BoxesField):
    """A date as well as it is known. Gives {"value", "precision", "basis"} or None.

    precision   day, month, year, or estimated_age: then `value` is the year that the age leads to
    basis       documented, declared, assessed or doubt: always asked, since it decides what the law allows
    """

    def __init__(self, *, past: bool = True, **kwargs: Any) -> None:
        super().__init__(past=past, extra=True, **kwargs)

    def clean(self, value: Any) -> dict[str, str] | None:
        boxes = value or dict.fromkeys(self.widget.boxes, "")
        known = {box: boxes[box] for box in (*DATE_BOXES, "age") if boxes[box]}
        if not known:
            if self.required:
                raise self.refuse("required", "day", "month", "year")
            return None
        date, precision = self._read_age(boxes) if "age" in known else self._read_date(boxes)
        if boxes["basis"] not in dict(BASES):
            raise self.refuse("basis", "basis")
        return {"value": date, "precision": precision, "basis": boxes["basis"]}

    def _read_age(self, boxes: dict[str, str]) -> tuple[str, str]:
        if any(boxes[box] for box in DATE_BOXES):
            raise self.refuse("date_and_age", "age")
        if not boxes["age"].isdecimal() or len(boxes["age"]) > 3 or int(boxes["age"]) > OLDEST_AGE:
            raise self.refuse("age", "age")
        return str(clock.today().year - int(boxes["age"])), "estimated_age"

    def _read_date(self, boxes: dict[str, str]) -> tuple[str, str]:
        numbers = self.read_numbers(boxes)
        year, month, day = (numbers.get(box) for box in ("year", "month", "day"))
        if year is None:
            raise self.refuse("no_year", "year")
        if day is not None and month is None:
            raise self.refuse("gap", "month")
        if month is None:
            self.check_past(dt.date(year, 1, 1))
            return f"{year:04}", "year"
        if day is None:
            self.check_past(dt.date(year, month, 1))
            return f"{year:04}-{month:02}", "month"
        date = self.check_day(year, month, day)
        self.check_past(date)
        return date.isoformat(), "day"
