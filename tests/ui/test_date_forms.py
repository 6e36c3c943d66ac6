"""Dates in boxes: read as they are known, in the calendar in which they were said; shown again they are the same."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.base import clock
from egnatia.engines.dates.records import Basis, DateRecord, read_record
from egnatia.ui.forms import EgnatiaForm, ThreeBoxDateField, UncertainDateField
from tests.engines.dates.dates import uncertain_dates
from tests.ui.test_forms import NOON, Elements, WholeDateForm, boxes


@pytest.fixture(autouse=True)
def _fixed_day():
    with clock.frozen(NOON):
        yield


class DateForm(EgnatiaForm):
    date = UncertainDateField(label="Date of birth", margin=2)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (
            boxes(day="27", month="3", year="1990", basis="documented"),
            {"value": "1990-03-27", "precision": "day", "basis": "documented"},
        ),
        (boxes(month="03", year="1990", basis="declared"), {"value": "1990-03", "precision": "month", "basis": "declared"}),
        (boxes(year="1990", basis="declared"), {"value": "1990", "precision": "year", "basis": "declared"}),
        (boxes(day="٢٧", month="٣", year="١٩٩٠", basis="doubt"), {"value": "1990-03-27", "precision": "day", "basis": "doubt"}),
        (
            boxes(day="27", month="mars", year="1990", basis="doubt"),
            {"value": "1990-03-27", "precision": "day", "basis": "doubt"},
        ),
        (
            boxes(age="17", margin="3", basis="assessed"),
            {"value": "2009", "precision": "estimated_age", "basis": "assessed"}
            | {"stated": "17", "stated_on": "2026-05-04", "margin": "3"},
        ),
        (
            boxes(day="15", month="2", year="1370", calendar="solar_hijri", basis="declared"),
            {"value": "1991-05-05", "precision": "day", "basis": "declared", "calendar": "solar_hijri", "stated": "1370-02-15"},
        ),
        (
            boxes(day="۱۵", month="\u200fثور", year="۱۳۷۰", calendar="solar_hijri", basis="declared"),
            {"value": "1991-05-05", "precision": "day", "basis": "declared"}
            | {"calendar": "solar_hijri", "stated": "1370-02-15", "naming": "afghan"},
        ),
        (
            boxes(year="1370", calendar="solar_hijri", basis="declared"),
            {"value": "1991", "precision": "year", "basis": "declared", "calendar": "solar_hijri", "stated": "1370"},
        ),
        (
            boxes(month="Ramazan", year="1410", calendar="islamic", basis="declared"),
            {"value": "1990", "precision": "year", "basis": "declared", "calendar": "islamic", "stated": "1410-09"},
        ),
    ],
)
def test_an_uncertain_date_is_kept_as_well_as_it_is_known(typed, value):
    form = DateForm(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["date"] == value


@pytest.mark.parametrize(
    ("typed", "code", "box"),
    [
        ({}, "required", "day"),
        (boxes(day="30", month="2", year="1990", basis="declared"), "date.day_not_in_month", "day"),
        (boxes(day="0", month="2", year="1990", basis="declared"), "date.day_not_in_month", "day"),
        (boxes(day="1", month="13", year="1990", basis="declared"), "date.month_not_in_calendar", "month"),
        (boxes(year="90", basis="declared"), "date.year_two_digits", "year"),
        (boxes(year="2027", basis="declared"), "date.future", "year"),
        (boxes(day="5", month="5", year="2026", basis="declared"), "date.future", "year"),
        (boxes(day="5", year="1990", basis="declared"), "date.day_without_month", "month"),
        (boxes(day="5", month="5", basis="declared"), "no_year", "year"),
        (boxes(month="Foo", year="1990", basis="declared"), "date.month_name_unknown", "month"),
        (boxes(month="Febuary", year="1990", basis="declared"), "date.month_name_nearly_known", "month"),
        (boxes(month="5" * 70, year="1990", basis="declared"), "date.unreadable", "month"),
        (boxes(day="²", month="5", year="1990", basis="declared"), "not_a_number", "day"),
        (boxes(day="May", month="5", year="1990", basis="declared"), "not_a_number", "day"),
        (boxes(year="9" * 5000, basis="declared"), "not_a_number", "year"),
        (boxes(day="15", month="2", year="1370", basis="declared"), "date.calendar_unclear", "calendar"),
        (boxes(day="15", month="Saur", year="1991", basis="declared"), "date.calendar_contradicts", "calendar"),
        (boxes(year="1991", calendar="solar_hijri", basis="declared"), "date.year_outside_calendar", "year"),
        (boxes(year="1991", calendar="julian", basis="declared"), "calendar", "calendar"),
        (
            boxes(day="30", month="Esfand", year="1371", calendar="solar_hijri", basis="declared"),
            "date.day_not_in_month",
            "day",
        ),
        (boxes(day="15", month="2", year="1405", calendar="solar_hijri", basis="declared"), "date.future", "year"),
        (boxes(year="1990"), "basis", "basis"),
        (boxes(year="1990", basis="guessed"), "basis", "basis"),
        (boxes(age="121", margin="2", basis="assessed"), "date.age_out_of_range", "age"),
        (boxes(age="-1", margin="2", basis="assessed"), "date.age_out_of_range", "age"),
        (boxes(age="17", margin="21", basis="assessed"), "date.margin_out_of_range", "margin"),
        (boxes(age="17", basis="assessed"), "date.margin_out_of_range", "margin"),
        (boxes(age="17", margin="2", year="2009", basis="assessed"), "date_and_age", "age"),
    ],
)
def test_a_date_that_cannot_be_says_which_box(typed, code, box):
    form = DateForm(typed)
    assert not form.is_valid()
    assert form.errors.as_data()["date"][0].code == code
    assert form["date"].focus_id == f"id_date_{box}"
    assert f'id="id_date_{box}"' in str(form)
    for name, value in typed.items():
        if value and name not in ("date_basis", "date_calendar"):
            assert f'value="{value}"' in str(form)
    assert "%(" not in str(form)


@given(st.dates(dt.date(1890, 1, 1), dt.date(2026, 5, 4)))
def test_every_day_comes_back_as_it_was_shown(date):
    form = WholeDateForm(initial={"date": date})
    shown = {
        attributes["name"]: attributes["value"]
        for tag, attributes in Elements(form).found
        if tag == "input" and attributes["value"]
    }
    with clock.frozen(NOON):
        again = WholeDateForm(shown)
        assert again.is_valid()
        assert again.cleaned_data["date"] == date


@pytest.mark.parametrize(
    "value",
    [
        {"value": "1990-03-07", "precision": "day", "basis": "documented"},
        {"value": "1990-03", "precision": "month", "basis": "declared"},
        {"value": "1990", "precision": "year", "basis": "doubt"},
        {"value": "2009", "precision": "estimated_age", "basis": "assessed"},
        {"value": "1991-05-05", "precision": "day", "basis": "declared", "calendar": "solar_hijri", "stated": "1370-02-15"},
    ],
)
def test_an_uncertain_date_can_be_shown_and_sent_again(value):
    form = DateForm(shown_boxes(DateForm(initial={"date": value})))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["date"] == value


def shown_boxes(form: EgnatiaForm) -> dict[str, str | None]:
    """What a browser sends of a form in which nothing was changed."""
    sent: dict[str, str | None] = {}
    select = ""
    for tag, attributes in Elements(form).found:
        if tag == "input":
            sent[str(attributes["name"])] = attributes["value"]
        elif tag == "select":
            select = str(attributes["name"])
        elif tag == "option" and "selected" in attributes:
            sent[select] = attributes["value"]
    return sent


@given(uncertain_dates(), st.sampled_from(list(Basis)))
def test_whatever_is_stored_comes_back_unchanged(when, basis):
    value = DateRecord(when, basis).to_json()
    with clock.frozen(dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)):
        form = DateForm(shown_boxes(DateForm(initial={"date": value})))
        assert form.is_valid(), form.errors
        assert form.cleaned_data["date"] == value


def test_an_age_that_is_changed_is_one_of_today():
    value = {"value": "1991", "precision": "estimated_age", "basis": "assessed"}
    value |= {"stated": "34", "stated_on": "2025-05-04", "margin": "2"}
    sent = shown_boxes(DateForm(initial={"date": value}))
    assert sent["date_age"] == "34"
    form = DateForm(sent | {"date_margin": "3"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["date"] == value | {"value": "1992", "margin": "3", "stated_on": "2026-05-04"}


@pytest.mark.parametrize("kept", ["34 2 2027-01-01", "34 2 soon", "34 2", "x"])
def test_nobody_is_said_to_have_been_estimated_in_the_future(kept):
    form = DateForm(boxes(age="34", margin="2", kept=kept, basis="assessed"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["date"]["stated_on"] == "2026-05-04"


_TYPED = st.text("0123456789۱२ May.-ثور", max_size=6) | st.text(max_size=6)


@given(
    st.fixed_dictionaries({f"date_{box}": _TYPED for box in ("day", "month", "year", "age", "margin", "kept")}),
    st.sampled_from(["gregorian", "solar_hijri", "islamic", "", "x"]),
)
def test_whatever_is_typed_is_a_date_or_an_error(typed, calendar):
    with clock.frozen(NOON):
        form = DateForm(typed | {"date_calendar": calendar, "date_basis": "declared"})
        if form.is_valid():
            assert read_record(form.cleaned_data["date"], estimate_margin=2).when.first <= NOON.date()
        assert "%(" not in str(form) and str(form["date"].as_field_group())


@pytest.mark.parametrize(
    ("typed", "code", "box"),
    [
        (boxes(day="5", month="5", year="1370"), "date.year_two_digits", "year"),
        (boxes(day="5", month="5", year="1889"), "date.year_two_digits", "year"),
        (boxes(day="5", month="Saur", year="1991"), "date.month_name_unknown", "month"),
        (boxes(day="30", month="2", year="1991"), "date.day_not_in_month", "day"),
    ],
)
def test_a_date_of_one_calendar_never_names_another(typed, code, box):
    form = WholeDateForm(typed)
    assert form.errors.as_data()["date"][0].code == code
    assert form["date"].focus_id == f"id_date_{box}"


def test_a_whole_date_may_be_given_in_another_calendar():
    class Declared(EgnatiaForm):
        date = ThreeBoxDateField(past=True, calendars=True)

    form = Declared(boxes(day="15", month="Saur", year="1370", calendar="solar_hijri"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["date"] == dt.date(1991, 5, 5)
    assert "15 Saur 1370 (Solar Hijri) = 5 May 1991" in str(form)


def test_a_date_not_asked_for_may_stay_empty():
    class Optional(EgnatiaForm):
        date = UncertainDateField(required=False, margin=2)
        whole = ThreeBoxDateField(required=False)

    form = Optional({})
    assert form.is_valid()
    assert form.cleaned_data == {"date": None, "whole": None}


def test_a_whole_date_needs_all_of_it():
    form = WholeDateForm(boxes(day="4", year="2026"))
    assert form.errors.as_data()["date"][0].code == "incomplete"
    assert form["date"].focus_id == "id_date_month"


def test_the_day_that_has_begun_here_is_not_in_the_future(settings):
    """In the first hours of a day here it is still yesterday in UTC."""
    settings.TIME_ZONE = "Europe/Skopje"
    with clock.frozen(dt.datetime(2026, 11, 29, 23, 30, tzinfo=dt.UTC)):
        assert WholeDateForm(boxes(day="30", month="11", year="2026")).is_valid()
        tomorrow = WholeDateForm(boxes(day="1", month="12", year="2026"))
        assert tomorrow.errors.as_data()["date"][0].code == "date.future"
