"""`/metrics`: what a monitoring system reads, and who may read it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families

from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.exchange.actions.park_message import park_message
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import OutboxMessage, Partner, QuotaUse
from tests.exchange.conftest import Neighbour, neighbour, serbia  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
TOKEN = "a-long-token-of-the-monitoring"
Samples = dict[tuple[str, str, str], float]


def read(**headers: str) -> Samples:
    """(name, partner, state or purpose) → value."""
    response = Client().get(reverse("metrics"), headers=headers)
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    samples = [one for family in text_string_to_metric_families(response.content.decode()) for one in family.samples]
    return {(one.name, one.labels.get("partner", ""), _last_label(one.labels)): one.value for one in samples}


def _last_label(labels: dict[str, str]) -> str:
    return labels.get("state") or labels.get("purpose") or ""


@pytest.fixture
def queue(serbia: Neighbour) -> list[OutboxMessage]:  # noqa: F811
    """Two that wait, one that is parked, the oldest made ten minutes ago."""
    sent = [send_message(serbia.partner, Ping(), correspondence=new_id()) for _ in range(3)]
    OutboxMessage.objects.filter(pk=sent[0].pk).update(made_at=clock.now() - timedelta(minutes=10))
    park_message(None, sent[2], "It chokes")
    return sent


def test_queues_and_channels(queue: list[OutboxMessage]) -> None:
    Partner.objects.update(failures=4)
    found = read()
    by_state = {state: value for (name, _, state), value in found.items() if name == "egnatia_outbox_messages"}
    assert by_state == {"waiting": 2, "parked": 1, "refused": 0, "dropped": 0}
    assert 600 <= found["egnatia_outbox_oldest_seconds", "RS", ""] < 660
    assert found["egnatia_channel_up", "RS", ""] == 0 and found["egnatia_delivery_failures", "RS", ""] == 4


def test_open_channel(serbia: Neighbour) -> None:  # noqa: F811
    found = read()
    assert found["egnatia_channel_up", "RS", ""] == 1 and found["egnatia_outbox_oldest_seconds", "RS", ""] == 0


def test_suspended_partner_is_neither_up_nor_down(serbia: Neighbour) -> None:  # noqa: F811
    Partner.objects.update(state="suspended")
    assert ("egnatia_channel_up", "RS", "") not in read()


@pytest.mark.parametrize(("count", "share"), [(None, 0), (1, 0), (4, 0), (5, 0.2), (24, 0.8), (25, 1)])
def test_quota_says_nothing_about_a_few(
    serbia: Neighbour,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    count: int | None,
    share: float,
) -> None:
    """Whether anybody was searched for as a missing child today can't be read off."""
    monkeypatch.setitem(node.current().settings, "exchange_daily_quota", {"CHI": 25})
    if count is not None:
        QuotaUse.objects.create(partner=serbia.partner, purpose="CHI", day=clock.today(), count=count)
    assert read()["egnatia_quota_used_ratio", "RS", "CHI"] == share


def test_labels_are_a_closed_list(queue: list[OutboxMessage]) -> None:
    """No kind, no id, no reason: nothing that could be about one person."""
    found = Client().get(reverse("metrics")).content.decode()
    labels = {label for family in text_string_to_metric_families(found) for sample in family.samples for label in sample.labels}
    assert labels == {"partner", "gateway", "state", "purpose"}
    assert "ping" not in found and "chokes" not in found and "withdrawn" not in found


def test_worker(serbia: Neighbour) -> None:  # noqa: F811
    alive = node.current().folder("run") / "work.alive"
    alive.unlink(missing_ok=True)
    assert read()["egnatia_worker_up", "", ""] == 0
    alive.touch()
    assert read()["egnatia_worker_up", "", ""] == 1
    alive.unlink()


def test_openmetrics_where_it_is_asked_for() -> None:
    response = Client().get(reverse("metrics"), headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response["Content-Type"].startswith("application/openmetrics-text")
    assert response.content.endswith(b"# EOF\n")


class TestWhoMayRead:
    @pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
    def test_this_machine(self, address: str) -> None:
        assert Client().get(reverse("metrics"), REMOTE_ADDR=address).status_code == 200

    @pytest.mark.parametrize("address", ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", "", "unix:"])
    def test_no_other(self, address: str) -> None:
        response = Client().get(reverse("metrics"), REMOTE_ADDR=address)
        assert response.status_code == 403
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "site.metrics.not_allowed"

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
    def test_nobody_through_a_proxy_on_this_machine(self, header: str) -> None:
        assert Client().get(reverse("metrics"), headers={header: "for=192.0.2.7"}).status_code == 403

    def test_nobody_without_token_where_a_proxy_is_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(node.current().settings, "behind_proxy", True)
        assert Client().get(reverse("metrics")).status_code == 403

    def test_whoever_has_the_token(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def status(authorization: str) -> int:
            headers = {"Authorization": authorization}
            return Client().get(reverse("metrics"), REMOTE_ADDR="192.0.2.7", headers=headers).status_code

        assert {status(""), status("Bearer "), status(f"Bearer {TOKEN}")} == {403}, "none is set"
        monkeypatch.setitem(node.current().settings, "metrics_token", TOKEN)
        assert status(f"Bearer {TOKEN}") == 200
        assert {status("Bearer "), status(f"Bearer {TOKEN}x"), status(TOKEN), status("Bearer é")} == {403}

    def test_an_officer_is_no_exception(self, client: Client, administrator: Any) -> None:
        client.force_login(administrator)
        assert client.get(reverse("metrics"), REMOTE_ADDR="192.0.2.7").status_code == 403

    def test_it_is_only_read(self) -> None:
        assert Client().post(reverse("metrics")).status_code == 405
