"""The `egnatia` command as an operator uses it: real processes, real nodes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
import urllib.request
from pathlib import Path

import pytest

from egnatia.base import node as nodes
from tests.exchange.nodes import free_port


def egnatia(directory: Path, *arguments: str, **more) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != nodes.ENVIRONMENT}
    command = [sys.executable, "-m", "egnatia", "--node", str(directory), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=240, **more)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    directory = tmp_path_factory.mktemp("command") / "node"
    done = egnatia(directory, "init", "--partner", "mk", "--port", str(free_port()), "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["partner"] == "MK" and len(facts["password"]) >= 12
    return directory


def test_second_init_keeps_the_first_node(made):
    before = (made / "keys" / "data-1.key").read_bytes()
    done = egnatia(made, "init", "--partner", "MK")
    assert done.returncode == 3 and "node.exists" in done.stderr
    assert (made / "keys" / "data-1.key").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["init", "--partner", "XX"], "node.partner_unknown"),
        (["init", "--partner", "AL", "--database", "mysql://x/y"], "node.database_url"),
        (["doctor"], "node.not_chosen"),
        (["serve"], "node.not_chosen"),
    ],
)
def test_bad_use_is_told_with_code_and_cure(tmp_path, arguments, code):
    done = egnatia(tmp_path / "none", *arguments)
    assert done.returncode == 3
    assert code in done.stderr and "Traceback" not in done.stderr


def test_keys_are_for_the_owner_only(made):
    assert {path.stat().st_mode & 0o777 for path in (made / "keys").iterdir()} == {0o600}


def test_serve_tells_what_is_wrong_before_it_starts_anything(made):
    key = made / "keys" / "search.key"
    key.rename(key.with_suffix(".away"))
    try:
        done = egnatia(made, "serve", "--threads", "2")
    finally:
        key.with_suffix(".away").rename(key)
    assert done.returncode == 4 and "base.keys.unreadable" in done.stderr and "Traceback" not in done.stderr


def test_the_process_that_looks_after_the_server_has_no_django_of_its_own():
    code = "from egnatia.site import command, serving; import sys; command._build_serve(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pydantic", "cryptography", "django.forms", "django.template", "egnatia.audit.models"} & set(
        done.stdout.split()
    )


def test_doctor_finds_what_is_wrong(made):
    findings = _findings(made)
    assert not findings["worker runs"]["ok"] and "egnatia work" in findings["worker runs"]["cure"]
    assert findings["database"]["ok"] and findings["audit chain"]["ok"] and findings["keys of the node"]["ok"]


def test_doctor_finds_a_watched_folder_that_is_not_there(made):
    before = nodes.load(made)
    assert _findings(made)["watched folder"]["ok"]
    nodes.change_settings(before, {"watched_folder": "scans"})
    try:
        assert "scans isn't there" in _findings(made)["watched folder"]["cure"]
        (made / "scans").mkdir()
        assert _findings(made)["watched folder"]["ok"]
    finally:
        nodes.change_settings(before, {"watched_folder": ""})


def test_doctor_finds_altered_audit_and_loose_keys(made):
    key = made / "keys" / "search.key"
    key.chmod(0o644)
    with sqlite3.connect(made / "db.sqlite3") as database:
        database.execute("UPDATE audit_event SET why = 'x' WHERE number = 1")
    try:
        findings = _findings(made)
        assert "search.key" in findings["keys of the node"]["cure"]
        assert "event 1 was altered" in findings["audit chain"]["cure"]
    finally:
        key.chmod(0o600)
        with sqlite3.connect(made / "db.sqlite3") as database:
            database.execute("UPDATE audit_event SET why = '' WHERE number = 1")


def test_backup_and_restore_give_the_same_node_and_neither_file_opens_alone(made, tmp_path):
    assert egnatia(made, "backup", str(tmp_path / "node.tar"), str(tmp_path / "keys.tar")).returncode == 0
    names = subprocess.run(["tar", "tf", tmp_path / "node.tar"], capture_output=True, text=True, check=True).stdout
    assert "keys/" not in names and "database.dump" in names
    done = egnatia(tmp_path / "back", "restore", str(tmp_path / "node.tar"), str(tmp_path / "keys.tar"))
    assert done.returncode == 0, done.stderr
    findings = _findings(tmp_path / "back")
    assert findings["audit chain"]["ok"] and findings["database is up to date"]["ok"]


def test_backup_never_overwrites_and_damage_is_told(made, tmp_path):
    (tmp_path / "node.tar").write_bytes(b"something")
    assert "backup.exists" in egnatia(made, "backup", str(tmp_path / "node.tar"), str(tmp_path / "k.tar")).stderr
    (tmp_path / "k.tar").write_bytes(b"nothing")
    done = egnatia(tmp_path / "back", "restore", str(tmp_path / "node.tar"), str(tmp_path / "k.tar"))
    assert done.returncode == 3 and "backup.unreadable" in done.stderr


@pytest.mark.parametrize("damage", ["climbs", "link"])
def test_a_backup_that_reaches_beyond_its_folder_is_refused(made, tmp_path, damage):
    member = tarfile.TarInfo("../evil" if damage == "climbs" else "keys/link")
    member.type, member.linkname = (tarfile.REGTYPE, "") if damage == "climbs" else (tarfile.SYMTYPE, "/etc/passwd")
    for name in ("node.tar", "keys.tar"):
        with tarfile.open(tmp_path / name, "w") as archive:
            archive.addfile(member)
    done = egnatia(tmp_path / "back", "restore", str(tmp_path / "node.tar"), str(tmp_path / "keys.tar"))
    assert done.returncode == 3 and "backup.unreadable" in done.stderr
    assert not (tmp_path / "evil").exists() and not list((tmp_path / "back").iterdir())


def test_serve_and_work_answer_and_leave_nothing_behind(made):
    environment = {key: value for key, value in os.environ.items() if key != nodes.ENVIRONMENT}
    command = [sys.executable, "-m", "egnatia", "--node", str(made), "serve", "--with-work"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        assert "Western Balkans today" in _first_page(nodes.load(made).url + "/")
        _wait_for(lambda: (made / "run" / "work.alive").is_file())
        again = egnatia(made, "work")
        assert again.returncode == 3 and "site.worker_running" in again.stderr
        assert _findings(made)["worker runs"]["ok"]
        _wait_for(lambda: "No server" not in _find(made).stderr)  # it answers a little after its first page
        asked = _find(made)
        assert (asked.returncode, asked.stdout, asked.stderr) == (1, "Nobody found.\n", "")
        assert "too long" in egnatia(made, "find", "x" * 300).stderr
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=90)
    _wait_for(lambda: not _group_lives(process.pid))
    assert not _findings(made)["worker runs"]["ok"]
    alone = _find(made)
    assert (alone.returncode, alone.stdout) == (1, "Nobody found.\n") and "No server of this node answers" in alone.stderr


def _find(directory: Path) -> subprocess.CompletedProcess[str]:
    return egnatia(directory, "find", "Haddad", "--why", "a test")


def _findings(directory: Path) -> dict[str, dict]:
    """What the doctor says, by what it looked at."""
    return {finding["what"]: finding for finding in json.loads(egnatia(directory, "doctor", "--json").stdout)}


def _first_page(url: str) -> str:
    found: list[str] = []

    def ask() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                found.append(answer.read().decode())
        except OSError:
            return False
        return True

    _wait_for(ask)
    return found[0]


def _wait_for(ready, seconds: float = 120.0) -> None:
    ends = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < ends
        time.sleep(0.1)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_commands_start_without_what_only_some_of_them_need():
    """`egnatia --help` comes in two seconds, not six: no package's commands import a compiler, an OCR model or calendars."""
    code = "from egnatia.site.command import build; import sys; build(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numba", "onnxruntime", "holidays", "PIL", "typst", "scipy"} & set(done.stdout.split())
