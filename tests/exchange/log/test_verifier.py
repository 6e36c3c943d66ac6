"""What the node writes is proven by the independent verifier, which shares nothing with it but the documents."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.commands import app
from egnatia.exchange.log.heads import sign_head
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.models import FollowUp, InboundMatch
from tests.conftest import REPOSITORY
from tests.exchange.conftest import Neighbour
from tests.exchange.log.steps import cosign, write

pytestmark = pytest.mark.django_db


def verify(*arguments: object) -> tuple[int, str]:
    script = REPOSITORY / "verifier" / "egnatia_verifier.py"
    done = subprocess.run(
        [sys.executable, "-I", script, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=180
    )
    return done.returncode, done.stdout + done.stderr


def write_out(*arguments: object) -> None:
    assert CliRunner().invoke(app, ["log", *map(str, arguments)], catch_exceptions=False).exit_code == 0


def test_an_exported_log(serbia: Neighbour, tmp_path: Path) -> None:
    write(300)
    show_head_where_due()
    cosign(serbia)
    write_out("export", tmp_path / "log")
    write_out("keys", tmp_path / "keys")
    code, told = verify("log", tmp_path / "log", "--keys", tmp_path / "keys")
    assert code == 0 and "RS" in told, told
    hashes = tmp_path / "log" / "leaf-hashes"
    hashes.write_bytes(bytes(32) + hashes.read_bytes()[32:])
    code, told = verify("log", tmp_path / "log", "--keys", tmp_path / "keys")
    assert code == 1 and "log.altered" in told and "entry.altered" in told


def test_evidence_of_what_was_asked_about_a_person_and_by_whom(
    serbia: Neighbour, told: InboundMatch, case_officer: Any, tmp_path: Path
) -> None:
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    release_follow_up(case_officer, FollowUp.objects.get(), ["surnames"])
    sign_head()
    show_head_where_due()
    cosign(serbia)
    write_out("evidence", told.data_set.reference_number, tmp_path / "evidence.json")
    write_out("keys", tmp_path / "keys")
    code, said = verify("evidence", tmp_path / "evidence.json", "--keys", tmp_path / "keys")
    assert code == 0, said
    for part in ("search.question", "follow_up.request", "follow_up.release", "RS", "MIG"):
        assert part in said, said
    text = (tmp_path / "evidence.json").read_text().replace('"kind": "received"', '"kind": "sent"', 1)
    (tmp_path / "evidence.json").write_text(text)
    code, said = verify("evidence", tmp_path / "evidence.json", "--keys", tmp_path / "keys")
    assert code == 1, said
