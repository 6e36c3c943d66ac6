"""Member files: taken in, confirmed by fingerprint, renewed, refused."""

import json
from typing import Any

import pytest

from egnatia.base.errors import Problem
from egnatia.exchange import member_file
from egnatia.exchange.actions.add_partner import add_partner
from egnatia.exchange.actions.confirm_partner import confirm_partner
from egnatia.exchange.keys import NumberedKeys, OwnKeys
from tests.exchange.conftest import private_keys, write_member_file


def test_own_file_can_be_read(db: None) -> None:
    member = member_file.read(member_file.write_own().encode())
    assert member.partner == "MK" and member.url == "http://localhost:8400"
    assert member.fingerprint == member_file.own_fingerprint()
    groups = member.fingerprint.split(" ")
    assert len(groups) == 12 and all(len(group) == 5 and group.isdigit() for group in groups)


@pytest.mark.parametrize("field", ["url", "name", "partner", "signing_keys", "sealing_keys"])
def test_altered_file_is_refused(field: str) -> None:
    content = json.loads(member_file.write_own())
    value = content["member"][field]
    content["member"][field] = "AL" if field == "partner" else {"1": "A" * 43} if isinstance(value, dict) else value + "x"
    with pytest.raises(Problem, match=r"exchange\.member_file\.(altered|invalid)"):
        member_file.read(json.dumps(content).encode())


@pytest.mark.parametrize("junk", [b"", b"{}", b"[]", b"\xff", b"{" * 1000, b'{"member": {}}', b"x" * 100_000])
def test_other_files_are_refused(junk: bytes) -> None:
    with pytest.raises(Problem, match=r"exchange\.member_file\.invalid"):
        member_file.read(junk)


def test_partner_waits_until_the_fingerprint_was_compared(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = add_partner(administrator, write_member_file(private_keys("RS"), monkeypatch=monkeypatch))
    assert partner.state == "pending"
    with pytest.raises(Problem, match=r"exchange\.fingerprint_differs"):
        confirm_partner(administrator, partner, partner.fingerprint[:-1] + "x")
    confirm_partner(administrator, partner, partner.fingerprint.replace(" ", ""))
    partner.refresh_from_db()
    assert partner.state == "confirmed"


def test_new_address_under_the_same_key_stays_confirmed(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own = private_keys("RS")
    partner = add_partner(administrator, write_member_file(own, monkeypatch=monkeypatch))
    confirm_partner(administrator, partner, partner.fingerprint)
    add_partner(administrator, write_member_file(own, url="https://rs.example", monkeypatch=monkeypatch))
    partner.refresh_from_db()
    assert (partner.state, partner.url) == ("confirmed", "https://rs.example")


def test_new_key_has_to_be_confirmed_anew(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = private_keys("RS"), private_keys("RS")
    partner = add_partner(administrator, write_member_file(own, monkeypatch=monkeypatch))
    confirm_partner(administrator, partner, partner.fingerprint)
    rotated = OwnKeys("RS", NumberedKeys({1: own.signing.current, 2: other.signing.current}), own.sealing)
    add_partner(administrator, write_member_file(rotated, monkeypatch=monkeypatch))
    partner.refresh_from_db()
    assert partner.state == "pending"


def test_older_file_is_refused(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own = private_keys("RS")
    older = write_member_file(own, url="http://localhost:1", monkeypatch=monkeypatch)
    add_partner(administrator, write_member_file(own, monkeypatch=monkeypatch))
    with pytest.raises(Problem, match=r"exchange\.member_file\.old"):
        add_partner(administrator, older)


def test_own_and_strange_files_are_refused(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Problem, match=r"exchange\.member_file\.own"):
        add_partner(administrator, member_file.write_own().encode())
    with pytest.raises(Problem, match=r"exchange\.member_file\.stranger"):
        add_partner(administrator, write_member_file(private_keys("DE"), monkeypatch=monkeypatch))


def test_only_administrators_may(registration_officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        add_partner(registration_officer, write_member_file(private_keys("RS"), monkeypatch=monkeypatch))
