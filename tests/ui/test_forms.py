"""Fields in the kit's markup: what is typed comes back, what is wrong is said at its box."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.dates.records import Basis, DateRecord, read_record
from egnatia.ui.components import error_items
from egnatia.ui.forms import (
    CountryField,
    EgnatiaForm,
    FilesField,
    Option,
    RepeatedTextField,
    ThreeBoxDateField,
    UncertainDateField,
)
from egnatia.ui.styleguide import SampleForm
from tests.engines.dates.dates import uncertain_dates

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _fixed_day():
    with clock.frozen(NOON):
        yield


class Elements(HTMLParser):
    """Every start tag of a page as (name, attributes)."""

    def __init__(self, html: object) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(str(html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str | None]:
        return [attributes["id"] for _, attributes in self.found if "id" in attributes]


def boxes(name: str = "date", **values: str) -> dict[str, str]:
    return {f"{name}_{box}": value for box, value in values.items()}


class DateForm(EgnatiaForm):
    date = UncertainDateField(label="Date of birth", margin=2)


class WholeDateForm(EgnatiaForm):
    date = ThreeBoxDateField(label="Date", past=True)


@pytest.mark.parametrize("form", [SampleForm(), SampleForm({"notice_given": ""})], ids=["empty", "with errors"])
def test_every_box_has_a_label_and_every_description_exists(form):
    page = Elements(form)
    ids = page.ids()
    assert len(ids) == len(set(ids))
    labelled = {attributes.get("for") for tag, attributes in page.found if tag == "label"}
    for tag, attributes in page.found:
        if tag in ("input", "select", "textarea") and attributes.get("type") != "hidden":
            assert attributes["id"] in labelled, attributes
        for described in (attributes.get("aria-describedby") or "").split():
            assert described in ids, described


def test_every_error_names_a_box_that_exists():
    form = SampleForm({})
    ids = Elements(form).ids()
    items = list(error_items([form]))
    assert len(items) == len(form.errors) > 5
    assert all(item.focus_id in ids for item in items)


def test_an_error_is_marked_in_the_markup():
    html = str(SampleForm({"place": ""})["place"].as_field_group())
    assert "govuk-form-group--error" in html
    assert "govuk-input--error" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_place_error"' in html
    assert "govuk-input--width-20" in html


def test_an_empty_field_says_what_to_do():
    errors = SampleForm({}).errors
    assert errors["place"] == ["Fill this in."]
    assert errors["sex"] == ["Choose one."]
    assert errors["notice_given"] == ["Tick the box to go on."]


def test_only_what_may_stay_empty_is_marked():
    form = SampleForm()
    assert "(optional)" in form["remark"].as_field_group()
    assert "(optional)" not in form["place"].as_field_group()


def test_one_question_a_page_makes_its_label_the_heading():
    class Question(SampleForm):
        page_heading = "sex"

    assert '<h1 class="govuk-fieldset__heading">Sex' in Question()["sex"].as_field_group()


def test_names_are_escaped_wherever_they_stand():
    form = SampleForm(QueryDict("surnames=<script>alert(1)</script>&place=<b>"))
    assert "<script>" not in str(form)
    assert "<b>" not in str(form)


def test_an_option_shows_its_hint():
    class Verdict(EgnatiaForm):
        verdict = forms.ChoiceField(widget=forms.RadioSelect, choices=[("x", Option("Cannot tell", "A second one looks."))])

    html = str(Verdict())
    assert 'aria-describedby="id_verdict_0_hint"' in html
    assert "A second one looks." in html


def test_a_library_form_comes_out_in_the_kit():
    class Plain(forms.Form):
        login = forms.CharField()

    assert 'class="govuk-input"' in str(Plain())


def test_a_problem_is_shown_at_its_field_or_on_top():
    form = WholeDateForm(boxes(day="1", month="5", year="2026"))
    form.add_problem(Problem("x.y", "The day is taken.", "Choose another.", field="date"))
    form.add_problem(Problem("x.z", "The node is full.", "Wait.", field="elsewhere"))
    assert form.errors["date"] == ["The day is taken. Choose another."]
    assert [item.text for item in error_items([form])] == ["The node is full. Wait.", "The day is taken. Choose another."]


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


def test_names_keep_their_order_and_their_joiners():
    class Names(EgnatiaForm):
        names = RepeatedTextField(most=3)

    form = Names(QueryDict("names=&names=  Al  Masri &names=می‌خواهم"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["names"] == ["Al Masri", "می‌خواهم"]
    assert str(form).count('type="text"') == 3


@pytest.mark.parametrize(
    ("query", "code"),
    [("names=a&names=b&names=c", "too_many"), (f"names={'a' * 201}", "too_long"), ("names=a%00b", "control"), ("", "required")],
)
def test_names_that_cannot_be_are_refused(query, code):
    class Names(EgnatiaForm):
        names = RepeatedTextField(most=2)

    form = Names(QueryDict(query))
    assert form.errors.as_data()["names"][0].code == code


def test_countries_stand_by_name_with_the_frequent_ones_on_top():
    class Nationality(EgnatiaForm):
        country = CountryField(choices=lambda: [("B", "Beta"), ("A", "Alpha"), ("C", "Gamma")], first=("C",))

    html = str(Nationality())
    assert html.index("Gamma") < html.index("Alpha") < html.index("Beta")
    assert Nationality({"country": "B"}).is_valid()
    assert not Nationality({"country": "D"}).is_valid()


class Images(EgnatiaForm):
    images = FilesField(most=2, max_bytes=10)


def files(*contents: bytes) -> MultiValueDict:
    return MultiValueDict({"images": [SimpleUploadedFile(f"{number}.png", data) for number, data in enumerate(contents)]})


def test_several_files_come_in_their_order():
    form = Images({}, files(b"one", b"two"))
    assert form.is_valid(), form.errors
    assert [file.read() for file in form.cleaned_data["images"]] == [b"one", b"two"]


@pytest.mark.parametrize(
    ("contents", "code"), [([], "required"), ([b"a"] * 3, "too_many"), ([b"a" * 11], "too_big"), ([b""], "empty")]
)
def test_files_that_cannot_be_are_refused(contents, code):
    form = Images({}, files(*contents))
    assert form.errors.as_data()["images"][0].code == code


def test_the_day_that_has_begun_here_is_not_in_the_future(settings):
    """In the first hours of a day here it is still yesterday in UTC."""
    settings.TIME_ZONE = "Europe/Skopje"
    with clock.frozen(dt.datetime(2026, 11, 29, 23, 30, tzinfo=dt.UTC)):
        assert WholeDateForm(boxes(day="30", month="11", year="2026")).is_valid()
        tomorrow = WholeDateForm(boxes(day="1", month="12", year="2026"))
        assert tomorrow.errors.as_data()["date"][0].code == "date.future"
