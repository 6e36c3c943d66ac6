"""Two real nodes: the law-enforcement gateway opened by the ceremony, used, witnessed, its key rotated, its log begun anew.

Migration goes on beside it.
"""

import json
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.exchange.nodes import LiveNode, region, wait_until

pytestmark = pytest.mark.timeout(600)
THROUGH = ("--gateway", "law-enforcement")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, LiveNode]]:
    with region(tmp_path_factory.mktemp("gateways"), "MK", "RS") as running:
        yield running


def test_from_the_keys_to_a_rotation(nodes: dict[str, LiveNode], tmp_path: Path) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    assert greeting(mk, "RS") == "exchange.gateway_closed"
    files = {code: tmp_path / f"{code}.json" for code in nodes}
    for code, node in nodes.items():
        for use in ("sign", "seal"):
            assert f"{code}:law-{use}:1 is made" in node.run("partners", "new-key", use, *THROUGH)
        node.step("export", file=str(files[code]))
    mk.step("introduce", files=[str(files["RS"])])
    rs.step("introduce", files=[str(files["MK"])])
    begun = time.monotonic()
    hold(nodes, tmp_path / "federation-1.json", "--agreement", "*:*:LEA=50")
    patience = max(15.0, 4 * (time.monotonic() - begun))  # in which the next list is signed and applied on this machine, too
    assert greeting(mk, "RS") == greeting(rs, "MK") == ""
    assert greeting(mk, "RS", "migration") == ""
    # The worker shows each log to the partner at its own gateway, and answers come back by its own lane.
    for gateway in ("law_enforcement", "migration"):
        wait_until(lambda through=gateway: mk.step("witnessed", gateway=through) == [True], nodes)

    assert "MK:law-sign:2 is made" in mk.run("partners", "new-key", "sign", *THROUGH)
    mk.step("export", file=str(files["MK"]))
    due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=round(patience))
    hold(nodes, tmp_path / "federation-2.json", "--key", str(files["MK"]), "--from", f"{due:%Y-%m-%dT%H:%M:%SZ}")
    while datetime.now(UTC) < due + timedelta(seconds=3):
        assert greeting(mk, "RS") == greeting(rs, "MK") == "", "nobody notices"
        time.sleep(1)
    hold(nodes, tmp_path / "federation-3.json", "--revoke", "MK:law-sign:1=replaced")
    wait_until(lambda: greeting(mk, "RS") == "", nodes)
    assert greeting(rs, "MK") == greeting(mk, "RS", "migration") == ""

    mk.run("backup", str(tmp_path / "node.tar"), str(tmp_path / "keys.tar"))
    with tarfile.open(tmp_path / "keys.tar") as kept:
        names = {Path(name).name for name in kept.getnames()}
    assert {"law-enforcement-sign-1.key", "law-enforcement-sign-2.key", "law-enforcement-seal-1.key"} <= names

    hold(nodes, tmp_path / "federation-4.json", "--new-log", "MK")
    for gateway in ("law_enforcement", "migration"):
        wait_until(lambda through=gateway: mk.step("witnessed", gateway=through) == [True], nodes)

    hold(nodes, tmp_path / "federation-5.json", "--agreement", "*:*:LEA=0")
    assert greeting(mk, "RS") == "exchange.gateway_closed" and greeting(mk, "RS", "migration") == ""
    assert json.loads(mk.run("partners", "test", "--gateway", "law-enforcement", "--json", accept=(1,)))[0]["code"]
    mk.run("log", "keys", str(tmp_path / "keys"))
    for number, origin in (("1", "egnatia/MK/law-enforcement"), ("2", "egnatia/MK/law-enforcement/2")):
        folder = tmp_path / f"log-{number}"
        mk.run("log", "export", str(folder), "--log", number, *THROUGH)
        proved = json.loads(mk.run("log", "verify", str(folder), "--keys", str(tmp_path / "keys"), "--json"))
        assert proved["origin"] == origin and not proved["findings"]
        assert [one["name"] for one in proved["witnesses"]] == ["egnatia/RS/law-enforcement"]


def hold(nodes: dict[str, LiveNode], file: Path, *wanted: str) -> None:
    """The next list, proposed by North Macedonia, signed and applied by both, by itself last."""
    nodes["MK"].run("partners", "propose", str(file), *wanted)
    for step in ("sign_list", "apply_list"):
        for node in (nodes["RS"], nodes["MK"]):
            node.step(step, file=str(file))


def greeting(node: LiveNode, partner: str, gateway: str = "law_enforcement") -> str:
    """What keeps the partner from answering; "" where it does."""
    return str(node.step("greet", partner=partner, gateway=gateway))
