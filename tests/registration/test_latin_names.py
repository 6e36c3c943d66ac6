"""Latin forms at the names: offered, chosen or typed; the name as written stays."""

import pytest
from django.urls import reverse

from egnatia.registration.models import Draft
from tests.registration.test_pages import IDENTITY, address

pytestmark = pytest.mark.django_db
PERSIAN = {**IDENTITY, "surnames": ["حسینی"], "forenames": ["محمد"], "nationalities": ["Afghanistan"]}


@pytest.fixture
def browser(client, registration_officer):
    client.force_login(registration_officer)
    return client


@pytest.fixture
def draft(make_draft) -> Draft:
    return make_draft(upto="event")


def names(draft):
    draft.refresh_from_db()
    elements = draft.data["elements"]
    return elements["surnames"], elements["forenames"], elements.get("names_latin")


def test_forms_are_offered_while_the_name_is_typed(browser):
    part = browser.post(reverse("registration_latin_names"), PERSIAN).content.decode()
    assert 'name="suggested_surnames_0" value="Hosseini"' in part
    assert 'name="suggested_forenames_0" value="Mohammad"' in part
    assert browser.post(reverse("registration_latin_names"), IDENTITY).content.decode().strip() == ""


def test_chosen_form_is_kept_beside_the_name_as_written(browser, draft):
    chosen = {"suggested_surnames_0": "Hosseini", "suggested_forenames_0": "Mohammad"}
    browser.post(address(draft, "identity"), {**PERSIAN, **chosen})
    latin = {"surnames": ["Hosseini"], "forenames": ["Mohammad"]}
    assert names(draft) == (["حسینی"], ["محمد"], latin)
    page = browser.get(address(draft, "identity"))
    assert not page.context["form"].suggestions


def test_typed_form_comes_before_a_chosen_one(browser, draft):
    browser.post(address(draft, "identity"), {**PERSIAN, "latin_surnames": ["Husaini"], "suggested_surnames_0": "Hosseini"})
    assert names(draft)[2] == {"surnames": ["Husaini"]}


def test_nothing_is_taken_that_was_not_chosen(browser, draft):
    browser.post(address(draft, "identity"), PERSIAN)
    assert names(draft)[2] is None
    assert [one.name for one in browser.get(address(draft, "identity")).context["form"].suggestions] == ["حسینی", "محمد"]


def test_nationality_tells_the_language_of_cyrillic(browser):
    sent = {**IDENTITY, "surnames": ["Његош"], "nationalities": ["Serbia"]}
    assert "Njegoš" in browser.post(reverse("registration_latin_names"), sent).content.decode()
    assert "Nikola" in browser.post(reverse("registration_latin_names"), {**sent, "forenames": ["Никола"]}).content.decode()


def test_without_script_a_button_shows_them(browser, draft):
    page = browser.post(address(draft, "identity"), {"surnames": ["حسینی"], "suggest": "yes"})
    assert page.status_code == 200
    assert "Hosseini" in page.content.decode()
    assert not page.context["form"].errors
    assert names_of(draft) == ["حسینی"]


def names_of(draft):
    draft.refresh_from_db()
    return draft.data["elements"]["surnames"]


def test_what_is_chosen_is_checked_like_what_is_typed(browser, draft):
    browser.post(address(draft, "identity"), {**PERSIAN, "suggested_surnames_0": "حسینی"})
    assert names(draft)[2] is None


def test_only_for_officers_who_register(client, make_officer):
    client.force_login(make_officer("exa", "examiner"))
    assert client.post(reverse("registration_latin_names"), PERSIAN).status_code == 403
