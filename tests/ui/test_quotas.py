"""The public counter, quotas on the first screen and a partner's faults in a real browser: accessible, without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.exchange.conduct import hour_of
from egnatia.exchange.models import Fault, QuotaUse
from tests.exchange.conftest import neighbour, serbia  # noqa: F401  (fixtures)


@pytest.fixture
def busy(serbia, neighbour):  # noqa: F811
    """Serbia has used up one quota, asked a little for another purpose, and misbehaved; Albania asks nothing."""
    neighbour("AL")
    serbia.partner.quotas = {"MIG": 400}
    serbia.partner.save()
    today = clock.today()
    for purpose, back, count in (("MIG", 0, 400), ("MIG", 1, 312), ("RET", 0, 3), ("RET", 2, 27)):
        QuotaUse.objects.create(partner=serbia.partner, purpose=purpose, day=today - timedelta(days=back), count=count)
    for code, count in (("exchange.reference_unknown", 70), ("exchange.signature_invalid", 4), ("exchange.quota_used", 2)):
        Fault.objects.create(partner=serbia.partner, hour=hour_of(clock.now()), code=code, count=count)
    return serbia


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, administrator, busy, assert_fit_for_all):
    sign_in(page, administrator)
    assert_fit_for_all(
        page, [reverse("quotas"), reverse("first_screen"), reverse("partners"), reverse("partner", args=("RS",))]
    )


def test_everybody_reads_the_counter_without_script_and_without_signing_in(open_context, busy):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(reverse("first_screen"))
    page.get_by_role("link", name="What partners ask of this node").click()
    row = page.get_by_role("row", name="MIG").filter(has_text="Serbia")
    expect(row).to_contain_text("Used up")
    expect(row).to_contain_text("310")
    expect(page.get_by_role("row", name="RET").filter(has_text="Serbia")).to_contain_text("under 5")
