"""`egnatia log …`: exported logs are proven by files and keys alone, and what was done to them is named."""

import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from egnatia.base.errors import Problem
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.frontier import compute_root
from egnatia.engines.proofs.merkle import hash_leaf, verify_inclusion
from egnatia.exchange import envelope
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.commands import app
from egnatia.exchange.log.heads import sign_head
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import InboundMatch, InboxMessage, LogEntry
from egnatia.persons.actions.erase_data_set import erase_data_set
from tests.exchange.conftest import Neighbour
from tests.exchange.log.steps import cosign, signed_head, write

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["log", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def exported(serbia: Neighbour, tmp_path: Path) -> Path:
    """A log with two witnessed heads, and the keys beside it."""
    write(5)
    show_head_where_due()
    cosign(serbia)
    serbia.say(Ping())
    run("export", tmp_path / "log")
    run("keys", tmp_path / "keys.txt")
    return tmp_path


def verify(folder: Path, *more: object) -> Result:
    return run("verify", folder / "log", "--keys", folder / "keys.txt", *more)


def test_an_exported_log_is_proven(exported: Path) -> None:
    assert {file.name for file in (exported / "log").iterdir()} == {
        "about.json", "heads.txt", "entries.jsonl", "leaf-hashes", "kept",
    }  # fmt: skip
    result = verify(exported)
    assert result.exit_code == 0 and "Nothing wrong was found." in result.output and "RS has seen" in result.output
    facts = json.loads(verify(exported, "--json").output)
    size = LogEntry.objects.count()
    assert facts["leaves"] == facts["proven"] == size and facts["findings"] == []


def test_it_is_proven_where_there_is_no_node(exported: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "egnatia", "log", "verify", exported / "log", "--keys", exported / "keys.txt"],
        capture_output=True, text=True, check=False, cwd=exported, env={"PATH": "/usr/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_was_done_to_it_is_named(exported: Path, serbia: Neighbour) -> None:
    entries = exported / "log" / "entries.jsonl"
    text = entries.read_text()
    entries.write_text(text.replace('"kind":"sent"', '"kind":"seen"', 1))
    assert verify(exported).exit_code == 1 and "entry.altered" in verify(exported).output
    entries.write_text(text)
    hashes = exported / "log" / "leaf-hashes"
    content = hashes.read_bytes()
    hashes.write_bytes(bytes(32) + content[32:])
    assert "log.altered" in verify(exported).output
    hashes.write_bytes(content[:-32])
    assert "log.leaves_missing" in verify(exported).output
    hashes.write_bytes(content[:-1])
    with pytest.raises(Problem, match="leaves.damaged"):
        verify(exported)


def test_a_head_that_a_partner_kept_shows_a_log_that_was_rewritten(exported: Path, serbia: Neighbour) -> None:
    from egnatia.exchange import keys

    shown = heads.sign_head(heads.Head("MK", 5, bytes(32)), keys.own().signing.current, time=1_790_000_000)
    kept = heads.add_signature(shown, "RS", serbia.own.signing.current, time=1_790_000_000)
    (exported / "kept.txt").write_text(kept.to_text())
    result = verify(exported, "--kept", exported / "kept.txt")
    assert result.exit_code == 1 and "RS kept the head of size 5" in result.output


def test_files_that_are_no_log_are_told(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "keys.txt").write_text("")
    with pytest.raises(Problem, match="exchange.log_unreadable"):
        verify(tmp_path)
    (tmp_path / "log" / "about.json").write_text("[]")
    with pytest.raises(Problem, match="exchange.log_unreadable"):
        verify(tmp_path)
    with pytest.raises(Problem, match="exchange.log_folder_exists"):
        run("export", tmp_path / "log")


def test_heads_kept_of_a_partners_log_are_exported(serbia: Neighbour, tmp_path: Path) -> None:
    from egnatia.exchange.messages.heads import HeadShown

    shown = signed_head(serbia, 0, compute_root([])).to_text()
    serbia.say(HeadShown(head=shown, since=0, proof=()))
    run("export", tmp_path / "log")
    (kept,) = heads.read_heads((tmp_path / "log" / "kept" / "RS.txt").read_text())
    assert kept.head.origin == "RS" and [signature.name for signature in kept.signatures] == ["RS", "MK"]


def test_evidence_holds_the_letters_and_their_proofs(serbia: Neighbour, told: InboundMatch, tmp_path: Path) -> None:
    result = run("evidence", told.data_set.reference_number, tmp_path / "evidence.json")
    assert result.exit_code == 0 and (tmp_path / "evidence.json").stat().st_mode & 0o077 == 0
    bundle = json.loads((tmp_path / "evidence.json").read_text())
    head = heads.read_head(bundle["head"]).head
    asked = InboxMessage.objects.get(kind="search.question")
    assert {asked.letter, asked.answer} <= {one["letter"] for one in bundle["letters"]}
    for one in bundle["letters"]:
        leaf = one["leaf"]
        entry = json.dumps(leaf["entry"], sort_keys=True, separators=(",", ":")).encode()
        proof = [b64decode(step) for step in leaf["proof"]]
        assert leaf["entry"]["digest"] == envelope.digest(one["letter"])
        assert verify_inclusion(leaf["index"], head.size, hash_leaf(entry), proof, head.root)


def test_letters_older_than_the_log_are_told_of(told: InboundMatch, tmp_path: Path) -> None:
    asked = InboxMessage.objects.get(kind="search.question")
    LogEntry.objects.filter(digest=asked.digest).delete()
    result = run("evidence", told.data_set.reference_number, tmp_path / "evidence.json")
    bundle = json.loads((tmp_path / "evidence.json").read_text())
    assert "1 older than the log" in result.output
    assert f"{len(bundle['letters'])} letters" in result.output and asked.letter not in str(bundle)


def test_evidence_after_an_erasure_has_no_letters(told: InboundMatch, tmp_path: Path) -> None:
    reference = told.data_set.reference_number
    erase_data_set(told.data_set)
    result = run("evidence", reference, tmp_path / "evidence.json")
    assert "emptied" in result.output
    with pytest.raises(Problem, match="persons.data_set.not_found"):
        run("evidence", "MK00000000", tmp_path / "other.json")


def test_status_says_who_has_seen_what(serbia: Neighbour) -> None:
    assert "last head" not in run("status").output
    sign_head()
    show_head_where_due()
    cosign(serbia)
    output = run("status").output
    assert "RS  has seen" in output and "answers partners at least until" in output
    facts = json.loads(run("status", "--json").output)
    assert facts["witnessed"] and facts["witnesses"][0]["partner"] == "RS"
