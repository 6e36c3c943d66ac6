"""The federation list in a real browser: accessible, on a phone, and the way from a proposal to a list, also without script."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.exchange.federation.listing import read_file
from egnatia.exchange.federation.signing import add_signature, sign_listing
from tests.exchange.conftest import neighbour, serbia  # noqa: F401  (fixtures)
from tests.exchange.federation.conftest import albania, ceremony  # noqa: F401  (fixtures)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_proposal_to_a_list(open_context, sign_in, assert_accessible, administrator, ceremony, tmp_path, script):  # noqa: F811
    page = open_context(java_script_enabled=script).new_page()
    ceremony.hold()
    sign_in(page, administrator)
    proposal = tmp_path / "federation-2.json"
    proposal.write_text(ceremony.propose(suspend=("AL",), reason="Clocks are days off", policy="2026-2").to_text())
    look(page, proposal)
    expect(page.get_by_text("AL is suspended: Clocks are days off")).to_be_visible()
    expect(page.get_by_role("button", name="Apply this list")).to_have_count(0)
    if script:
        assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Sign for this partner").click()
    signed = read_file(Path(download.value.path()).read_bytes())
    own = ceremony.others[0].own
    proposal.write_text(add_signature(signed, sign_listing(signed.listing, own, clock.now())).to_text())
    look(page, proposal)
    page.get_by_role("button", name="Apply this list").click()
    expect(page.get_by_text("The list is applied.")).to_be_visible()
    expect(page.get_by_role("row", name="Albania")).to_contain_text("Suspended")


def look(page: Page, file: Path) -> None:
    page.goto(reverse("federation_list"))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, administrator, ceremony, assert_fit_for_all):  # noqa: F811
    sign_in(page, administrator)
    assert_fit_for_all(page, [reverse("federation_list")])
    ceremony.hold()
    ceremony.hold(policy="2", suspend=("AL",), reason="Clocks are days off")
    assert_fit_for_all(page, [reverse("federation_list"), reverse("partners"), reverse("partner", args=("AL",))])
