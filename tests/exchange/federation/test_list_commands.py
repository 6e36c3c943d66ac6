"""The ceremony as an operator types it: `egnatia partners propose`, `show`, `sign`, `merge`, `apply`, `lists`, `verify` …"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from egnatia.base import clock
from egnatia.exchange.commands import app
from egnatia.exchange.federation.listing import read_file
from egnatia.exchange.federation.signing import add_signature, sign_listing
from tests.exchange.conftest import Neighbour
from tests.exchange.federation.conftest import Ceremony, row

pytestmark = pytest.mark.django_db
run = CliRunner().invoke


def partners(*arguments: object) -> str:
    done = run(app, ["partners", *map(str, arguments)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def code_of(*arguments: object) -> str:
    return run(app, ["partners", *map(str, arguments)]).exception.code  # type: ignore[union-attr]


def sign_as(neighbour: Neighbour, file: Path, copy: Path) -> Path:
    """The neighbour's operator signs a copy of the proposal."""
    proposed = read_file(file.read_bytes())
    signed = add_signature(proposed, sign_listing(proposed.listing, neighbour.own, clock.now()))
    copy.write_text(signed.to_text(), encoding="utf-8")
    return copy


def test_first_list(serbia: Neighbour, tmp_path: Path) -> None:
    file, theirs = tmp_path / "federation-1.json", tmp_path / "rs.json"
    proposed = partners("propose", file, "--agreement", "MK:RS:MIG=500", "--agreement", "*:*:CHI=0", "--policy", "2026-1")
    assert "MK may ask RS for MIG 500 times a day" in proposed and "CHI" not in proposed
    assert "The policy is 2026-1" in proposed and "Nobody has signed yet." in proposed
    sign_as(serbia, file, theirs)
    aborted = run(app, ["partners", "sign", str(file)], input="n\n")
    assert aborted.exit_code == 1 and json.loads(file.read_text())["signatures"] == []
    assert "Signed" in partners("sign", file, "--yes")
    assert code_of("apply", file) == "exchange.list.quorum_missing"
    assert "It can be applied." in partners("merge", file, theirs)
    assert "List 1 is applied: in force" in partners("apply", file)
    assert "Nothing is new" in partners("apply", file)
    (facts,) = json.loads(partners("lists", "--json"))
    assert (facts["in_force"], facts["signed_by"], facts["members"]) == (True, ["MK", "RS"], ["MK", "RS"])
    assert facts["fingerprint"] in partners("lists") and facts["fingerprint"] in partners("verify", file)
    assert json.loads(partners("show", file, "--json"))["is_applied"]


def test_changes_by_their_options(ceremony: Ceremony, tmp_path: Path) -> None:
    ceremony.hold()
    file, member = tmp_path / "federation-2.json", tmp_path / "mk.json"
    assert "MK:sign:2 is made" in partners("new-key", "sign")
    partners("export", member)
    said = partners("propose", file, "--key", member, "--end", "MK:sign:1=2027-06-01T00:00:00Z", "--quorum", "3")
    at_once = partners("propose", file, "--key", member, "--revoke", "MK:sign:1=disclosed", "--from", "now")
    assert f"in force from {clock.now():%Y-%m-%d}" in at_once and "MK:sign:1 is revoked as disclosed" in at_once
    assert "MK:sign:2 is a new key" in said and "valid until 2027-06-01 00:00 UTC" in said and "3 of 3" in said
    said = partners("propose", file, "--suspend", "rs", "--reason", "Clocks", "--revoke", "AL:sign:1=lost@2026-11-01T00:00:00Z")
    assert "RS is suspended: Clocks" in said and "AL:sign:1 is revoked as lost" in said and "2026-11-01" in said
    said = partners("propose", file, "--remove", "RS", "--reason", "Its own wish", "--from", "2030-01-01T00:00:00Z")
    assert "RS leaves the federation" in said and "RS may not ask MK for MIG any more" in said and "in force from 2030" in said
    for wrong in (["--agreement", "MK:RS=5"], ["--revoke", "MK:sign:1"], ["--end", "MK:sign:1=soon"]):
        assert code_of("propose", file, *wrong) == "exchange.list.misspelt"
    assert code_of("propose", file, "--suspend", "RS") == "exchange.list.change_invalid"
    assert code_of("new-key", "wash") == "exchange.list.misspelt"


def test_verify_from_files_alone(ceremony: Ceremony, tmp_path: Path) -> None:
    ceremony.hold()
    ceremony.hold(policy="2")
    partners("lists", "--write", tmp_path)
    files = sorted(tmp_path.iterdir())
    assert "2 lists follow from each other" in partners("verify", *files)
    files[1].write_text(files[1].read_text().replace('"policy": "2"', '"policy": "3"'))
    broken = run(app, ["partners", "verify", *map(str, files), "--json"])
    assert broken.exit_code == 1
    assert json.loads(broken.output) | {"message": ""} == {
        "ok": False,
        "proved": 1,
        "code": "exchange.list.signature_refused",
        "message": "",
    }


def test_beside_the_list(ceremony: Ceremony, tmp_path: Path) -> None:
    ceremony.hold()
    (tmp_path / "rs.json").write_bytes(ceremony.member_file(ceremony.others[0].own))
    assert code_of("add", tmp_path / "rs.json") == "exchange.list.decides"
    assert code_of("confirm", "RS", row("RS").fingerprint) == "exchange.list.decides"
    partners("suspend", "RS", "--reason", "Looks odd")
    assert "the federation list has it as a member" in partners("list")
    assert "Confirmed" in partners("resume", "RS")
