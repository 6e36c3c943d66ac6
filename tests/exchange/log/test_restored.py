"""A node restored from an older backup finds it out by what one partner refuses, and says so wherever people look."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from egnatia.base import clock, node
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.commands import app
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.restored import find_who_saw_more
from egnatia.exchange.log.standing import is_witnessed
from egnatia.exchange.messages.heads import HeadCosigned
from egnatia.exchange.messages.service import Refusal
from egnatia.site import today
from egnatia.site.doctor import examine
from tests.exchange.conftest import Neighbour
from tests.exchange.log.steps import cosign, write
from tests.exchange.steps import reply, waiting_for

pytestmark = pytest.mark.django_db
OLDER = "that of an older backup"


def refuse(neighbour: Neighbour, code: str) -> None:
    show_head_where_due()
    reply(neighbour, waiting_for(neighbour, "head.shown"), Refusal(code=code, message="3 leaves; 5 before."))


def what_doctor_says() -> str:
    [found] = [one for one in examine(node.current()) if one.what == "log of the exchange"]
    return "" if found.ok else found.cure


@pytest.mark.parametrize("code", ["witness.shortened", "witness.diverges", "witness.not_consistent"])
def test_one_partner_that_saw_more_is_enough_and_nothing_has_to_be_late(
    serbia: Neighbour, client: Client, administrator: Any, code: str
) -> None:
    refuse(serbia, code)
    assert is_witnessed(), "there are hours left: it is said at once all the same"
    assert "RS saw more" in what_doctor_says() and OLDER in what_doctor_says()
    status = CliRunner().invoke(app, ["log", "status"]).output
    assert OLDER in status and "After restoring a backup" in status
    assert {row.partner.code: row.named for row in today.channel_rows()}["MK"] == "exchange.log_restored"
    assert "restored from an older backup" in client.get("/").content.decode()
    client.force_login(administrator)
    assert OLDER in client.get(reverse("exchange_log")).content.decode()


def test_a_partner_that_asks_for_a_proof_from_beyond_the_log_saw_more(serbia: Neighbour) -> None:
    write(3)
    show_head_where_due()
    reply(serbia, waiting_for(serbia, "head.shown"), HeadCosigned(since=5_000))
    assert find_who_saw_more() == ["RS"]


def test_other_refusals_say_nothing_of_a_backup(serbia: Neighbour) -> None:
    refuse(serbia, "witness.not_signed")
    assert find_who_saw_more() == [] and OLDER not in what_doctor_says()


def test_it_is_over_when_the_partner_witnesses_again_and_of_one_gateway_alone(serbia: Neighbour) -> None:
    refuse(serbia, "witness.shortened")
    assert find_who_saw_more(Gateway.LAW_ENFORCEMENT) == []
    with clock.frozen(clock.now() + timedelta(hours=1)):
        show_head_where_due()
        cosign(serbia)
    assert find_who_saw_more() == [] and what_doctor_says() == ""
