"""The law-enforcement gateway in a real browser: accessible, on a phone, and whole without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.models import Hit, Request
from egnatia.lawenforcement.queries.lists import to_examine
from tests.biometrics.conftest import sign  # noqa: F401  (fixture)
from tests.lawenforcement.conftest import (  # noqa: F401  (fixtures)
    draft,
    law_examiner,
    police,
    searched,
    submit,
    verifier,
)
from tests.registration.conftest import records_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_for_axe_to_find_also_on_a_phone(
    page: Page,
    sign_in,
    sign,  # noqa: F811
    draft,  # noqa: F811
    submit,  # noqa: F811
    searched,  # noqa: F811
    police,  # noqa: F811
    verifier,  # noqa: F811
    law_examiner,  # noqa: F811
    supervisor,
    assert_fit_for_all,
):
    sign(seed=1, take=0)
    answered = searched(seed=1)
    record_verdict(law_examiner, to_examine(law_examiner).get(), "same", "details_agree_on_several_fingers")
    searched(seed=1)
    hit = Hit.objects.filter(state="open").get()
    drafted, waiting = draft(seed=2, penalty_years=1), submit(seed=2)
    own = [reverse(name, args=(answered.pk,)) for name in ("law_request", "law_answer")]
    own += [reverse("law_requests"), reverse("law_new_request"), reverse("law_request", args=(drafted.pk,))]
    for officer, addresses in (
        (police, own),
        (verifier, [reverse("law_verifying"), reverse("law_verify", args=(waiting.pk,))]),
        (law_examiner, [reverse("law_examine"), reverse("law_examine_hit", args=(hit.pk,))]),
        (supervisor, [reverse("law_log"), reverse("law_statistics")]),
    ):
        sign_in(page, officer)
        assert_fit_for_all(page, addresses)


def test_a_case_from_draft_to_answer_without_script(
    open_context,
    sign_in,
    sign,  # noqa: F811
    police,  # noqa: F811
    verifier,  # noqa: F811
    law_examiner,  # noqa: F811
    tmp_path,
):
    sign(seed=1, take=0)
    prints = tmp_path / "prints.fmr"
    prints.write_bytes(b"".join(records_of(1, 1)))
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, police)
    page.goto(reverse("law_requests"))
    page.get_by_role("button", name="Draft a request").click()
    page.get_by_label("National file number").fill("KO-417/26")
    page.get_by_label("Who ordered the search").fill("P. Petrovski, prosecutor")
    page.get_by_label("Offence", exact=True).select_option("arson")
    page.get_by_label("Years of custody").fill("8")
    page.get_by_role("radio", name="Suspect").check()
    page.get_by_label("What substantiates that the person is?").fill("Filmed.")
    page.get_by_label("Why is the search necessary?").fill("It may burn again.")
    page.get_by_label("Fourteen or over").check()
    page.locator("input[type=file]").set_input_files(prints)
    for check in ("national_databases", "prum"):
        for box, value in (("day", "2"), ("month", "11"), ("year", "2026")):
            page.locator(f"[name={check}_done_on_{box}]").fill(value)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Submit to the verifying authority").click()
    request = Request.objects.get()
    sign_in(page, verifier)
    page.goto(reverse("law_verifying"))
    page.get_by_role("link", name=request.number).click()
    page.get_by_role("button", name="Approve and search").click()
    sign_in(page, law_examiner)
    page.goto(reverse("law_examine"))
    page.get_by_role("link", name=request.number).click()
    expect(page.locator(".eg-print__view > svg")).to_have_count(2)
    page.get_by_label("Same person", exact=True).check()
    page.get_by_label("Why?").select_option("details_agree_on_several_fingers")
    page.get_by_role("button", name="Record the verdict").click()
    sign_in(page, police)
    page.goto(reverse("law_request", args=(request.pk,)))
    page.get_by_role("button", name="Open the answer").click()
    expect(page.get_by_text("Haidari")).to_be_visible()
