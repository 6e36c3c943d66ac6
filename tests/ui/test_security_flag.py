"""The page of a security flag in a real browser: without script from none to set to removed, accessible in each state."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia import law
from tests.registration import people


@pytest.fixture
def data_set(registration_officer):
    return people.sign(registration_officer)


@pytest.fixture
def address(data_set) -> str:
    return reverse("security_flag", args=(data_set.person_id, data_set.pk))


def fill(page: Page) -> None:
    page.get_by_label(law.security_flag_grounds()["armed"].name).check()
    page.get_by_label("Authority whose finding it rests on").fill("Police directorate, finding 12-118/26")
    page.get_by_role("button", name="Set the flag").click()


def test_fit_for_all_without_a_flag_and_with_one(page: Page, sign_in, security_officer, address, assert_fit_for_all):
    sign_in(page, security_officer)
    assert_fit_for_all(page, [address])
    fill(page)
    assert_fit_for_all(page, [address])


def test_set_kept_and_removed_without_script(open_context, sign_in, security_officer, address):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, security_officer)
    page.goto(address)
    page.get_by_role("button", name="Set the flag").click()
    problem = page.get_by_role("link", name="Say whose finding it rests on.")
    expect(problem).to_be_visible()
    problem.click()
    expect(page.get_by_label("Authority whose finding it rests on")).to_be_in_viewport()
    fill(page)
    expect(page.get_by_text("The security flag is set.")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Keep the flag").click()
    expect(page.get_by_text("The flag stays; the next review is counted from now.")).to_be_visible()
    page.goto(address)
    page.get_by_label(law.security_flag_removals()["set_in_error"].name).check()
    page.get_by_role("button", name="Remove the flag").click()
    expect(page.get_by_text("The flag is removed. Whoever was told of it hears.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("This registration carries none.")).to_be_visible()


def test_who_may_not_see_flags_gets_no_page(page: Page, sign_in, registration_officer, address, watch):
    watch.expected.append("403")
    sign_in(page, registration_officer)
    answer = page.goto(address)
    assert answer is not None and answer.status == 403
