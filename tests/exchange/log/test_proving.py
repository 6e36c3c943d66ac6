"""The page that writes out what was asked about a person, with the proofs."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from egnatia.audit.models import Event
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.commands import app
from egnatia.exchange.models import InboxMessage, OutboxMessage
from tests.exchange.conftest import Neighbour
from tests.exchange.log.steps import cosign
from tests.exchange.log.test_verifier import verify

pytestmark = pytest.mark.django_db
PAGE = "/partners/log/letters/"


def prove(body: bytes, folder: Path) -> tuple[int, str]:
    file, keys = folder / "letters.json", folder / "keys.txt"
    file.write_bytes(body)
    CliRunner().invoke(app, ["log", "keys", str(keys)], catch_exceptions=False)
    return verify("evidence", file, "--keys", keys)


def test_a_supervisor_saves_letters_that_prove_who_asked(
    serbia: Neighbour, told: Any, client: Client, supervisor: Any, tmp_path: Path
) -> None:
    show_head_where_due()
    cosign(serbia)
    client.force_login(supervisor)
    assert f"{PAGE}?gateway=migration" in client.get(reverse("exchange_log")).content.decode()
    answer = client.post(PAGE, {"number": told.data_set.reference_number})
    assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "no-store"
    code, said = prove(answer.content, tmp_path)
    assert code == 0 and "RS to MK, kind search.question" in said and "RS witnessed" in said, said
    [event] = Event.objects.filter(action="exchange.log.evidence_written")
    assert event.actor_id == str(supervisor.pk) and event.person_id == told.data_set.person_id


def test_what_is_left_out_is_said_by_file_and_verifier(
    serbia: Neighbour, told: Any, client: Client, supervisor: Any, tmp_path: Path
) -> None:
    first = InboxMessage.objects.filter(kind="search.question").get()
    InboxMessage.objects.filter(pk=first.pk).update(letter=None, answer=None)
    client.force_login(supervisor)
    answer = client.post(PAGE, {"number": told.data_set.reference_number})
    assert json.loads(answer.content)["left_out"] == {"emptied": 1, "not_in_log": 0, "elsewhere": {}}
    code, said = prove(answer.content, tmp_path)
    assert code == 0 and 'left out, as the file says: {"emptied": 1' in said, said


def test_where_there_is_nothing_to_save_it_says_why(told: Any, client: Client, supervisor: Any) -> None:
    client.force_login(supervisor)
    number = told.data_set.reference_number

    def said(number: str) -> str:
        answer = client.post(PAGE, {"number": number})
        assert answer["Content-Type"].startswith("text/html")
        return str(answer.content.decode())

    assert "Fill this in" in said("")
    assert "There is no registration under this number" in said("MK417")
    for box in (InboxMessage, OutboxMessage):
        box.objects.update(letter=None, answer=None)
    assert "were emptied" in said(number)


@pytest.mark.parametrize("role", ["registration_officer", "case_officer", "administrator", "analyst"])
def test_not_for_everybody(role: str, told: Any, make_officer: Any, client: Client) -> None:
    client.force_login(make_officer("zora", role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"number": told.data_set.reference_number}).status_code == 403
    assert PAGE not in client.get(reverse("quotas")).content.decode()
