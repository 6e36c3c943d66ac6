"""The page of messages under way: who sees it, what it says, that each decision goes through."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.exchange.actions.park_message import park_message
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import OutboxMessage, Partner, SearchTarget
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import waiting

pytestmark = pytest.mark.django_db
QUEUE = "delivery_queue"


@pytest.fixture
def page(client: Client, administrator: Any) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def question(serbia: Neighbour, register: Any) -> OutboxMessage:
    """A search that waits, of somebody called Haddad."""
    register(seed=3)
    return waiting("search.question")


def text(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:500]
    return " ".join(response.content.decode().split())


def test_what_waits_and_why(question: OutboxMessage, page: Client) -> None:
    Partner.objects.update(failures=2, last_failure="exchange.unreachable", last_failure_at=clock.now())
    OutboxMessage.objects.update(attempts=2, last_problem="exchange.unreachable", made_at=clock.now() - timedelta(hours=26))
    shown = text(page.get(reverse(QUEUE)))
    assert "Search" in shown and question.short_id in shown and "1 d 2 h" in shown and "Late" in shown
    assert shown.count("The partner&#x27;s node can&#x27;t be reached") == 2 and "2 failures in a row" in shown
    assert "Haddad" not in shown and "Samir" not in shown


def test_filters(question: OutboxMessage, page: Client, neighbour: Any) -> None:
    ping = send_message(neighbour("AL").partner, Ping(), correspondence=new_id())
    park_message(None, ping, "It chokes")
    address = reverse(QUEUE)
    both, serbia = text(page.get(address)), text(page.get(address, {"partner": "RS"}))
    assert ping.short_id in both and question.short_id in both
    assert ping.short_id not in serbia and question.short_id in serbia
    parked = text(page.get(address, {"state": "parked"}))
    assert ping.short_id in parked and question.short_id not in parked and "It chokes" in parked
    assert "No message fits" in text(page.get(address, {"partner": "RS", "state": "parked"}))
    assert ping.short_id in text(page.get(address, {"partner": "XX"})), "a choice that is none narrows nothing"


def test_nothing_under_way(serbia: Neighbour, page: Client) -> None:
    assert "All that this node had to say has arrived" in text(page.get(reverse(QUEUE)))


def test_park_asks_why_then_resend(question: OutboxMessage, page: Client) -> None:
    park = reverse("park_message", args=(question.pk,))
    assert "until somebody resends it" in text(page.get(park))
    assert "Fill this in" in text(page.post(park, {"reason": " "}))
    assert "is parked until somebody resends it" in text(page.post(park, {"reason": "It chokes"}, follow=True))
    shown = text(page.get(reverse(QUEUE)))
    assert "It chokes" in shown and "Resend" in shown
    assert "tried again now" in text(page.post(reverse("resend_message", args=(question.pk,)), follow=True))
    question.refresh_from_db()
    assert question.state == "waiting"


def test_drop_says_what_follows(question: OutboxMessage, page: Client) -> None:
    drop = reverse("drop_message", args=(question.pk,))
    shown = text(page.get(drop))
    assert "t be undone" in shown and "The region can be asked anew" in shown and "may have arrived" not in shown
    OutboxMessage.objects.update(attempts=1)
    assert "may have arrived" in text(page.get(drop))
    assert "is given up" in text(page.post(drop, {"reason": "Asked by telephone"}, follow=True))
    assert SearchTarget.objects.get(partner_code="RS").state == "given_up"
    shown = text(page.get(reverse(QUEUE), {"state": "dropped"}))
    assert (
        "Asked by telephone" in shown
        and "Given up" in shown
        and "Park" not in shown.replace("parked", "").replace("Parked", "")
    )
    assert "answered, withdrawn or dropped" in text(page.post(drop, {"reason": "Again"}))
    assert "answered, withdrawn or dropped" in text(page.post(reverse("resend_message", args=(question.pk,)), follow=True))


def test_search_says_that_it_was_given_up(question: OutboxMessage, page: Client, registration_officer: Any) -> None:
    page.post(reverse("drop_message", args=(question.pk,)), {"reason": "Asked by telephone"})
    page.force_login(registration_officer)
    data_set = SearchTarget.objects.get(partner_code="RS").search.data_set_id
    shown = text(page.get(reverse("regional_search", args=(data_set,))))
    assert "Given up before an answer came" in shown and "hx-trigger" not in shown


def test_notice_cannot_be_dropped(question: OutboxMessage, page: Client) -> None:
    OutboxMessage.objects.update(kind="notice.erased")
    drop = reverse("drop_message", args=(question.pk,))
    assert drop not in text(page.get(reverse(QUEUE)))
    assert "Park it instead" in text(page.get(drop))
    assert "be dropped" in text(page.post(drop, {"reason": "No"}))
    question.refresh_from_db()
    assert question.state == "waiting"


def test_partner_is_tried_now(question: OutboxMessage, page: Client) -> None:
    Partner.objects.update(failures=9, next_attempt_at=clock.now() + timedelta(seconds=200))
    assert "is tried again now" in text(page.post(reverse("resend_partner", args=("RS",)), follow=True))
    assert Partner.objects.get().next_attempt_at is None
    Partner.objects.update(state="suspended")
    assert "Confirm the partner first" in text(page.post(reverse("resend_partner", args=("RS",)), follow=True))


def test_supervisor_reads_and_does_nothing(question: OutboxMessage, client: Client, supervisor: Any) -> None:
    client.force_login(supervisor)
    shown = text(client.get(reverse(QUEUE)))
    assert question.short_id in shown and "Try now" not in shown and "Park" not in shown.replace("Parked", "")
    for name in ("resend_message", "park_message", "drop_message"):
        assert client.post(reverse(name, args=(question.pk,)), {"reason": "No"}).status_code == 403
    assert client.post(reverse("resend_partner", args=("RS",))).status_code == 403
    question.refresh_from_db()
    assert question.state == "waiting"


def test_not_for_everybody(client: Client, registration_officer: Any) -> None:
    client.force_login(registration_officer)
    assert client.get(reverse(QUEUE)).status_code == 403


def test_leads_there_from_the_partners(serbia: Neighbour, page: Client) -> None:
    assert reverse(QUEUE) in text(page.get(reverse("partners")))


def test_unknown_message(serbia: Neighbour, page: Client) -> None:
    assert page.get(reverse("park_message", args=(new_id(),))).status_code == 404
