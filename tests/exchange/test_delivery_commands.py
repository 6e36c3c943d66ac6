"""`egnatia exchange …`, as an operator types it: kinds, ages and reasons, and nothing about a person."""

import json
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.commands import app
from egnatia.exchange.delivery.outbox import age_in_words
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import OutboxMessage, Partner
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import waiting

pytestmark = pytest.mark.django_db
run = CliRunner().invoke


@pytest.fixture
def away(serbia: Neighbour) -> Neighbour:
    """A partner that hasn't answered for three attempts."""
    now = clock.now()
    Partner.objects.update(
        failures=3,
        last_failure="exchange.unreachable",
        last_failure_at=now - timedelta(minutes=2),
        next_attempt_at=now + timedelta(seconds=100),
        last_seen_at=now - timedelta(days=3, hours=4, minutes=1),
    )
    return serbia


def test_status_without_partners() -> None:
    assert "No partner yet" in run(app, ["exchange", "status"]).output


def test_status_of_a_channel_that_is_open(serbia: Neighbour) -> None:
    shown = run(app, ["exchange", "status"])
    assert shown.exit_code == 0 and "RS  open" in shown.output and "last heard of never" in shown.output


def test_status_says_what_keeps_it(away: Neighbour, register: Any) -> None:
    register(seed=3)
    shown = run(app, ["exchange", "status"])
    assert shown.exit_code == 1, "a channel is late"
    assert "1 waiting" in shown.output and "last heard of 3 d 4 h ago" in shown.output
    assert "3 failures in a row, the last 2 min ago: The partner's node can't be reached" in shown.output
    (facts,) = json.loads(run(app, ["exchange", "status", "--json"]).output)
    assert (facts["channel"], facts["waiting"], facts["failures"]) == ("late", 1, 3)
    assert facts["last_failure"] == "exchange.unreachable" and facts["next_attempt_at"] > clock.now().isoformat()


def test_queue_names_kinds_and_never_a_person(away: Neighbour, register: Any) -> None:
    data_set = register(seed=3)
    question = waiting("search.question")
    for shown in (run(app, ["exchange", "queue"]), run(app, ["exchange", "queue", "rs", "--json"])):
        assert question.short_id in shown.output and "search.question" in shown.output
        for secret in (data_set.reference_number, "Haddad", "Samir", str(data_set.person_id), str(data_set.pk)):
            assert secret not in shown.output


def test_queue_of_somebody_unknown(serbia: Neighbour) -> None:
    assert run(app, ["exchange", "queue", "AL"]).exception.code == "exchange.partner.not_found"
    assert "Nothing is under way" in run(app, ["exchange", "queue", "RS"]).output


def test_queue_says_what_waits_for_what(serbia: Neighbour) -> None:
    correspondence = new_id()
    first, second = (send_message(serbia.partner, Ping(), correspondence=correspondence) for _ in range(2))
    assert run(app, ["exchange", "park", first.short_id, "--reason", "It chokes"]).exit_code == 0
    shown, held = run(app, ["exchange", "queue"]).output.splitlines()
    assert first.short_id in shown and "parked: It chokes" in shown and "1 behind it" in shown
    assert second.short_id in held and "waits for an earlier one" in held
    assert run(app, ["exchange", "queue", "--parked"]).output.count("\n") == 1
    assert "and 1 more" in run(app, ["exchange", "queue", "--limit", "1"]).output
    rows = json.loads(run(app, ["exchange", "queue", "--json"]).output)
    assert [(row["state"], row["held_up"], row["behind"]) for row in rows] == [("parked", False, 1), ("waiting", True, 0)]


def test_park_resend_drop(serbia: Neighbour) -> None:
    message = send_message(serbia.partner, Ping(), correspondence=new_id())

    def state() -> str:
        return OutboxMessage.objects.get(pk=message.pk).state

    parked = run(app, ["exchange", "park", str(message.pk), "--reason", "It chokes"])
    assert "is parked" in parked.output and state() == "parked"
    assert json.loads(run(app, ["exchange", "resend", message.short_id, "--json"]).output)["state"] == "waiting"
    assert "is given up" in run(app, ["exchange", "drop", message.short_id, "--reason", "Not wanted"]).output
    assert state() == "dropped"
    assert "dropped: Not wanted" in run(app, ["exchange", "queue", "--dropped"]).output
    assert "Nothing is parked" in run(app, ["exchange", "queue", "--parked"]).output
    again = run(app, ["exchange", "drop", message.short_id, "--reason", "Not wanted"])
    assert again.exception.code == "exchange.message.ended"


def test_reason_must_be_given(serbia: Neighbour) -> None:
    message = send_message(serbia.partner, Ping(), correspondence=new_id())
    for command in ("park", "drop"):
        assert run(app, ["exchange", command, message.short_id]).exit_code == 2, "misspelt"
        assert run(app, ["exchange", command, message.short_id, "--reason", " "]).exception.code == "exchange.reason_missing"


def test_resend_to_a_partner_and_to_all(away: Neighbour, neighbour: Any) -> None:
    send_message(away.partner, Ping(), correspondence=new_id())
    albania = neighbour("AL")
    assert "RS  1 tried again now" in run(app, ["exchange", "resend", "rs"]).output
    assert Partner.objects.get(code="RS").next_attempt_at is None
    assert json.loads(run(app, ["exchange", "resend", "ALL", "--json"]).output) == {"AL": 0, "RS": 1}
    Partner.objects.filter(pk=albania.partner.pk).update(state="suspended")
    assert run(app, ["exchange", "resend", "AL"]).exception.code == "exchange.channel_closed"
    assert json.loads(run(app, ["exchange", "resend", "all", "--json"]).output) == {"RS": 1}


@pytest.mark.parametrize("number", ["12345", "zzzzzzzz", "0" * 8, "0" * 33])
def test_number_that_is_none(serbia: Neighbour, number: str) -> None:
    assert run(app, ["exchange", "resend", number]).exception.code == "exchange.message.not_found"


def test_number_that_several_share(serbia: Neighbour) -> None:
    for end in "12":
        message = send_message(serbia.partner, Ping(), correspondence=new_id())
        OutboxMessage.objects.filter(pk=message.pk).update(id=f"abcdef00-0000-4000-8000-00000000000{end}")
    assert run(app, ["exchange", "resend", "ABCDEF00"]).exception.code == "exchange.message.ambiguous"
    assert run(app, ["exchange", "resend", "abcdef00-0000-4000-8000-000000000001"]).exit_code == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3700, "1 h 1 min"), (90000, "1 d 1 h"), (-5, "0 s")],
)
def test_ages(seconds: int, words: str) -> None:
    with clock.frozen(clock.now()) as now:
        assert age_in_words(now - timedelta(seconds=seconds)) == words
    assert age_in_words(None) == ""
