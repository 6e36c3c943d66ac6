"""Finding a person while typing: the box keeps the focus, no name reaches an address, and the list is there on the way back."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.audit.models import Event
from tests.registration import people
from tests.ui.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

LABEL = "What do you have in hand?"


@pytest.fixture
def registered(registration_officer):
    people.sign(registration_officer, surnames=["Petrović"], forenames=["Jovan"], nationalities=["SRB"], documents=None)
    return people.sign(
        registration_officer,
        surnames=["حداد"],
        forenames=["سمير محمد"],
        names_latin={"surnames": ["Haddad"], "forenames": ["Samir Mohamad"]},
    )


@pytest.fixture
def visit(page, sign_in, live_server, registered, case_officer):
    sign_in(page, case_officer)
    page.goto(live_server.url + reverse("find_person"))
    return page


def test_list_comes_while_typing_and_the_focus_stays(visit: Page, registered, assert_accessible):
    address, box = visit.url, visit.get_by_label(LABEL)
    box.press_sequentially("حداد سمير", delay=40)
    expect(visit.locator("#found tbody tr")).to_have_count(1)
    expect(visit.locator("#found")).to_contain_text(registered.reference_number)
    expect(box).to_be_focused()
    expect(visit.get_by_role("status").filter(has_text="1 person found")).to_have_count(1)
    assert visit.url == address
    assert_accessible(visit)
    box.fill("Zdravko Trifunovski")
    expect(visit.locator("#found")).to_contain_text("Nobody found")
    expect(visit.get_by_role("status").filter(has_text="Nobody found")).to_have_count(1)
    box.fill("Ha")
    expect(visit.locator("#found")).to_contain_text("Nobody is listed unasked")
    assert visit.url == address


def test_what_the_typing_came_to_is_recorded_when_it_rests(visit: Page, registered):
    visit.get_by_label(LABEL).fill("Haddad")
    expect(visit.locator("#found tbody tr")).to_have_count(1)
    with visit.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        visit.get_by_label(LABEL).fill("Haddad Samir")
    looked_up = Event.objects.filter(action="persons.looked_up").order_by("number")
    assert [event.details["text"] for event in looked_up] == ["Haddad", "Haddad Samir"]
    assert Event.objects.filter(action="persons.person.listed").count() == 1


def test_back_from_a_person_and_from_why_to_the_typed_list(visit: Page, registered):
    rows = visit.locator("#found tbody tr")
    visit.get_by_label(LABEL).press_sequentially("Хадад", delay=40)
    expect(rows).to_have_count(1)
    rows.first.get_by_role("rowheader").get_by_role("link").click()
    expect(visit.locator("h1")).to_contain_text("حداد")
    visit.go_back()
    expect(rows).to_have_count(1)
    expect(visit.get_by_label(LABEL)).to_have_value("Хадад")
    rows.first.get_by_role("link", name="Why").click()
    expect(visit.get_by_role("heading", name="Is it the person?")).to_be_visible()
    assert "%D0" not in visit.url
    visit.get_by_role("link", name="Back to the list").click()
    expect(rows).to_have_count(1)
    rows.first.get_by_role("rowheader").get_by_role("link").click()
    visit.get_by_role("link", name="Back to the list").click()
    expect(rows).to_have_count(1)
    visit.get_by_label(LABEL).fill("Petrovic")
    expect(rows.first).to_contain_text("PETROVIĆ")
    assert visit.url.endswith(reverse("find_person"))
    visit.reload()
    expect(rows.first).to_contain_text("PETROVIĆ")


def test_other_boxes_are_looked_up_while_typing_too(visit: Page, registered):
    rows = visit.locator("#found tbody tr")
    visit.get_by_text("Look for one thing at a time").click()
    visit.get_by_label("Document number").press_sequentially("N778812", delay=20)
    expect(rows).to_have_count(1)
    visit.get_by_label("Day").fill("1")  # not yet a date: the list stays
    visit.get_by_label("Document number").fill("")
    for label, value in (("Day", "12"), ("Month", "4"), ("Year", "1991")):
        visit.get_by_label(label, exact=True).fill(value)
    expect(rows).to_have_count(2)


def test_button_does_it_without_script(open_context, sign_in, registered, case_officer, live_server):
    page = open_context(java_script_enabled=False, viewport=PHONE).new_page()
    sign_in(page, case_officer)
    page.goto(live_server.url + reverse("my_work"))
    page.get_by_label("Reference number, document, name or birth date").fill("Самир Хадад")
    page.get_by_role("button", name="Find", exact=True).click()
    rows = page.locator("#found tbody tr")
    expect(rows).to_have_count(1)
    expect(page.get_by_label(LABEL)).to_have_value("Самир Хадад")
    assert "%D0" not in page.url
    rows.first.get_by_role("link", name="Why").click()
    page.get_by_role("link", name="Back to the list").click()
    expect(rows).to_have_count(1)
    page.get_by_label(LABEL).fill("Petrovic")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(rows.first).to_contain_text("PETROVIĆ")


def test_fits_a_phone(page: Page, sign_in, registered, case_officer, live_server, assert_accessible):
    page.set_viewport_size(PHONE)
    sign_in(page, case_officer)
    page.goto(live_server.url + reverse("find_person"))
    page.get_by_label(LABEL).press_sequentially("حداد", delay=40)
    expect(page.locator("#found tbody tr")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert_accessible(page)
