"""Three real nodes, one of them put back to an older backup: refused and warned, until the partners let it begin a new log."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from egnatia.base import node as base_node
from egnatia.exchange.log.restored import REFUSED_AS
from tests.exchange.nodes import LiveNode, pass_over_tonight, region, wait_until

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, LiveNode]]:
    with region(tmp_path_factory.mktemp("restored"), "MK", "RS", "AL", settings={"exchange_head_minutes": 1}) as running:
        yield running


def test_it_goes_on(nodes: dict[str, LiveNode], tmp_path: Path) -> None:
    hold(nodes, tmp_path / "federation-1.json")
    known = nodes["RS"].step("register", seed=7)["reference_number"]
    await_answers(nodes["RS"], known, nodes)
    before, _theirs = known_to_both(nodes, 8)
    over_there = nodes["RS"].step("register", seed=11)["reference_number"]
    await_answers(nodes["RS"], over_there, nodes)
    since = nodes["RS"].step("now")
    nodes["MK"].run("backup", str(tmp_path / "node.tar"), str(tmp_path / "keys.tar"))

    # Under the number that this mark has, the restored node will tell of an erasure.
    assert nodes["MK"].step("mark", reference_number=before, event="residence_document_issued") == "mark"
    wait_until(lambda: life(nodes["MK"], before)["notices"] == [["notice.mark", "RS", "answered"]], nodes)
    # These letters of Serbia are lost with the disk, though they were answered.
    await_answers(nodes["RS"], nodes["RS"].step("register", seed=12)["reference_number"], nodes)
    assert nodes["RS"].step("erase", reference_number=over_there, ground="citizenship") == "erased"
    wait_until(lambda: life(nodes["RS"], over_there)["unmet"] == 0, nodes)
    size = status(nodes["MK"])["size"]
    wait_until(lambda: [line["size"] >= size for line in status(nodes["MK"])["witnesses"]] == [True, True], nodes)
    closed = restore(nodes, tmp_path)

    refused = wait_until(lambda: (one := status(nodes["MK"]))["saw_more"] == ["AL", "RS"] and one, nodes)
    assert {line["problem"] for line in refused["witnesses"]} <= set(REFUSED_AS)
    assert "older backup" in nodes["MK"].run("doctor", accept=(0, 1))

    hold(nodes, tmp_path / "federation-2.json", "--new-log", "MK")
    now = wait_until(lambda: (one := status(nodes["MK"]))["log"] == 2 and is_seen(one) and one, nodes)
    assert now["witnessed"] and now["saw_more"] == []
    ours = nodes["MK"].step("register", seed=7, take=1)["reference_number"]
    wait_until(lambda: nodes["MK"].step("look", reference_number=ours)["matches"] == ["to_examine"], nodes)
    send_again(nodes, since)
    for reference, notices in ((ours, ["AL", "RS"]), (before, ["AL", "RS", "RS"])):
        assert nodes["MK"].step("erase", reference_number=reference, ground="citizenship") == "erased"
        told = wait_until(lambda one=reference: (seen := life(nodes["MK"], one))["unmet"] == 0 and seen, nodes)
        erased = [notice for notice in told["notices"] if notice[0] == "notice.erased"]
        assert erased == [["notice.erased", partner, "answered"] for partner in notices]
    assert ["notice.citizen", ""] in nodes["MK"].step("troubled_messages"), "what came first got there under its second number"

    prove(nodes, tmp_path, "MK", "--log", "1", findings={"log.shortened", "log.diverges", "log.forked"})
    prove(nodes, tmp_path, "MK/2", findings=set())
    assert closed.log().count("Traceback") == nodes["MK"].log().count("Traceback") == 0


def hold(nodes: dict[str, LiveNode], file: Path, *wanted: str) -> None:
    """The next list, proposed by North Macedonia, signed and applied by all, by itself last."""
    nodes["MK"].run("partners", "propose", str(file), *wanted)
    for step in ("sign_list", "apply_list"):
        for code in ("RS", "AL", "MK"):
            nodes[code].step(step, file=str(file))


def send_again(nodes: dict[str, LiveNode], since: str) -> None:
    """Serbia sends again what it had sent since the backup; North Macedonia acts on it, Serbia on no answer twice."""
    mk, rs = nodes["MK"], nodes["RS"]
    searches, noted = mk.step("received", partner="RS", kind="search.question"), rs.step("count")["answers_noted"]
    assert mk.step("received", partner="RS", kind="notice.erased") == 0
    rs.run("exchange", "resend", "MK", "--since", since)
    wait_until(lambda: mk.step("received", partner="RS", kind="notice.erased") == 1, nodes)
    wait_until(lambda: mk.step("received", partner="RS", kind="search.question") == searches + 1, nodes)
    wait_until(lambda: rs.step("unanswered") == 0, nodes)
    assert rs.step("count")["answers_noted"] == noted


def known_to_both(nodes: dict[str, LiveNode], seed: int) -> tuple[str, str]:
    """Registered at North Macedonia, then at Serbia, whose examiner said *same* and whose officer was given data."""
    mk, rs = nodes["MK"], nodes["RS"]
    ours = mk.step("register", seed=seed)["reference_number"]
    await_answers(mk, ours, nodes)
    theirs = rs.step("register", seed=seed, take=1)["reference_number"]
    wait_until(lambda: "to_examine" in rs.step("look", reference_number=theirs)["matches"], nodes)
    rs.step("verdict", reference_number=theirs, decision="same")
    rs.step("ask", reference_number=theirs)
    wait_until(lambda: mk.step("release")["released"], nodes)
    wait_until(lambda: [one[0] for one in rs.step("look", reference_number=theirs)["follow_ups"]] == ["released"], nodes)
    return ours, theirs


def restore(nodes: dict[str, LiveNode], folder: Path) -> LiveNode:
    """North Macedonia's machine is gone; its backup runs on another one at the same address. The node that was."""
    gone = nodes["MK"]
    gone.stop()
    gone.dismiss()
    nodes["MK"] = LiveNode(folder / "again", "MK", gone.port)
    nodes["MK"].run("restore", str(folder / "node.tar"), str(folder / "keys.tar"))
    nodes["MK"].run("gallery", "rebuild")
    pass_over_tonight(base_node.load(nodes["MK"].directory))
    nodes["MK"].start()
    return gone


