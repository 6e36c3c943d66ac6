"""The page of messages under way in a real browser: accessible, on a phone, without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.exchange.actions.park_message import park_message
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import OutboxMessage, Partner
from tests.exchange.conftest import neighbour, register, serbia  # noqa: F401  (fixtures)


@pytest.fixture
def question(serbia, neighbour, register):  # noqa: F811
    """A search that failed, something that is parked and what waits behind it; a partner to whom nothing is to be said."""
    neighbour("AL")
    correspondence = new_id()
    first, _ = (send_message(serbia.partner, Ping(), correspondence=correspondence) for _ in range(2))
    park_message(None, first, "The partner's node fails on it; its operator looks into it")
    register(seed=3)
    now = clock.now()
    OutboxMessage.objects.update(made_at=now - timedelta(hours=26))
    OutboxMessage.objects.filter(kind="search.question").update(attempts=12, last_problem="exchange.unreachable")
    Partner.objects.filter(code="RS").update(
        failures=12,
        last_failure="exchange.unreachable",
        last_failure_at=now - timedelta(minutes=3),
        next_attempt_at=now + timedelta(minutes=2),
        last_seen_at=now - timedelta(days=1),
    )
    return OutboxMessage.objects.get(kind="search.question", partner=serbia.partner)


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, administrator, question, assert_fit_for_all):
    sign_in(page, administrator)
    pages = [reverse(name, args=(question.pk,)) for name in ("park_message", "drop_message")]
    assert_fit_for_all(page, [reverse("delivery_queue"), *pages])


def test_without_script_a_message_is_parked_resent_and_dropped(open_context, sign_in, administrator, question):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, administrator)
    page.goto(reverse("delivery_queue"))
    row = page.get_by_role("row", name=question.short_id)
    row.get_by_role("link", name="Park").click()
    page.get_by_role("button", name="Park this message").click()
    expect(page.get_by_role("alert")).to_contain_text("Fill this in")
    page.get_by_label("Reason").fill("It chokes")
    page.get_by_role("button", name="Park this message").click()
    expect(row).to_contain_text("It chokes")
    row.get_by_role("button", name="Resend").click()
    expect(row).not_to_contain_text("It chokes")
    row.get_by_role("link", name="Drop").click()
    page.get_by_label("Reason").fill("Asked by telephone")
    page.get_by_role("button", name="Drop this message").click()
    expect(page.get_by_text("The message is given up.")).to_be_visible()
    assert not OutboxMessage.objects.filter(kind="search.question", state="waiting", partner__code="RS").exists()
