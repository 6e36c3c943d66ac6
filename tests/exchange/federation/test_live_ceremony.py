"""Three real nodes: the first list, keys rotated while messages flow, a key revoked, and what it had signed before."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.nodes import LiveNode, region, wait_until

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, LiveNode]]:
    with region(tmp_path_factory.mktemp("federation"), "MK", "RS", "AL") as running:
        yield running


def test_ceremony_rotation_revocation(nodes: dict[str, LiveNode], tmp_path: Path) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    first = str(tmp_path / "federation-1.json")
    mk.run("partners", "propose", first)
    for node in nodes.values():
        node.run("partners", "sign", first, "--yes")
    for node in nodes.values():
        assert "List 1 is applied: in force" in node.run("partners", "apply", first)
    shown = json.loads(mk.run("partners", "show", first, "--json"))
    assert shown["is_complete"] and shown["is_applied"]
    search(mk, 1, nodes)

    second = str(tmp_path / "federation-2.json")
    assert mk.step("new_keys") == ["MK:sign:2", "MK:seal:2"]
    due = mk.step("propose_own_keys", file=second, seconds=15)
    for node in (mk, rs):
        node.step("sign_list", file=second)
    for node in nodes.values():
        node.step("apply_list", file=second)
    seed = 10
    while not is_over(mk, due) or seed < 14:
        search(mk, seed, nodes)
        search(rs, seed + 100, nodes)
        seed += 1
        time.sleep(0.5)
    search(mk, seed, nodes)
    search(rs, seed + 100, nodes)
    # Both letters and what is sealed for them went over to the new keys, and nobody noticed.
    assert mk.step("keys_used") == {"in_use": ["MK:sign:2", "MK:seal:2"], "letters": [1, 2]}
    assert [node.step("troubled_messages") for node in nodes.values()] == [[], [], []]

    third = str(tmp_path / "federation-3.json")
    mk.step("propose_revocation", file=third, key="MK:sign:1")
    for node in (rs, nodes["AL"]):
        node.step("sign_list", file=third)
    for node in nodes.values():
        node.step("apply_list", file=third)
    search(mk, 50, nodes)
    wait_until(lambda: rs.step("list_in_force") == 3, nodes)
    assert mk.step("speak_by_key", partner="RS", number=1) == "exchange.key_revoked"
    assert mk.step("speak_by_key", partner="RS", number=2) == "pong"
    kept = rs.step("verify_kept_letters", partner="MK")
    assert kept["1"] >= 5 and kept["2"] >= 2

    folder = tmp_path / "lists"
    rs.run("partners", "lists", "--write", str(folder))
    proved = json.loads(LiveNode.run(rs, "partners", "verify", *map(str, sorted(folder.iterdir())), "--json"))
    assert (proved["ok"], proved["proved"]) == (True, 3)


def search(node: LiveNode, seed: int, nodes: dict[str, LiveNode]) -> None:
    """Somebody is registered, and both others answer."""
    reference = node.step("register", seed=seed)["reference_number"]
    wait_until(lambda: answered(node.step("look", reference_number=reference)), nodes)


def answered(seen: Any) -> bool:
    return bool(seen["answers"]) and "waiting" not in seen["answers"].values()


def is_over(node: LiveNode, due: str) -> bool:
    return bool(node.step("now") > due)
