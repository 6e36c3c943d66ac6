"""The life of a data set over real nodes: mark, evidence, correction, erasure; each told to exactly those who were told."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.exchange.nodes import LiveNode, region, wait_until

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, LiveNode]]:
    with region(tmp_path_factory.mktemp("life"), "MK", "RS") as running:
        yield running


def known_to_both(nodes: dict[str, LiveNode], seed: int) -> tuple[str, str]:
    """Registered at MK, then at RS, whose examiner said *same* and whose officer was given data: both reference numbers."""
    mk, rs = nodes["MK"], nodes["RS"]
    ours = mk.step("register", seed=seed)["reference_number"]
    wait_until(lambda: mk.step("look", reference_number=ours)["answers"].get("RS") == "no_match", nodes)
    theirs = rs.step("register", seed=seed, take=1, surnames=["Hadad"])["reference_number"]
    wait_until(lambda: "to_examine" in rs.step("look", reference_number=theirs)["matches"], nodes)
    rs.step("verdict", reference_number=theirs, decision="same")
    rs.step("ask", reference_number=theirs)
    wait_until(lambda: mk.step("release")["released"], nodes)
    wait_until(lambda: [one[0] for one in rs.step("look", reference_number=theirs)["follow_ups"]] == ["released"], nodes)
    return ours, theirs


def life(node: LiveNode, reference_number: str) -> dict[str, Any]:
    return dict(node.step("life", reference_number=reference_number))


def told(node: LiveNode, reference_number: str, nodes: dict[str, LiveNode]) -> list[Any]:
    """The notices, once each has its signed receipt."""
    seen = wait_until(lambda: (one := life(node, reference_number))["unmet"] == 0 and one, nodes)
    return list(seen["notices"])


@pytest.mark.parametrize(("ground", "seed"), [("citizenship", 41), ("retention", 42)])
def test_erasure_by_the_owner(nodes: dict[str, LiveNode], ground: str, seed: int) -> None:
    """RS was asked about the person by MK, and found her at MK: two correspondences, a notice in each, and nothing is left."""
    mk, rs = nodes["MK"], nodes["RS"]
    ours, theirs = known_to_both(nodes, seed)
    assert mk.step("erase", reference_number=ours, ground=ground) == "erased"
    citizen = [["notice.citizen", "RS", "answered"]] if ground == "citizenship" else []
    assert told(mk, ours, nodes) == citizen + [["notice.erased", "RS", "answered"]] * 2
    assert life(rs, theirs)["told_citizen"] == bool(citizen), "RS owns data of the person, too"
    left = wait_until(lambda: (one := life(rs, theirs))["matches"] == [["withdrawn", False]] and one, nodes)
    assert (left["links"], left["data"], left["kept"], left["notices"]) == (["dissolved"], [None], [], [])
    assert life(mk, ours)["kept"] == []


@pytest.mark.parametrize(("ground", "seed"), [("citizenship", 43), ("retention", 44)])
def test_erasure_by_who_asked(nodes: dict[str, LiveNode], ground: str, seed: int) -> None:
    """MK was asked once by RS: it hears once, keeps its own data set, and nothing that RS said."""
    mk, rs = nodes["MK"], nodes["RS"]
    ours, theirs = known_to_both(nodes, seed)
    assert rs.step("erase", reference_number=theirs, ground=ground) == "erased"
    citizen = [["notice.citizen", "MK", "answered"]] if ground == "citizenship" else []
    assert told(rs, theirs, nodes) == [*citizen, ["notice.erased", "MK", "answered"]]
    assert life(mk, ours)["notices"] == [] and life(mk, ours)["told_citizen"] == bool(citizen)
    assert [kind for kind in life(mk, ours)["kept"] if kind != "search.question"] == [], "but our own question of before"
    assert life(rs, theirs)["kept"] == []


def test_mark_arrives_and_is_shown(nodes: dict[str, LiveNode]) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    ours, theirs = known_to_both(nodes, 45)
    assert mk.step("mark", reference_number=ours, event="residence_document_issued") == "mark"
    assert told(mk, ours, nodes) == [["notice.mark", "RS", "answered"]]
    assert life(rs, theirs)["matches"] == [["same", True]]
    assert rs.step("mark", reference_number=theirs, event="residence_document_issued") == "mark"
    assert told(rs, theirs, nodes) == [["notice.mark", "MK", "answered"]]
    assert life(mk, ours)["probes_marked"] == [True]


def test_evidence_is_followed_and_the_data_are_asked_for_anew(nodes: dict[str, LiveNode]) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    ours, theirs = known_to_both(nodes, 46)
    rs.step("tell_what_is_wrong", reference_number=theirs, surname="Hadad")
    wait_until(lambda: mk.step("follow_evidence"), nodes)
    wait_until(lambda: rs.step("evidence_sent") == [["accepted", ["surnames"]]], nodes)
    assert told(mk, ours, nodes) == [["notice.corrected", "RS", "answered"]]
    rs.step("ask", reference_number=theirs)
    wait_until(lambda: mk.step("release")["released"], nodes)
    seen = wait_until(
        lambda: (one := rs.step("look", reference_number=theirs)["follow_ups"])[0][0] == "released" and one, nodes
    )
    assert [state for state, _ in seen] == ["released", "outdated"] and seen[0][1]["surnames"] == ["Hadad"]
