"""Fields in the kit's markup: what is typed comes back, what is wrong is said at its box."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.ui.components import error_items
from egnatia.ui.forms import (
    CountryField,
    EgnatiaForm,
    FilesField,
    Option,
    RepeatedTextField,
    ThreeBoxDateField,
)
from egnatia.ui.styleguide import SampleForm

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
