"""What the police of two partners ask each other, in a real browser: accessible, and on a phone."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.models import Hit, ReceivedMatch
from tests.biometrics.conftest import sign  # noqa: F401  (fixture)
from tests.exchange.conftest import neighbour  # noqa: F401  (fixture)
from tests.exchange.gateways.conftest import federation  # noqa: F401  (fixtures)
from tests.lawenforcement.conftest import (  # noqa: F401  (fixtures)
    draft,
    law_examiner,
    police,
    searched,
    serbia,
    submit,
    verifier,
)
from tests.lawenforcement.partners import CONFIRM, answer_question, ask, confirm, match
from tests.lawenforcement.test_asking_partners import release

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_for_axe_to_find_also_on_a_phone(
    page: Page,
    sign_in,
    sign,  # noqa: F811
    submit,  # noqa: F811
    searched,  # noqa: F811
    police,  # noqa: F811
    verifier,  # noqa: F811
    law_examiner,  # noqa: F811
    serbia,  # noqa: F811
    supervisor,
    assert_fit_for_all,
):
    sign(seed=1, take=0)
    sign(seed=4, take=0)
    request = searched(seed=1)
    answer_question(serbia, match(1))
    hit = Hit.objects.get(asked__isnull=False)
    own = Hit.objects.get(asked=None)
    record_verdict(law_examiner, own, *CONFIRM)
    confirm(serbia, ask(serbia, 4).matches[0].reference)
    ask(serbia, 2, urgent=True, verified=None)
    wanted = ReceivedMatch.objects.get(release="asked")
    waiting = submit(seed=2)
    looks = [
        (law_examiner, "law_examine", reverse("law_examine")),
        (law_examiner, "law_examine_hit", reverse("law_examine_hit", args=(hit.pk,))),
        (police, "law_request", reverse("law_request", args=(request.pk,))),
        (police, "law_new_request", reverse("law_new_request")),
        (verifier, "law_verify", reverse("law_verify", args=(waiting.pk,))),
        (verifier, "law_releases", reverse("law_releases")),
        (verifier, "law_release", reverse("law_release", args=(wanted.pk,))),
        (supervisor, "law_received", reverse("law_received")),
        (supervisor, "law_log", reverse("law_log")),
        (supervisor, "law_statistics", reverse("law_statistics")),
    ]
    for officer, name, address in looks:
        sign_in(page, officer)
        assert_fit_for_all(page, [address])
        keep(page, name)
    record_verdict(law_examiner, hit, *CONFIRM)
    sign_in(page, police)
    answer = reverse("law_answer", args=(request.pk,))
    assert_fit_for_all(page, [answer])
    keep(page, "law_answer-waiting")
    release(serbia)
    assert_fit_for_all(page, [answer])
    keep(page, "law_answer")


def keep(page: Page, name: str) -> None:
    """For whoever wants to look: EGNATIA_SCREENSHOTS names a folder."""
    if folder := os.environ.get("EGNATIA_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