def prove(nodes: dict[str, LiveNode], folder: Path, origin: str, *which: str, findings: set[str]) -> None:
    """Export a log of North Macedonia; what is found when Serbia's kept heads are held against it."""
    place = folder / origin.replace("/", "-")
    nodes["MK"].run("log", "export", str(place), *which)
    nodes["RS"].run("log", "keys", str(place / "keys"))
    nodes["RS"].run("log", "export", str(place / "theirs"))
    kept = str(place / "theirs" / "kept" / "MK.txt")
    told = nodes["RS"].run("log", "verify", str(place), "--keys", str(place / "keys"), "--kept", kept, "--json", accept=(0, 1))
    found = json.loads(told)
    assert found["origin"] == origin and {one["code"] for one in found["findings"]} <= findings
    assert bool(found["findings"]) == bool(findings) and found["proven"] == found["leaves"] > 0
    assert "RS" in [one["name"] for one in found["witnesses"]]


def await_answers(node: LiveNode, reference: str, nodes: dict[str, LiveNode]) -> None:
    def answered() -> bool:
        answers = node.step("look", reference_number=reference)["answers"]
        return bool(answers) and "waiting" not in answers.values()

    wait_until(answered, nodes)


def status(node: LiveNode) -> dict[str, Any]:
    return dict(node.step("log_status"))


def is_seen(found: dict[str, Any]) -> bool:
    """Whether both partners have cosigned a head of the log in use."""
    return [line["at"] is not None for line in found["witnesses"]] == [True, True]


def life(node: LiveNode, reference: str) -> dict[str, Any]:
    return dict(node.step("life", reference_number=reference))
