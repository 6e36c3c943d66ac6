"""The page that saves what was asked about a person in a real browser: accessible, and ready for the next one."""

import json

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.exchange.conftest import neighbour, register, serbia, told  # noqa: F401  (fixtures)


def test_letters_are_saved_one_person_after_another(page: Page, sign_in, supervisor, told, assert_fit_for_all):  # noqa: F811
    sign_in(page, supervisor)
    assert_fit_for_all(page, [reverse("exchange_log"), reverse("prove_letters")])
    for _ in range(2):
        page.get_by_label("Number of the registration").fill(told.data_set.reference_number)
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save the letters with their proofs").click()
        assert saved.value.suggested_filename.endswith("-migration.json")
        page.wait_for_timeout(1100)  # a second click within a second is taken for a double click
        assert json.loads(saved.value.path().read_text())["letters"]
    page.get_by_label("Number of the registration").fill("MK417")
    page.get_by_role("button", name="Save the letters with their proofs").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no registration under this number")
