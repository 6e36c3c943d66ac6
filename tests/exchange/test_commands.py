"""`egnatia partners …` and `egnatia search`, as an operator types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from egnatia.exchange.commands import app
from egnatia.exchange.messages.search import SearchAnswer
from egnatia.exchange.models import Partner, SearchTarget
from tests.exchange.conftest import Neighbour, private_keys, write_member_file
from tests.exchange.steps import possible_match, reply, waiting

pytestmark = pytest.mark.django_db
run = CliRunner().invoke


@pytest.fixture
def member_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    file = tmp_path / "rs.json"
    file.write_bytes(write_member_file(private_keys("RS"), monkeypatch=monkeypatch))
    return str(file)


def test_add_confirm_suspend(member_file: str) -> None:
    assert "None yet" in run(app, ["partners", "list"]).output
    added = run(app, ["partners", "add", member_file])
    partner = Partner.objects.get()
    assert partner.fingerprint in added.output and "partners confirm RS" in added.output
    assert run(app, ["partners", "confirm", "rs", "123"]).exception.code == "exchange.fingerprint_differs"
    assert run(app, ["partners", "confirm", "rs", partner.fingerprint]).exit_code == 0
    (row,) = json.loads(run(app, ["partners", "list", "--json"]).output)
    assert (row["state"], row["channel"]) == ("confirmed", "open")
    assert run(app, ["partners", "suspend", "RS", "--reason", "Keys may be lost"]).exit_code == 0
    assert Partner.objects.get().state == "suspended"


def test_add_with_the_fingerprint_confirms_at_once(member_file: str) -> None:
    fingerprint = json.loads(run(app, ["partners", "add", member_file, "--json"]).output)["fingerprint"]
    again = run(app, ["partners", "add", member_file, "--fingerprint", fingerprint, "--json"])
    assert json.loads(again.output)["state"] == "confirmed"


def test_export(tmp_path: Path) -> None:
    written = run(app, ["partners", "export", str(tmp_path / "mk.json")])
    assert "Fingerprint to read out" in written.output
    assert json.loads((tmp_path / "mk.json").read_text())["member"]["partner"] == "MK"
    assert json.loads(run(app, ["partners", "export"]).output)["member"]["partner"] == "MK"


def test_partner_that_does_not_answer(serbia: Neighbour) -> None:
    tested = run(app, ["partners", "test", "--json"])
    assert tested.exit_code == 1
    assert json.loads(tested.output)[0]["code"] == "exchange.unreachable"


def test_search(serbia: Neighbour, register: Any, operator: Any) -> None:
    data_set = register(seed=3)
    reference = data_set.reference_number
    latest = ["search", reference, "--latest", "--wait", "0", "--json"]
    asked = run(app, latest)
    assert asked.exit_code == 4, "an answer is missing"
    assert {row["partner"]: row["state"] for row in json.loads(asked.output)["partners"]}["RS"] == "waiting"
    reply(serbia, waiting("search.question"), SearchAnswer(result="no_match"))
    assert run(app, latest).exit_code == 1
    again = run(app, ["search", reference, "--purpose", "ret", "--wait", "0"])
    assert again.exit_code == 4 and "RS  waiting" in again.output
    reply(serbia, waiting("search.question"), possible_match())
    assert run(app, latest).exit_code == 0
    assert SearchTarget.objects.filter(partner_code="RS").count() == 2


def test_search_for_what_is_not_there(operator: Any) -> None:
    assert run(app, ["search", "MK123"]).exception.code == "persons.data_set.not_found"
