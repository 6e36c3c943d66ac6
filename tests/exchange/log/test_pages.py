"""Where people read how the log stands: its page, and the table of channels on the first screen."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from egnatia.base import clock
from egnatia.engines.proofs.merkle import EMPTY_ROOT
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.messages.heads import HeadShown
from egnatia.exchange.messages.service import Refusal
from egnatia.site import today
from tests.exchange.conftest import Neighbour
from tests.exchange.log.steps import cosign, signed_head
from tests.exchange.steps import reply, waiting_for

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def show_theirs(serbia: Neighbour, root: bytes = EMPTY_ROOT) -> None:
    serbia.begin().say(HeadShown(head=signed_head(serbia, 0, root).to_text(), since=0, proof=()))


def test_page_says_who_has_seen_what(serbia: Neighbour, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    assert "Not yet" in text(client.get(reverse("exchange_log")))
    show_head_where_due()
    cosign(serbia)
    show_theirs(serbia)
    shown = text(client.get(reverse("exchange_log")))
    assert "Not yet" not in shown and "2 partners within 4 hours" in shown and "isn&#x27;t witnessed" not in shown


def test_page_says_what_is_wrong(serbia: Neighbour, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    show_head_where_due()
    reply(serbia, waiting_for(serbia, "head.shown"), Refusal(code="witness.diverges", message="Another root."))
    show_theirs(serbia)
    show_theirs(serbia, bytes(32))
    with clock.frozen(clock.now() + timedelta(hours=5)):
        shown = text(client.get(reverse("exchange_log")))
    assert shown.count("The log was shown with other entries before") == 2
    assert "told partners nothing about persons" in shown


def test_first_screen_says_until_when_and_what_was_seen(serbia: Neighbour, client: Client) -> None:
    show_theirs(serbia)
    rows = {row.partner.code: row for row in today.channel_rows()}
    assert rows["MK"].until and not rows["MK"].named and rows["RS"].seen_at and not rows["AL"].seen_at
    shown = text(client.get("/"))
    assert "witnessed until" in shown and "witnessed here" in shown
    show_theirs(serbia, bytes(32))
    with clock.frozen(clock.now() + timedelta(hours=5)):
        shown = text(client.get("/"))
    assert "Not witnessed: no answers" in shown and "Doesn't fit what was seen" in shown
